package com.millyweb.hub.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.OutgoingHttp;
import com.millyweb.hub.OutgoingHttp.Answer;
import com.millyweb.hub.event.PermanentFailure;
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

  /**
   * Nobody gets anything there any more: action_prohibited, no_service, channel_is_archived and the
   * like.
   */
  private static final Set<Integer> DEAD_WEBHOOK = Set.of(403, 404, 410);

  private final OutgoingHttp http;
  private final AnswerRule rule;
  private final SlackErrors errors;
  private final URI base;

  SlackApi(OutgoingHttp http, AnswerRule rule, URI baseUrl) {
    this.http = http;
    this.rule = rule;
    errors = new SlackErrors(rule);
    base = baseUrl;
  }

  /**
   * Returns when the webhook took the message.
   *
   * @throws IOException when it did not, or did not answer
   */
  void post(SlackDestination.Webhook webhook, SlackMessage message) throws IOException {
    Answer answer = http.post(webhook.uri(), JSON, NoticeJson.bytes(message.payload()), Map.of());
    if (DEAD_WEBHOOK.contains(answer.status())) {
      throw new DestinationDead(
          "The Slack webhook answered %d: %s"
              .formatted(answer.status(), AnswerRule.quote(answer.text())),
          null);
    }
    rule.require2xx("The Slack webhook", answer);
  }

  /**
   * Answers a command or a press, without a login.
   *
   * @param url one that {@link SlackHosts} let pass; it is a secret
   * @throws PermanentFailure when it is used up: 5 answers within 30 minutes, see <a
   *     href="https://docs.slack.dev/interactivity/handling-user-interaction#message_responses">message
   *     responses</a>
   */
  void respond(URI url, Map<String, Object> payload) throws IOException {
    Answer answer = http.post(url, JSON, NoticeJson.bytes(payload), Map.of());
    rule.require2xx("The Slack response_url", answer);
  }

  /** Sends a file to a URL that {@link SlackHosts} let pass. */
  void upload(URI url, byte[] content) throws IOException {
    Answer answer = http.post(url, "application/octet-stream", content, Map.of());
    rule.require2xx("Slack's place for files", answer);
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
    return call(bot, method, JSON, NoticeJson.bytes(payload));
  }

  /** Calls a method of the Web API, with JSON or with a form; the methods for files want a form. */
  JsonNode call(SlackDestination.Bot bot, String method, String contentType, byte[] body)
      throws IOException {
    Answer answer =
        http.post(
            URI.create(base.toString().replaceFirst("/+$", "") + "/" + method),
            contentType,
            body,
            Map.of("Authorization", "Bearer " + bot.token().reveal()));
    rule.require2xx("Slack " + method, answer);
    JsonNode json = json(method, answer);
    if (json.path("ok").asBoolean()) {
      return json;
    }
    throw errors.failure(method, bot.channel(), json, answer.headers().get("Retry-After"));
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
