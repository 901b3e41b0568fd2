package com.millyweb.hub.ingress;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.OutgoingHttp;
import com.millyweb.hub.OutgoingHttp.Answer;
import com.millyweb.hub.ingress.IngressProperties.CatchUpProperties;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of one webhook, as <a
 * href="https://docs.github.com/en/rest/repos/webhooks#list-deliveries-for-a-repository-webhook">GitHub's
 * REST API</a> tells of them.
 */
final class GitHubDeliveries {
  /** Enough to read 25 MB and what stands around them. */
  static final int MOST_BYTES = 32 << 20;

  private static final int MOST_PAGES = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the token may not do now, it may hardly do in a minute. */
  private static final Duration REFUSED_PAUSE = Duration.ofHours(1);

  private static final Duration LIMITED_PAUSE = Duration.ofMinutes(1);

  /** The cursor alone is taken over, so that the token goes nowhere else. */
  private static final Pattern NEXT =
      Pattern.compile("<[^>]*[?&]cursor=([\\w.%~-]+)[^>]*>\\s*;\\s*rel=\"next\"");

  /**
   * @param guid what {@code X-GitHub-Delivery} was, the same for all deliveries of one event
   * @param status of the answer; 0 when there was none
   */
  record Delivery(long id, String guid, String event, Instant at, int status) {
    boolean arrived() {
      return status >= 200 && status < 300;
    }
  }

  private final OutgoingHttp http;
  private final CatchUpProperties properties;
  private final Clock clock;

  GitHubDeliveries(OutgoingHttp http, CatchUpProperties properties, Clock clock) {
    this.http = http;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * Lists what was delivered, or not, since then; the newest first.
   *
   * @throws Paused when GitHub is not to be asked again at once
   */
  List<Delivery> since(Instant oldest) throws IOException {
    List<Delivery> deliveries = new ArrayList<>();
    @Nullable String cursor = "";
    for (int page = 0; cursor != null && page < MOST_PAGES; page++) {
      Answer answer =
          get("deliveries?per_page=100" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
      cursor = next(answer);
      for (JsonNode item : JSON.readTree(answer.body())) {
        Delivery delivery = delivery(item);
        if (delivery != null && delivery.at().isBefore(oldest)) {
          cursor = null;
        } else if (delivery != null) {
          deliveries.add(delivery);
        }
      }
    }
    return deliveries;
  }

  /**
   * The payload of a delivery, byte for byte as GitHub tells it; null when GitHub has it no more.
   *
   * @throws Paused when GitHub is not to be asked again at once
   */
  byte @Nullable [] payload(Delivery delivery) throws IOException {
    byte[] body;
    try {
      body = get("deliveries/" + delivery.id()).body();
    } catch (Paused e) {
      if (e.status == 404) {
        return null;
      }
      throw e;
    }
    try (JsonParser parser = JSON.createParser(body)) {
      if (!enter(parser, "request") || !enter(parser, "payload")) {
        return null;
      }
      int start = (int) parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      return Arrays.copyOfRange(body, start, (int) parser.currentLocation().getByteOffset());
    }
  }

  /** Moves to the object that is the value of a field of the object that follows. */
  private static boolean enter(JsonParser parser, String field) throws IOException {
    JsonToken token =
        parser.currentToken() == JsonToken.START_OBJECT
            ? JsonToken.START_OBJECT
            : parser.nextToken();
    if (token != JsonToken.START_OBJECT) {
      return false;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = field.equals(parser.currentName());
      JsonToken value = parser.nextToken();
      if (found) {
        return value == JsonToken.START_OBJECT;
      }
      parser.skipChildren();
    }
    return false;
  }

  private static @Nullable Delivery delivery(JsonNode item) {
    Instant at = Envelope.time(JsonTree.text(item.path("delivered_at")));
    String guid = JsonTree.text(item.path("guid"));
    String event = JsonTree.text(item.path("event"));
    JsonNode id = item.path("id");
    return at == null || guid == null || event == null || !id.isIntegralNumber()
        ? null
        : new Delivery(id.longValue(), guid, event, at, item.path("status_code").asInt());
  }

  private static @Nullable String next(Answer answer) {
    Matcher link = NEXT.matcher(answer.headers().getOrDefault("Link", ""));
    return link.find() ? link.group(1) : null;
  }

  private Answer get(String path) throws IOException {
    String base = properties.baseUrl().toString().replaceFirst("/+$", "");
    Answer answer =
        http.send(
            "GET",
            URI.create(base + "/" + properties.hook() + "/" + path),
            null,
            null,
            Map.of(
                "Accept",
                "application/vnd.github+json",
                "X-GitHub-Api-Version",
                "2022-11-28",
                "Authorization",
                "Bearer " + properties.token().reveal()));
    if (answer.status() != 200) {
      throw failure(answer);
    }
    return answer;
  }

  private IOException failure(Answer answer) {
    int status = answer.status();
    String message =
        "GitHub answered %d for the deliveries of %s".formatted(status, properties.hook());
    Duration wait = limit(answer);
    if (wait != null) {
      return new Paused(message + ": rate limit", status, wait);
    }
    return switch (status) {
      case 401 -> new Paused(message + ": the token is wrong or expired", status, REFUSED_PAUSE);
      case 403, 404 ->
          new Paused(
              message + ": no such webhook, or the token may not read webhooks",
              status,
              REFUSED_PAUSE);
      case 429 -> new Paused(message, status, LIMITED_PAUSE);
      default -> new IOException(message);
    };
  }

  /** How long GitHub wants to be left alone; null when it does not say so. */
  private @Nullable Duration limit(Answer answer) {
    if (answer.status() != 403 && answer.status() != 429) {
      return null;
    }
    Map<String, String> headers = answer.headers();
    Long retryAfter = number(headers.get("Retry-After"));
    Long reset = number(headers.get("X-RateLimit-Reset"));
    Duration wait;
    if (retryAfter != null) {
      wait = Duration.ofSeconds(retryAfter);
    } else if ("0".equals(headers.get("X-RateLimit-Remaining")) && reset != null) {
      wait = Duration.between(clock.instant(), Instant.ofEpochSecond(reset)).plusSeconds(1);
    } else {
      return null;
    }
    return wait.compareTo(REFUSED_PAUSE) > 0 ? REFUSED_PAUSE : wait;
  }

  private static @Nullable Long number(@Nullable String text) {
    return text != null && text.matches("\\d{1,11}") ? Long.valueOf(text) : null;
  }

  /** GitHub is to be left alone for a while. */
  static final class Paused extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;
    final transient Duration pause;

    Paused(String message, int status, Duration pause) {
      super(message);
      this.status = status;
      this.pause = pause;
    }
  }
}
