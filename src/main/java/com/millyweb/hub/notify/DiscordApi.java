package com.millyweb.hub.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.millyweb.hub.Hub;
import com.millyweb.hub.OutgoingHttp;
import com.millyweb.hub.OutgoingHttp.Answer;
import com.millyweb.hub.Secret;
import com.millyweb.hub.event.RetryAfter;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One request to Discord and what its answer means: how long to keep silent, and whether the
 * message or the destination is gone. No URL is in any message, because webhooks and interactions
 * have their secret there.
 */
final class DiscordApi {
  /**
   * Cloudflare refuses others; <a
   * href="https://docs.discord.com/developers/reference#user-agent">User Agent</a>.
   */
  private static final String USER_AGENT =
      "DiscordBot (https://millyweb.com, %s)".formatted(version());

  /**
   * <a href="https://docs.discord.com/developers/topics/opcodes-and-status-codes#json">Codes</a> by
   * which a message can not be edited or deleted any more: unknown, somebody else's, too often, in
   * an archived thread.
   */
  private static final Set<Integer> GONE = Set.of(10008, 50005, 30046, 50083);

  /** Of answers by which nothing will arrive; 10,000 in 10 min ban the hub's address. */
  private static final Set<Integer> DEAD = Set.of(401, 403, 404);

  private static final double LONGEST_SECONDS = 86_400;

  private final OutgoingHttp http;
  private final AnswerRule rule;
  private final Pace pace;
  private final String baseUrl;

  /** {@link System#nanoTime} until which Discord wants nothing at all from this bot. */
  private final AtomicReference<@Nullable Long> silentUntil = new AtomicReference<>();

  DiscordApi(OutgoingHttp http, AnswerRule rule, Pace pace, URI baseUrl) {
    this.http = http;
    this.rule = rule;
    this.pace = pace;
    this.baseUrl = baseUrl.toString().replaceFirst("/+$", "");
  }

  /**
   * @param name for messages, without secrets
   * @param lane the destination whose limits count
   * @param login null where the URL has the secret
   */
  record Place(String name, String lane, @Nullable Secret login) {}

  URI uri(String path) {
    return URI.create(baseUrl + path);
  }

  /**
   * Posts a message.
   *
   * @return the message, which has an id
   */
  JsonNode post(Place place, URI uri, Map<String, Object> payload, DiscordMessage message)
      throws IOException {
    return message(place, call(place, "POST", uri, DiscordForm.of(payload, message.files())));
  }

  /**
   * Changes a message.
   *
   * @throws MessageGone when it can not be changed any more
   */
  JsonNode patch(Place place, URI uri, Map<String, Object> payload, DiscordMessage message)
      throws IOException {
    return message(place, call(place, "PATCH", uri, DiscordForm.of(payload, message.files())));
  }

  /**
   * @throws MessageGone when there is nothing to delete any more
   */
  void delete(Place place, URI uri) throws IOException {
    call(place, "DELETE", uri, null);
  }

  private Answer call(Place place, String method, URI uri, @Nullable DiscordForm form)
      throws IOException {
    requireNoSilence();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("User-Agent", USER_AGENT);
    if (place.login() != null) {
      headers.put("Authorization", "Bot " + place.login().reveal());
    }
    Answer answer =
        form == null
            ? http.send(method, uri, null, null, headers)
            : http.send(method, uri, form.contentType(), form.body(), headers);
    heed(place, answer);
    require2xx(place, method, answer);
    return answer;
  }

  /** The next request would be refused: it waits for the window's end instead. */
  private void heed(Place place, Answer answer) {
    String wait = answer.headers().get("X-RateLimit-Reset-After");
    if ("0".equals(answer.headers().get("X-RateLimit-Remaining")) && wait != null) {
      pace.hold(place.lane(), rule.pause(wait));
    }
  }

  private void require2xx(Place place, String method, Answer answer) throws SendFailed {
    int status = answer.status();
    if (status < 300) {
      rule.require2xx(place.name(), answer);
      return;
    }
    JsonNode json = json(answer);
    String message =
        "%s answered %d: %s".formatted(place.name(), status, AnswerRule.quote(answer.text()));
    if (status == 429) {
      throw tooMany(place, json, answer, message);
    }
    if (!method.equals("POST") && GONE.contains(json.path("code").asInt())) {
      throw new MessageGone(message);
    }
    if (DEAD.contains(status)) {
      throw new DestinationDead(message, null);
    }
    rule.require2xx(place.name(), answer);
  }

  /** The body has the time more exactly than the header; a ban has no such body. */
  private RetryAfter tooMany(Place place, JsonNode json, Answer answer, String message) {
    JsonNode seconds = json.path("retry_after");
    String asked =
        seconds.isNumber()
            ? BigDecimal.valueOf(Math.min(Math.max(seconds.asDouble(), 0), LONGEST_SECONDS))
                .toPlainString()
            : answer.headers().get("Retry-After");
    Duration pause = rule.pause(asked);
    if (json.path("global").asBoolean()) {
      silentUntil.set(System.nanoTime() + pause.toNanos());
    }
    pace.hold(place.lane(), pause);
    return new RetryAfter(pause, message);
  }

  private void requireNoSilence() {
    Long until = silentUntil.get();
    long left = until == null ? 0 : until - System.nanoTime();
    if (left > 0) {
      throw new RetryAfter(Duration.ofNanos(left), "Discord's limit for the whole bot is used up");
    }
  }

  /** A proxy in between may answer with something else. */
  private static JsonNode message(Place place, Answer answer) throws SendFailed {
    JsonNode json = json(answer);
    if (!json.path("id").isTextual()) {
      throw new SendFailed(
          "%s answered no message: %s".formatted(place.name(), AnswerRule.quote(answer.text())),
          null);
    }
    return json;
  }

  private static JsonNode json(Answer answer) {
    try {
      JsonNode json = NoticeJson.MAPPER.readTree(answer.text());
      return json == null ? MissingNode.getInstance() : json;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static String version() {
    String version = Hub.class.getPackage().getImplementationVersion();
    return version == null ? "0" : version;
  }
}
