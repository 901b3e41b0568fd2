package com.millyweb.hub.service.slack;

import org.jspecify.annotations.Nullable;

/**
 * A <a href="https://docs.slack.dev/interactivity/implementing-slash-commands">slash command</a>.
 *
 * @param trigger is of this one command alone
 */
record SlackCommand(
    String trigger,
    String channel,
    String user,
    @Nullable String name,
    @Nullable String team,
    String text,
    @Nullable String responseUrl) {

  static SlackCommand of(SlackFields form) {
    form.required("command");
    return new SlackCommand(
        form.required("trigger_id"),
        form.id("channel_id"),
        form.id("user_id"),
        form.first("user_name"),
        form.optionalId("team_id"),
        form.text("text"),
        form.first("response_url"));
  }
}
