package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What Slack sends to the door of an app, signed. */
public final class FakeSlackApp {
  public static final String SECRET = "8f74-signing-secret";
  public static final String BOT = "U0BOT";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI door;

  public FakeSlackApp(String door) {
    this.door = URI.create(door);
  }

  /** The shape of the Events API, around an event. */
  public static ObjectNode callback(String eventId, JsonNode event) {
    ObjectNode callback = JsonNodeFactory.instance.objectNode();
    callback.put("token", "old-verification-token").put("team_id", "T1").put("api_app_id", "A1");
    callback.put("type", "event_callback").put("event_id", eventId).put("event_time", 1700000000);
    callback
        .putArray("authorizations")
        .addObject()
        .put("team_id", "T1")
        .put("user_id", BOT)
        .put("is_bot", true);
    callback.set("event", event);
    return callback;
  }

  /** What user U1 says. */
  public static ObjectNode message(String channel, String ts, String text) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "message")
        .put("channel", channel)
        .put("channel_type", channel.startsWith("D") ? "im" : "channel")
        .put("user", "U1")
        .put("text", text)
        .put("ts", ts);
  }

  /** The press of a button by user U1. */
  public static ObjectNode press(String channel, String ts, String value, String responseUrl) {
    ObjectNode press = JsonNodeFactory.instance.objectNode();
    press.put("type", "block_actions").put("token", "old-verification-token");
    press.put("trigger_id", "trigger." + ts + "." + value).put("response_url", responseUrl);
    press.putObject("team").put("id", "T1").put("domain", "example");
    press.putObject("user").put("id", "U1").put("username", "amel").put("team_id", "T1");
    press.putObject("channel").put("id", channel).put("name", "ops");
    press
        .putObject("container")
        .put("type", "message")
        .put("message_ts", ts)
        .put("channel_id", channel)
        .put("is_ephemeral", false);
    press
        .putArray("actions")
        .addObject()
        .put("type", "button")
        .put("action_id", "notice/0")
        .put("block_id", "notice/1")
        .put("value", value)
        .put("action_ts", "1700000099.000100");
    return press;
  }

  public HttpResponse<String> event(JsonNode body) {
    return send("application/json", body.toString());
  }

  public HttpResponse<String> interaction(JsonNode payload) {
    return form(Map.of("payload", payload.toString()));
  }

  public HttpResponse<String> form(Map<String, String> fields) {
    return send(
        FORM,
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&")));
  }

  public HttpResponse<String> send(String contentType, String body) {
    return send(contentType, body, Instant.now().getEpochSecond(), SECRET);
  }

  public HttpResponse<String> send(String contentType, String body, long at, String secret) {
    var request =
        HttpRequest.newBuilder(door)
            .header("Content-Type", contentType)
            .header("X-Slack-Request-Timestamp", String.valueOf(at))
            .header("X-Slack-Signature", "v0=" + hmac(secret, "v0:" + at + ":" + body))
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException("No answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private static String hmac(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
