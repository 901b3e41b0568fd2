package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * ntfy as a publisher sees it, and what a phone shows that follows all topics: messages by sequence
 * id, with the limits and errors of server 2.16.
 */
public final class FakeNtfy extends FakeHttp {
  public static final String TOKEN = "tk_test-token-of-the-hub";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TEXT = 4_096;
  private static final String NAME = "[-_A-Za-z0-9]{1,64}";

  private final Map<String, Message> messages = new LinkedHashMap<>();
  private double tokens = Double.MAX_VALUE;
  private double burst = Double.MAX_VALUE;
  private double perSecond;
  private long at = System.nanoTime();
  private int refused;
  private boolean old;

  public static FakeNtfy start() {
    return new FakeNtfy();
  }

  /** The limit of a visitor; at ntfy.sh 60, and one more every 5 s. */
  public synchronized void limit(int burst, double perSecond) {
    this.burst = burst;
    this.perSecond = perSecond;
    tokens = burst;
    at = System.nanoTime();
  }

  /** A server before 2.16, which knows no sequence ids. */
  public synchronized void old() {
    old = true;
  }

  /** What a person sees now, in the order of the first appearance. */
  public synchronized List<Message> messages() {
    return List.copyOf(messages.values());
  }

  /** How often the limit was met. */
  public synchronized int refused() {
    return refused;
  }

  /**
   * @param updates how often another took its place
   */
  public record Message(String topic, JsonNode body, int updates) {
    public String text() {
      return body.path("message").asText();
    }

    public String title() {
      return body.path("title").asText();
    }
  }

  @Override
  protected synchronized Answer work(Request request) throws IOException {
    if (!("Bearer " + TOKEN).equals(request.headers().get("Authorization"))) {
      return error(401, 40101, "unauthorized");
    }
    if (!take()) {
      refused++;
      return error(429, 42901, "limit reached: too many requests");
    }
    if (request.method().equals("DELETE")) {
      String id = request.path().substring(request.path().lastIndexOf('/') + 1);
      if (old) {
        return error(404, 40401, "page not found");
      }
      messages.remove(id);
      return new Answer(200, "{\"event\":\"message_delete\"}", Map.of());
    }
    if (!request.method().equals("POST") || !request.path().equals("/")) {
      return error(404, 40401, "page not found");
    }
    return publish(JSON.readTree(request.body()));
  }

  private Answer publish(JsonNode body) {
    String topic = body.path("topic").asText();
    String id = body.path("sequence_id").asText();
    if (!topic.matches(NAME)) {
      return error(400, 40009, "invalid request: topic invalid");
    }
    if (topic.equals("forbidden")) {
      return error(403, 40301, "forbidden");
    }
    if (!id.matches(NAME)) {
      return error(400, 40049, "invalid request: sequence ID invalid");
    }
    int priority = body.path("priority").asInt();
    if (priority < 1 || priority > 5) {
      return error(400, 40007, "invalid request: priority invalid");
    }
    if (body.path("actions").size() > 3) {
      return error(400, 40018, "invalid request: actions invalid: too many actions");
    }
    for (JsonNode action : body.path("actions")) {
      if (!List.of("view", "http").contains(action.path("action").asText())
          || action.path("label").asText().isEmpty()
          || action.path("url").asText().isEmpty()) {
        return error(400, 40018, "invalid request: actions invalid");
      }
    }
    // the real server makes a file of it
    if (body.path("message").asText().getBytes(StandardCharsets.UTF_8).length > TEXT) {
      return error(400, 40014, "attachments not allowed");
    }
    String key = old ? id + "/" + messages.size() : id;
    Message earlier = messages.get(key);
    messages.put(key, new Message(topic, body, earlier == null ? 0 : earlier.updates() + 1));
    return new Answer(200, body.toString(), Map.of());
  }

  private boolean take() {
    long now = System.nanoTime();
    tokens = Math.min(burst, tokens + (now - at) / 1e9 * perSecond);
    at = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  private static Answer error(int status, int code, String error) {
    return new Answer(
        status,
        "{\"code\":%d,\"http\":%d,\"error\":\"%s\",\"link\":\"https://ntfy.sh/docs/publish/\"}"
            .formatted(code, status, error),
        Map.of("Content-Type", "application/json"));
  }

  /** All texts of what is shown, a message each. */
  public synchronized List<String> texts() {
    List<String> texts = new ArrayList<>();
    messages.values().forEach(message -> texts.add(message.text()));
    return texts;
  }
}
