package com.millyweb.hub.service.slack;

import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.MessageGone;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.notify.ThreadGone;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
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

  /** The message cannot be edited or deleted any more. */
  private static final Set<String> GONE =
      Set.of(
          "message_not_found",
          "cant_update_message",
          "cant_delete_message",
          "edit_window_closed",
          "file_not_found",
          "file_deleted");

  /**
   * Another message may do; <a
   * href="https://docs.slack.dev/reference/methods/chat.postMessage#errors">errors</a>.
   */
  private static final Set<String> REFUSED =
      Set.of(
          "attachment_payload_limit_exceeded",
          "block_mismatch",
          "cannot_parse_attachment",
          "invalid_arguments",
          "invalid_attachments",
          "invalid_blocks",
          "invalid_blocks_format",
          "invalid_metadata_format",
          "invalid_metadata_schema",
          "markdown_text_conflict",
          "metadata_must_be_sent_from_app",
          "metadata_too_large",
          "msg_blocks_too_long",
          "msg_too_long",
          "too_many_attachments");

  /** It cannot stand under the message that it was to stand under. */
  private static final Set<String> NO_THREAD =
      Set.of(
          "cannot_reply_to_message",
          "invalid_thread_ts",
          "message_not_found",
          "restricted_action_non_threadable_channel",
          "thread_not_found");

  /** Nobody gets anything there before a person has done something about it. */
  private static final Set<String> DEAD =
      Set.of("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired");

  /** The same of a channel. */
  private static final Set<String> DEAD_CHANNEL =
      Set.of("channel_not_found", "is_archived", "not_in_channel");

  private final HttpStatusPolicy rule;

  SlackErrors(HttpStatusPolicy rule) {
    this.rule = rule;
  }

  /**
   * Returns, or throws, what an answer with {@code ok:false} means.
   *
   * @param retryAfter the header
   */
  IOException failure(String method, String channel, SlackRefusal no, @Nullable String retryAfter) {
    String error = no.error();
    String message = "Slack %s to %s: %s".formatted(method, channel, error);
    if (LIMITED.contains(error)) {
      throw new RetryAfter(rule.pause(retryAfter), message);
    }
    boolean edited = method.equals("chat.update") || method.equals("chat.delete");
    if (!edited && NO_THREAD.contains(error)) {
      return new ThreadGone(message);
    }
    // an old message may stand in another channel than the one that is configured now
    if (GONE.contains(error) || edited && DEAD_CHANNEL.contains(error)) {
      return new MessageGone(message);
    }
    if (PASSING.contains(error)) {
      return new SendFailed(message, null);
    }
    if (DEAD.contains(error) || DEAD_CHANNEL.contains(error)) {
      throw new DestinationDead(message, null);
    }
    String whole =
        message
            + (no.needed().isEmpty() ? "" : ", needs the scope " + no.needed())
            + (no.messages().isEmpty() ? "" : " " + HttpStatusPolicy.quote(no.messages()));
    if (REFUSED.contains(error)) {
      throw new MessageRefused(whole, null);
    }
    throw new PermanentFailure(whole, null);
  }
}
