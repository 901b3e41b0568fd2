package com.millyweb.hub.service.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.MessageGone;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.notify.sending.AnswerJson;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import com.millyweb.hub.notify.sending.MediumClient;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls of Slack that notices need. The Web API tells its errors with status 200 and {@code
 * ok:false}, incoming webhooks with a status and a word.
 */
final class SlackApi {
  private static final String JSON = "application/json; charset=utf-8";

  /**
   * With these <a
   * href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors">words</a>
   * a webhook says that nobody gets anything there any more.
   */
  private static final Set<String> DEAD_WEBHOOK =
      Set.of(
          "action_prohibited",
          "channel_is_archived",
          "channel_not_found",
          "invalid_token",
          "no_active_hooks",
          "no_service",
          "no_service_id",
          "no_team",
          "posting_to_general_channel_denied",
          "team_disabled",
          "user_not_found");

  /** Words of its own, and of nothing in between. */
  private static final String WORD = "[a-z]+(_[a-z]+)+";

  private final MediumClient client;
  private final HttpStatusPolicy policy;
  private final SlackErrors errors;

  SlackApi(MediumClient client) {
    this.client = client;
    policy = client.policy();
    errors = new SlackErrors(policy);
  }

  /**
   * Returns when the webhook took the message.
   *
   * @throws IOException when it did not, or did not answer
   */
  void post(SlackDestination.Webhook webhook, SlackMessage message) throws IOException {
    Answer answer = client.post(webhook.uri(), message.payload(), Map.of());
    String word = answer.text().strip();
    if (answer.status() >= 400 && answer.status() < 500 && DEAD_WEBHOOK.contains(word)) {
      throw new DestinationDead(
          "The Slack webhook answered %d: %s".formatted(answer.status(), word), null);
    }
    boolean no = answer.status() >= 300 && answer.status() < 500 && answer.status() != 429;
    if (no && !word.matches(WORD)) {
      throw new SendFailed(
          "Something before the Slack webhook answered %d: %s"
              .formatted(answer.status(), HttpStatusPolicy.quote(word)),
          null);
    }
    policy.require2xx("The Slack webhook", answer);
  }

  /**
   * Answers a command or a press, without a login.
   *
   * @param url one that {@link SlackHosts} let pass; it is a secret
   * @throws PermanentFailure when it is used up: 5 answers within 30 minutes, see <a
   *     href="https://docs.slack.dev/interactivity/handling-user-interaction#message_responses">message
   *     responses</a>
   */
  void respond(URI url, SlackRequest answer) throws IOException {
    policy.require2xx("The Slack response_url", client.post(url, answer, Map.of()));
  }

  /** Sends a file to a URL that {@link SlackHosts} let pass. */
  void upload(URI url, byte[] content) throws IOException {
    Answer answer = client.post(url, "application/octet-stream", content, Map.of());
    policy.require2xx("Slack's place for files", answer);
  }

  /**
   * Posts a message.
   *
   * @return what Slack calls the message: channel and ts; null when it did not get to say it
   */
  @Nullable JsonNode post(SlackDestination.Bot bot, SlackRequest.Post message) throws IOException {
    return name(call(bot, "chat.postMessage", message));
  }

  /**
   * Edits a message.
   *
   * @throws MessageGone when it cannot be edited any more
   */
  JsonNode update(SlackDestination.Bot bot, JsonNode name, SlackMessage message)
      throws IOException {
    // blocks that an edit does not name stay
    var content = SlackRequest.Content.of(message.text(), message.blocks());
    var edit =
        new SlackRequest.Update(content, name.path("channel").asText(), name.path("ts").asText());
    JsonNode now = name(call(bot, "chat.update", edit));
    return now == null ? name : now;
  }

  void delete(SlackDestination.Bot bot, JsonNode name) throws IOException {
    call(bot, "chat.delete", SlackRequest.Delete.of(name));
  }

  private JsonNode call(SlackDestination.Bot bot, String method, SlackRequest request)
      throws IOException {
    return call(bot, method, JSON, MediumClient.bytes(request));
  }

  /** Calls a method of the Web API, with JSON or with a form; the methods for files want a form. */
  JsonNode call(SlackDestination.Bot bot, String method, String contentType, byte[] body)
      throws IOException {
    Answer answer =
        client.post(
            client.below("/" + method),
            contentType,
            body,
            Map.of("Authorization", "Bearer " + bot.token().reveal()));
    AnswerJson said = AnswerJson.of(answer);
    JsonNode json = said.json();
    if (json.path("ok").asBoolean()) {
      return json;
    }
    if (json.path("ok").isBoolean() && answer.status() != 429) {
      throw errors.failure(
          method, bot.channel(), SlackRefusal.of(json), answer.headers().get("Retry-After"));
    }
    policy.require2xx("Slack " + method, answer, said);
    if (said.form() == AnswerJson.Form.cut) {
      // Slack has it: only what it calls it was not heard
      return json;
    }
    throw new SendFailed(
        "Slack %s answered no JSON object: %s"
            .formatted(method, HttpStatusPolicy.quote(answer.text())),
        null);
  }

  private static @Nullable JsonNode name(JsonNode answer) {
    String ts = answer.path("ts").asText("");
    String channel = answer.path("channel").asText("");
    return ts.isEmpty() || channel.isEmpty()
        ? null
        : JsonNodeFactory.instance.objectNode().put("channel", channel).put("ts", ts);
  }
}
