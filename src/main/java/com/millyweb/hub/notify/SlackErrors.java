package com.millyweb.hub.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What follows from the words with which the Web API says no. */
final class SlackErrors {
  /** What may pass by itself; <a href="https://docs.slack.dev/reference/methods">methods</a>. */
  private static final Set<String> PASSING =
      Set.of(
          "fatal_error",
          "internal_error",
          "request_timeout",
          "service_unavailable",
          "team_added_to_org");

  private static final Set<String> LIMITED =
      Set.of("ratelimited", "rate_limited", "message_limit_exceeded");

  /** The message can not be edited or deleted any more. */
  private static final Set<String> GONE =
      Set.of(
          "message_not_found",
          "cant_update_message",
          "cant_delete_message",
          "edit_window_closed",
          "thread_not_found",
          "file_not_found",
          "file_deleted");

  /** Nobody gets anything there before a person has done something about it. */
  private static final Set<String> DEAD =
      Set.of("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired");

  /** The same of a channel. */
  private static final Set<String> DEAD_CHANNEL =
      Set.of("channel_not_found", "is_archived", "not_in_channel");

  private final AnswerRule rule;

  SlackErrors(AnswerRule rule) {
    this.rule = rule;
  }

  /**
   * Returns, or throws, what an answer with {@code ok:false} means.
   *
   * @param retryAfter the header
   */
  IOException failure(String method, String channel, JsonNode answer, @Nullable String retryAfter) {
    String error = answer.path("error").asText("unknown_error");
    String message = "Slack %s to %s: %s".formatted(method, channel, error);
    if (LIMITED.contains(error)) {
      throw new RetryAfter(rule.pause(retryAfter), message);
    }
    boolean anew = method.equals("chat.update") || method.equals("chat.delete");
    // an old message may stand in another channel than the one that is configured now
    if (GONE.contains(error) || anew && DEAD_CHANNEL.contains(error)) {
      return new MessageGone(message);
    }
    if (PASSING.contains(error)) {
      return new SendFailed(message, null);
    }
    if (DEAD.contains(error) || DEAD_CHANNEL.contains(error)) {
      throw new DestinationDead(message, null);
    }
    JsonNode details = answer.path("response_metadata").path("messages");
    String needed = answer.path("needed").asText("");
    throw new PermanentFailure(
        message
            + (needed.isEmpty() ? "" : ", needs the scope " + needed)
            + (details.isEmpty() ? "" : " " + AnswerRule.quote(details.toString())),
        null);
  }
}
