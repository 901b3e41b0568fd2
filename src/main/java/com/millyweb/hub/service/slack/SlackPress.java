package com.millyweb.hub.service.slack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A press in a message, a <a
 * href="https://docs.slack.dev/reference/interaction-payloads/block_actions-payload">block_actions</a>;
 * presses in windows and in the app's home have no conversation.
 *
 * @param key is of this one press alone
 * @param chosen what was chosen or typed, where there is a choice
 * @param message ts of the message
 */
record SlackPress(
    String key,
    String channel,
    @Nullable String thread,
    String user,
    @Nullable String name,
    @Nullable String team,
    String value,
    List<String> chosen,
    @Nullable String message,
    @Nullable String responseUrl) {

  static SlackPress of(SlackFields payload) {
    String user = payload.id("/user/id");
    String trigger = payload.first("/trigger_id");
    return new SlackPress(
        trigger == null
            ? "press/%s/%s".formatted(user, payload.required("/actions/0/action_ts"))
            : "press/" + trigger,
        payload.id("/container/channel_id", "/channel/id"),
        payload.optionalId("/container/thread_ts", "/message/thread_ts"),
        user,
        payload.first("/user/username", "/user/name"),
        payload.optionalId("/user/team_id", "/team/id"),
        payload.required(
            "/actions/0/value", "/actions/0/selected_option/value", "/actions/0/action_id"),
        payload.all(SlackFields.CHOSEN),
        payload.optionalId("/container/message_ts", "/message/ts"),
        payload.first("/response_url"));
  }
}
