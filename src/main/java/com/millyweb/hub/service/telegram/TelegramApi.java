package com.millyweb.hub.service.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.MessageGone;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.notify.ThreadGone;
import com.millyweb.hub.notify.sending.AnswerJson;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The calls of the <a href="https://core.telegram.org/bots/api">Bot API</a> that notices need. The
 * token is part of every URL, so no error may show one.
 */
final class TelegramApi {
  private static final String JSON = "application/json";

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

  /** The message can not be edited or deleted any more. */
  private static final List<String> GONE =
      List.of(
          "message to edit not found",
          "message can't be edited",
          "there is no text in the message to edit",
          "message to delete not found",
          "message can't be deleted",
          "message_id_invalid");

  private final OutgoingHttp http;
  private final HttpStatusPolicy rule;
  private final String baseUrl;

  TelegramApi(OutgoingHttp http, HttpStatusPolicy rule, URI baseUrl) {
    this.http = http;
    this.rule = rule;
    this.baseUrl = baseUrl.toString().replaceFirst("/+$", "");
  }

  /** The group became a supergroup, which has another number. */
  static final class Moved extends SendFailed {
    private static final long serialVersionUID = 1;

    private final String to;

    Moved(String message, String to) {
      super(message, null);
      this.to = to;
    }

    String to() {
      return to;
    }
  }

  /**
   * Calls a method.
   *
   * @param to what is named in errors
   * @return what it did; missing when Telegram has it and did not get to say so
   * @throws MessageGone when the message is not there any more
   * @throws ThreadGone when the topic is not
   * @throws Moved when the chat has another number now
   */
  JsonNode call(Secret token, String method, String to, Map<String, Object> payload)
      throws IOException {
    return call(token, method, to, JSON, NoticeJson.bytes(payload));
  }

  JsonNode call(Secret token, String method, String to, String contentType, byte[] body)
      throws IOException {
    URI url = URI.create(baseUrl + "/bot" + token.reveal() + "/" + method);
    Answer answer = http.post(url, contentType, body, Map.of());
    String name = "Telegram %s to %s".formatted(method, to);
    AnswerJson said = AnswerJson.of(answer);
    JsonNode json = said.json();
    boolean taken = answer.status() / 100 == 2;
    if (taken && (json.path("ok").asBoolean() || said.form() == AnswerJson.Form.cut)) {
      return json.path("result");
    }
    throw failure(name, answer, said);
  }

  private IOException failure(String name, Answer answer, AnswerJson answered) throws IOException {
    JsonNode json = answered.json();
    String description = json.path("description").asText("");
    String message =
        "%s: %d %s".formatted(name, answer.status(), HttpStatusPolicy.quote(description));
    if (answer.status() == 429) {
      JsonNode wait = json.path("parameters").path("retry_after");
      throw new RetryAfter(
          rule.pause(wait.isNumber() ? wait.asText() : answer.headers().get("Retry-After")),
          message);
    }
    if (answer.status() / 100 == 2) {
      return new SendFailed(
          "%s answered no JSON object: %s".formatted(name, HttpStatusPolicy.quote(answer.text())),
          null);
    }
    String said = description.toLowerCase(Locale.ROOT);
    JsonNode movedTo = json.path("parameters").path("migrate_to_chat_id");
    if (movedTo.isIntegralNumber()) {
      return new Moved(message, movedTo.asText());
    }
    if (NO_TOPIC.stream().anyMatch(said::contains)) {
      return new ThreadGone(message);
    }
    if (GONE.stream().anyMatch(said::contains)) {
      return new MessageGone(message);
    }
    // something in between has statuses too, and no error_code
    boolean own = json.path("error_code").asInt() == answer.status();
    boolean refused = own && List.of(401, 403, 404).contains(answer.status());
    if (refused || own && answer.status() == 400 && DEAD.stream().anyMatch(said::contains)) {
      throw new DestinationDead(message, null);
    }
    if (own && (answer.status() == 400 || answer.status() == 413)) {
      throw new MessageRefused(message, null);
    }
    rule.require2xx(name, answer, answered);
    return new SendFailed(message, null);
  }
}
