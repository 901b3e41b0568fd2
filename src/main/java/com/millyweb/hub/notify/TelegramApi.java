package com.millyweb.hub.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.millyweb.hub.OutgoingHttp;
import com.millyweb.hub.OutgoingHttp.Answer;
import com.millyweb.hub.Secret;
import com.millyweb.hub.event.RetryAfter;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
          "need administrator rights",
          "message thread not found",
          "topic_deleted",
          "topic_closed");

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
  private final AnswerRule rule;
  private final String baseUrl;

  TelegramApi(OutgoingHttp http, AnswerRule rule, URI baseUrl) {
    this.http = http;
    this.rule = rule;
    this.baseUrl = baseUrl.toString().replaceFirst("/+$", "");
  }

  /** Telegram will not do it as it was asked, and says how it would. */
  static final class Otherwise extends SendFailed {
    private static final long serialVersionUID = 1;

    /** The number that the chat has now; null when the markup is what it does not like. */
    private final @Nullable String movedTo;

    Otherwise(String message, @Nullable String movedTo) {
      super(message, null);
      this.movedTo = movedTo;
    }

    @Nullable String movedTo() {
      return movedTo;
    }
  }

  /**
   * Calls a method.
   *
   * @param to what is named in errors
   * @throws MessageGone when the message is not there any more
   * @throws Otherwise when the same can be asked differently
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
    JsonNode json = json(answer);
    if (answer.status() / 100 == 2 && json.path("ok").asBoolean()) {
      return json.path("result");
    }
    throw failure(name, answer, json);
  }

  private IOException failure(String name, Answer answer, JsonNode json) throws IOException {
    String description = json.path("description").asText("");
    String message = "%s: %d %s".formatted(name, answer.status(), AnswerRule.quote(description));
    if (answer.status() == 429) {
      JsonNode wait = json.path("parameters").path("retry_after");
      throw new RetryAfter(
          rule.pause(wait.isNumber() ? wait.asText() : answer.headers().get("Retry-After")),
          message);
    }
    if (json.isMissingNode() && answer.status() / 100 == 2) {
      return new SendFailed(
          "%s answered no JSON object: %s".formatted(name, AnswerRule.quote(answer.text())), null);
    }
    String said = description.toLowerCase(Locale.ROOT);
    JsonNode movedTo = json.path("parameters").path("migrate_to_chat_id");
    if (movedTo.isIntegralNumber()) {
      return new Otherwise(message, movedTo.asText());
    }
    if (said.contains("can't parse entities")) {
      return new Otherwise(message, null);
    }
    if (GONE.stream().anyMatch(said::contains)) {
      return new MessageGone(message);
    }
    boolean refused = !json.isMissingNode() && List.of(401, 403, 404).contains(answer.status());
    if (refused || answer.status() == 400 && DEAD.stream().anyMatch(said::contains)) {
      throw new DestinationDead(message, null);
    }
    rule.require2xx(name, answer);
    return new SendFailed(message, null);
  }

  /** Missing when a proxy or a maintenance page in between answers with something else. */
  private static JsonNode json(Answer answer) {
    try {
      JsonNode json = NoticeJson.MAPPER.readTree(answer.text());
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // as below
    }
    return MissingNode.getInstance();
  }
}
