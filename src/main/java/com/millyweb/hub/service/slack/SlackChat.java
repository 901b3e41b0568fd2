package com.millyweb.hub.service.slack;

import com.millyweb.hub.chat.Author;
import com.millyweb.hub.chat.ChatMessage;
import com.millyweb.hub.chat.ChatPress;
import com.millyweb.hub.chat.Conversation;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.ChatEvents;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What people say and press in Slack. A conversation is a direct channel, {@code slack/D…}, or a
 * thread of a channel, {@code slack/C…/<ts>}; a message that stands alone in a channel begins one.
 */
@Component
final class SlackChat {
  static final String MEDIUM = "slack";

  /** Where a command or a press may be answered, in what an answer needs. */
  static final String RESPONSE_URL = "response_url";

  private final ChatEvents chat;

  SlackChat(ChatEvents chat) {
    this.chat = chat;
  }

  /** A mention comes as {@code message} and as {@code app_mention}, each with an id of its own. */
  NewEvent message(String source, SlackSaid said) {
    boolean named = SlackWords.mention(said.text(), said.bot());
    boolean mentioned = said.mention() || named;
    boolean addressed = said.direct() || mentioned;
    String thread = said.thread();
    String start = thread == null && !said.direct() ? said.ts() : thread;
    // what may turn out to be addressed, by its other event, must not take the key
    String key =
        "message/%s/%s".formatted(said.channel(), said.ts()) + (addressed ? "" : "/overheard");
    return chat.message(
        source,
        key,
        ChatMessage.said(
                new Conversation(MEDIUM, said.channel(), start),
                new Author(said.user(), null, said.team()),
                addressed,
                mentioned
                    ? SlackWords.addressed(said.text(), named ? said.bot() : null)
                    : SlackWords.plain(said.text()))
            .called(said.ts(), said.ts().equals(thread) ? null : thread)
            .with(said.files(), null, null));
  }

  /** Commands that flows shall tell apart need sources of their own. */
  NewEvent command(String source, SlackCommand command) {
    return chat.message(
        source,
        "command/" + command.trigger(),
        ChatMessage.said(
                Conversation.of(MEDIUM, command.channel()),
                new Author(command.user(), command.name(), command.team()),
                true,
                SlackWords.plain(command.text()))
            .answeredBy(reply(command.responseUrl())));
  }

  NewEvent press(String source, SlackPress press) {
    return chat.press(
        source,
        press.key(),
        new ChatPress(
            new Conversation(MEDIUM, press.channel(), press.thread()),
            new Author(press.user(), press.name(), press.team()),
            press.value(),
            press.chosen(),
            press.message(),
            reply(press.responseUrl())));
  }

  private static Map<String, String> reply(@Nullable String responseUrl) {
    return responseUrl == null ? Map.of() : Map.of(RESPONSE_URL, responseUrl);
  }
}
