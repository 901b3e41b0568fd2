package com.millyweb.hub.workbench.why;

import com.millyweb.hub.chat.ChatMessage;
import com.millyweb.hub.chat.Person;
import com.millyweb.hub.notify.sending.SentMessages;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers {@code why?} in a chat: about the notice that the message answers, or about an id. */
@Component
class WhyChat {
  private static final Pattern QUESTION =
      Pattern.compile(
          "(?i)why\\s*\\?*(?:\\s+([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?\\s*\\?*");
  private static final String STRANGER =
      "Only people whom `hub.people` names are told why. You are `%s` in %s.";
  private static final String WHAT =
      "Answer one of my notices with `why?`, or write `why <id of an event or a notice>`.";
  private static final String UNKNOWN =
      "I know no event or notice of that id; what is older than the retention is gone.";

  private final SentMessages messages;
  private final WhyAnswers answers;

  WhyChat(SentMessages messages, WhyAnswers answers) {
    this.messages = messages;
    this.answers = answers;
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
      return STRANGER.formatted(message.author().id().replace('`', '\''), message.medium());
    }
    if (about == null) {
      return WHAT;
    }
    boolean content = person.may(Person.Role.operator);
    return answers.of(about).map(why -> WhyText.markdown(why, content)).orElse(UNKNOWN);
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
