package com.millyweb.hub.service.telegram;

import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.MessageGone;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.notify.ThreadGone;
import com.millyweb.hub.notify.sending.AnswerJson;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import java.io.IOException;
import java.util.List;

/** What follows from it when Telegram says no: it has few statuses and many descriptions. */
final class TelegramErrors {
  /** Nobody is reached there until somebody looks. */
  private static final List<String> DEAD =
      List.of(
          "chat not found",
          "peer_id_invalid",
          "group chat was deactivated",
          "not enough rights to send text",
          "have no rights to send a message",
          "chat_write_forbidden",
          "need administrator rights");

  /** The topic that the message was meant for is not there, or takes nothing. */
  private static final List<String> NO_TOPIC =
      List.of("message thread not found", "topic_deleted", "topic_closed", "topic_id_invalid");

  /** The message cannot be edited or deleted any more. */
  private static final List<String> GONE =
      List.of(
          "message to edit not found",
          "message can't be edited",
          "there is no text in the message to edit",
          "message to delete not found",
          "message can't be deleted",
          "message_id_invalid");

  private final HttpStatusPolicy policy;

  TelegramErrors(HttpStatusPolicy policy) {
    this.policy = policy;
  }

  /**
   * @param name of the call, for the message
   * @return what the caller throws
   * @throws IOException as {@link HttpStatusPolicy} says
   */
  IOException failure(String name, Answer answer, AnswerJson answered) throws IOException {
    TelegramRefusal no = TelegramRefusal.of(answered.json());
    int status = answer.status();
    String message = "%s: %d %s".formatted(name, status, HttpStatusPolicy.quote(no.description()));
    if (status == 429) {
      String wait = no.retryAfter();
      throw new RetryAfter(
          policy.pause(wait == null ? answer.headers().get("Retry-After") : wait), message);
    }
    if (status / 100 == 2) {
      return new SendFailed(
          "%s answered no JSON object: %s".formatted(name, HttpStatusPolicy.quote(answer.text())),
          null);
    }
    String said = no.said();
    if (no.movedTo() != null) {
      return new TelegramApi.Moved(message, no.movedTo());
    }
    if (NO_TOPIC.stream().anyMatch(said::contains)) {
      return new ThreadGone(message);
    }
    if (GONE.stream().anyMatch(said::contains)) {
      return new MessageGone(message);
    }
    // something in between has statuses too, and no error_code
    if (no.code() == status) {
      requireUsable(status, said, message);
    }
    policy.require2xx(name, answer, answered);
    return new SendFailed(message, null);
  }

  /** Telegram itself has this status. */
  private static void requireUsable(int status, String said, String message) throws IOException {
    boolean refused = List.of(401, 403, 404).contains(status);
    if (refused || status == 400 && DEAD.stream().anyMatch(said::contains)) {
      throw new DestinationDead(message, null);
    }
    if (status == 400 || status == 413) {
      throw new MessageRefused(message, null);
    }
    if (status == 409) {
      throw new TelegramConflict(message);
    }
  }
}
