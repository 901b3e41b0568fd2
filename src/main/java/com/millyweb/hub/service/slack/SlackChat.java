package com.millyweb.hub.service.slack;

import com.millyweb.hub.chat.Author;
import com.millyweb.hub.chat.ChatMessage;
import com.millyweb.hub.chat.ChatPress;
import com.millyweb.hub.chat.Conversation;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.ChatEvents;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What people say and press in Slack. A conversation is a direct channel, {@code slack/D…}, or a
 * thread of a channel, {@code slack/C…/<ts>}; a message that stands alone in a channel begins one.
 */
@Component
final class SlackChat {
  static final String MEDIUM = "slack";

  /** Of a message that a person wrote; the others tell of changes, and what bots say. */
  private static final Set<String> SAID =
      Set.of("", "thread_broadcast", "file_share", "me_message");

  private final ChatEvents chat;

  SlackChat(ChatEvents chat) {
    this.chat = chat;
  }

  /** Whether a person said it. The hub's own messages come back, and it must not answer itself. */
  boolean isSaid(SlackFields event) {
    String user = event.first("/event/user");
    return user != null
        && event.first("/event/bot_id") == null
        && SAID.contains(event.text("/event/subtype"))
        && !user.equals(bot(event));
  }

  /** A mention comes as {@code message} and as {@code app_mention}, each with an id of its own. */
  NewEvent message(String source, SlackFields event) {
    String channel = event.id("/event/channel");
    String ts = event.id("/event/ts");
    String thread = event.optionalId("/event/thread_ts");
    String bot = bot(event);
    String text = event.text("/event/text");
    boolean direct = event.is("/event/channel_type", "im") || channel.startsWith("D");
    boolean mentioned = event.is("/event/type", "app_mention") || SlackWords.mention(text, bot);
    boolean addressed = direct || mentioned;
    String start = thread == null && !direct ? ts : thread;
    // what may turn out to be addressed, by its other event, must not take the key
    String key = "message/%s/%s".formatted(channel, ts) + (addressed ? "" : "/overheard");
    return chat.message(
        source,
        key,
        ChatMessage.said(
                new Conversation(MEDIUM, channel, start),
                new Author(
                    event.id("/event/user"),
                    null,
                    event.optionalId("/event/user_team", "/event/team", "/team_id")),
                addressed,
                mentioned
                    ? SlackWords.addressed(text, SlackWords.mention(text, bot) ? bot : null)
                    : SlackWords.plain(text))
            .called(ts, ts.equals(thread) ? null : thread)
            .with(SlackFields.files(event), null, null));
  }

  /** A slash command; commands that flows shall tell apart need sources of their own. */
  NewEvent command(String source, SlackFields form) {
    form.required("command");
    return chat.message(
        source,
        "command/" + form.required("trigger_id"),
        ChatMessage.said(
                Conversation.of(MEDIUM, form.id("channel_id")),
                new Author(form.id("user_id"), form.first("user_name"), form.optionalId("team_id")),
                true,
                SlackWords.plain(form.text("text")))
            .answeredBy(reply(form.first("response_url"))));
  }

  /** A press in a message; presses in windows and in the app's home have no conversation. */
  NewEvent press(String source, SlackFields payload) {
    String user = payload.id("/user/id");
    String trigger = payload.first("/trigger_id");
    String key =
        trigger == null
            ? "press/%s/%s".formatted(user, payload.required("/actions/0/action_ts"))
            : "press/" + trigger;
    return chat.press(
        source,
        key,
        new ChatPress(
            new Conversation(
                MEDIUM,
                payload.id("/container/channel_id", "/channel/id"),
                payload.optionalId("/container/thread_ts", "/message/thread_ts")),
            new Author(
                user,
                payload.first("/user/username", "/user/name"),
                payload.optionalId("/user/team_id", "/team/id")),
            payload.required(
                "/actions/0/value", "/actions/0/selected_option/value", "/actions/0/action_id"),
            payload.all(SlackFields.CHOSEN),
            payload.optionalId("/container/message_ts", "/message/ts"),
            reply(payload.first("/response_url"))));
  }

  /** The hub's user, unless the event came for the sake of a person who installed the app. */
  private static @Nullable String bot(SlackFields event) {
    return event.is("/authorizations/0/is_bot", "false")
        ? null
        : event.first("/authorizations/0/user_id");
  }

  private static Map<String, String> reply(@Nullable String responseUrl) {
    return responseUrl == null ? Map.of() : Map.of("response_url", responseUrl);
  }
}
