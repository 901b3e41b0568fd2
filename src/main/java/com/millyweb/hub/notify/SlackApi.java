package com.millyweb.hub.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.OutgoingHttp;
import com.millyweb.hub.OutgoingHttp.Answer;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The calls of Slack that notices need. The Web API tells its errors with status 200 and {@code
 * ok:false}, incoming webhooks with a status and a word.
 */
final class SlackApi {
  private static final String JSON = "application/json; charset=utf-8";

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
          "thread_not_found");

  private final OutgoingHttp http;
  private final AnswerRule rule;
  private final String baseUrl;

  SlackApi(OutgoingHttp http, AnswerRule rule, URI baseUrl) {
    this.http = http;
    this.rule = rule;
    this.baseUrl = baseUrl.toString().replaceFirst("/+$", "");
  }

  /**
   * Returns when the webhook took the message.
   *
   * @throws IOException when it did not, or did not answer
   */
  void post(SlackDestination.Webhook webhook, SlackMessage message) throws IOException {
    Answer answer = http.post(webhook.uri(), JSON, NoticeJson.bytes(message.payload()), Map.of());
    rule.require2xx("The Slack webhook", answer);
  }

  /**
   * Posts a message.
   *
   * @param more fields beside the message's own
   * @return what Slack calls the message: channel and ts
   */
  JsonNode post(SlackDestination.Bot bot, SlackMessage message, Map<String, Object> more)
      throws IOException {
    Map<String, Object> payload = message.payload();
    payload.put("channel", bot.channel());
    payload.putAll(more);
    return name(call(bot, "chat.postMessage", payload));
  }

  /**
   * Edits a message.
   *
   * @throws MessageGone when it can not be edited any more
   */
  JsonNode update(SlackDestination.Bot bot, JsonNode name, SlackMessage message)
      throws IOException {
    Map<String, Object> payload = message.payload();
    payload.put("channel", name.path("channel").asText());
    payload.put("ts", name.path("ts").asText());
    return name(call(bot, "chat.update", payload));
  }

  void delete(SlackDestination.Bot bot, JsonNode name) throws IOException {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("channel", name.path("channel").asText());
    payload.put("ts", name.path("ts").asText());
    call(bot, "chat.delete", payload);
  }

  private JsonNode call(SlackDestination.Bot bot, String method, Map<String, Object> payload)
      throws IOException {
    Answer answer =
        http.post(
            URI.create(baseUrl + "/" + method),
            JSON,
            NoticeJson.bytes(payload),
            Map.of("Authorization", "Bearer " + bot.token().reveal()));
    rule.require2xx("Slack " + method, answer);
    JsonNode json = json(method, answer);
    if (json.path("ok").asBoolean()) {
      return json;
    }
    throw failure(method, bot, json, answer);
  }

  private IOException failure(String method, SlackDestination.Bot bot, JsonNode json, Answer answer)
      throws IOException {
    String error = json.path("error").asText("unknown_error");
    String message = "Slack %s to %s: %s".formatted(method, bot.channel(), error);
    if (LIMITED.contains(error)) {
      throw new RetryAfter(rule.pause(answer.headers().get("Retry-After")), message);
    }
    if (GONE.contains(error)) {
      return new MessageGone(message);
    }
    if (PASSING.contains(error)) {
      return new SendFailed(message, null);
    }
    JsonNode details = json.path("response_metadata").path("messages");
    String needed = json.path("needed").asText("");
    throw new PermanentFailure(
        message
            + (needed.isEmpty() ? "" : ", needs the scope " + needed)
            + (details.isEmpty() ? "" : " " + AnswerRule.quote(details.toString())),
        null);
  }

  /** A proxy or a maintenance page in between answers with something else. */
  private static JsonNode json(String method, Answer answer) throws SendFailed {
    try {
      JsonNode json = NoticeJson.MAPPER.readTree(answer.text());
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // said below
    }
    throw new SendFailed(
        "Slack %s answered no JSON object: %s".formatted(method, AnswerRule.quote(answer.text())),
        null);
  }

  private static JsonNode name(JsonNode answer) {
    ObjectNode name = JsonNodeFactory.instance.objectNode();
    name.put("channel", answer.path("channel").asText());
    name.put("ts", answer.path("ts").asText());
    return name;
  }
}
