package com.millyweb.hub.service.github;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.ingress.Envelope;
import com.millyweb.hub.ingress.body.JsonTree;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of one webhook, as <a
 * href="https://docs.github.com/en/rest/repos/webhooks#list-deliveries-for-a-repository-webhook">GitHub's
 * REST API</a> tells of them.
 */
final class GitHubDeliveries {
  private static final int MOST_PAGES = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

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

  private final GitHubApi api;
  private final String hook;

  /**
   * @param hook the webhook's path
   */
  GitHubDeliveries(GitHubApi api, String hook) {
    this.api = api;
    this.hook = hook;
  }

  /**
   * Lists what was delivered, or not, since then; the newest first.
   *
   * @throws GitHubApi.Paused when GitHub is not to be asked again at once
   */
  List<Delivery> since(Instant oldest) throws IOException {
    List<Delivery> deliveries = new ArrayList<>();
    @Nullable String cursor = "";
    for (int page = 0; cursor != null && page < MOST_PAGES; page++) {
      Answer answer =
          api.get(
              hook + "/deliveries?per_page=100" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
      cursor = next(answer);
      JsonNode list = JSON.readTree(answer.body());
      if (!list.isArray()) {
        throw new IOException("GitHub answered no list of the deliveries of " + hook);
      }
      for (JsonNode item : list) {
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
   * The payload of a delivery, byte for byte as GitHub tells it; null when GitHub has it no more,
   * or tells it unreadably.
   *
   * @throws GitHubApi.Paused when GitHub is not to be asked again at once
   */
  byte @Nullable [] payload(Delivery delivery) throws IOException {
    byte[] body;
    try {
      body = api.get(hook + "/deliveries/" + delivery.id()).body();
    } catch (GitHubApi.Paused e) {
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
    } catch (JsonProcessingException e) {
      // a delivery that cannot be read must not stand in the way of the others
      return null;
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
}
