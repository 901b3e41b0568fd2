package com.millyweb.hub.service.slack;

import com.millyweb.hub.chat.ChatFile;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person said, as <a href="https://docs.slack.dev/reference/events/message">message</a> and
 * <a href="https://docs.slack.dev/reference/events/app_mention">app_mention</a> tell it.
 *
 * @param mention whether the event itself says that the hub is mentioned
 * @param direct whether nobody else reads it
 * @param thread ts of the message under which it stands
 * @param bot the hub's user; null when the event came for the sake of a person who installed the
 *     app
 */
record SlackSaid(
    boolean mention,
    String channel,
    boolean direct,
    String ts,
    @Nullable String thread,
    String user,
    @Nullable String team,
    @Nullable String bot,
    String text,
    List<ChatFile> files) {

  /** Of a message that a person wrote; the others tell of changes, and what bots say. */
  private static final Set<String> SAID =
      Set.of("", "thread_broadcast", "file_share", "me_message");

  /**
   * Null unless a person said it. The hub's own messages come back, and it must not answer them.
   */
  static @Nullable SlackSaid of(SlackFields event) {
    String bot = bot(event);
    String user = event.first("/event/user");
    if (user == null
        || event.first("/event/bot_id") != null
        || !SAID.contains(event.text("/event/subtype"))
        || user.equals(bot)) {
      return null;
    }
    String channel = event.id("/event/channel");
    return new SlackSaid(
        event.is("/event/type", "app_mention"),
        channel,
        event.is("/event/channel_type", "im") || channel.startsWith("D"),
        event.id("/event/ts"),
        event.optionalId("/event/thread_ts"),
        event.id("/event/user"),
        event.optionalId("/event/user_team", "/event/team", "/team_id"),
        bot,
        event.text("/event/text"),
        SlackFields.files(event));
  }

  private static @Nullable String bot(SlackFields event) {
    return event.is("/authorizations/0/is_bot", "false")
        ? null
        : event.first("/authorizations/0/user_id");
  }
}
