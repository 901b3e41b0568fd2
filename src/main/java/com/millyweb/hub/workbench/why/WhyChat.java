package com.millyweb.hub.workbench.why;

import com.millyweb.hub.chat.ChatMessage;
import com.millyweb.hub.chat.Person;
import com.millyweb.hub.notify.sending.SentMessages;
import com.millyweb.hub.notify.wording.HubWords;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers {@code why?} in a chat: about the notice that the message answers, or about an id. */
@Component
class WhyChat {
  /** Nothing else than this: "why is immich down?" is a question to somebody else. */
  static final Pattern QUESTION =
      Pattern.compile(
          "(?i)why\\s*\\?*(?:\\s+([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?\\s*\\?*");

  private final SentMessages messages;
  private final WhyAnswers answers;
  private final HubWords words;

  WhyChat(SentMessages messages, WhyAnswers answers, HubWords words) {
    this.messages = messages;
    this.answers = answers;
    this.words = words;
  }

  /** Markdown; empty where nobody asked the hub. */
  String answer(@Nullable Object body) {
    ChatMessage message = ChatMessage.read(body);
    Matcher question = QUESTION.matcher(message.text().strip());
    if (!question.matches()) {
      return "";
    }
    UUID about = about(message, question.group(1));
    if (about == null && !message.addressed()) {
      return "";
    }
    Person person = message.person();
    if (person == null) {
      return answer("stranger", Map.of("id", message.author().id(), "medium", message.medium()));
    }
    if (about == null) {
      return answer("how", Map.of());
    }
    boolean content = person.may(Person.Role.operator);
    return answers
        .of(about)
        .map(why -> WhyText.markdown(why, content))
        .orElseGet(() -> answer("unknown", Map.of()));
  }

  private String answer(String answer, Map<String, String> data) {
    Map<String, String> body = new HashMap<>(data);
    body.put("answer", answer);
    return words.text(HubWords.WHY_ANSWER, body);
  }

  private @Nullable UUID about(ChatMessage message, @Nullable String id) {
    if (id != null) {
      return UUID.fromString(id);
    }
    return message.answers() == null
        ? null
        : messages.noticeOf(message.conversation().toString(), message.answers()).orElse(null);
  }
}
