package com.millyweb.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Slack as notices see it, over a real socket: {@code chat.postMessage}, {@code chat.update},
 * {@code chat.delete} and incoming webhooks, with their limits and their ways to say no.
 */
public final class FakeSlack implements AutoCloseable {
  public static final String TOKEN = "xoxb-test-token";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Map<String, Message> messages = new LinkedHashMap<>();
  private final List<JsonNode> requests = new ArrayList<>();
  private final Deque<Trick> tricks = new ArrayDeque<>();
  private final Map<String, Deque<Long>> posts = new HashMap<>();
  private int perSecond = Integer.MAX_VALUE;
  private int count;

  private FakeSlack(HttpServer server) {
    this.server = server;
  }

  public static FakeSlack start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      FakeSlack slack = new FakeSlack(server);
      server.setExecutor(slack.workers);
      server.createContext("/api/", slack::api);
      server.createContext("/services/", slack::webhook);
      server.start();
      return slack;
    } catch (IOException e) {
      throw new IllegalStateException("No fake Slack", e);
    }
  }

  /** For {@code hub.notify.slack.base-url}. */
  public String url() {
    return "http://127.0.0.1:%d/api".formatted(server.getAddress().getPort());
  }

  /** For {@code hub.notify.slack.webhook-url}; its messages are in channel {@code webhook}. */
  public String webhookUrl() {
    return "http://127.0.0.1:%d/services/T0/B0/secret".formatted(server.getAddress().getPort());
  }

  /** What a person sees now, oldest first. */
  public synchronized List<Message> messages() {
    return List.copyOf(messages.values());
  }

  /** The bodies of all requests, refused ones too. */
  public synchronized List<JsonNode> requests() {
    return List.copyOf(requests);
  }

  /** The next requests meet these, one each. */
  public synchronized FakeSlack next(Trick... more) {
    tricks.addAll(List.of(more));
    return this;
  }

  /** More in a second to one channel are answered 429. */
  public synchronized FakeSlack limit(int perSecond) {
    this.perSecond = perSecond;
    return this;
  }

  /** Somebody deletes a message. */
  public synchronized void delete(String ts) {
    messages.remove(ts);
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  /** What the server does instead of its work; null to do it after all. */
  public interface Trick {
    @Nullable Answer play() throws InterruptedException;

    static Trick pass() {
      return () -> null;
    }

    static Trick answer(int status, String body) {
      return () -> new Answer(status, body, null, false);
    }

    /** With status 200, as Slack does. */
    static Trick error(String error) {
      return answer(200, "{\"ok\":false,\"error\":\"%s\"}".formatted(error));
    }

    static Trick tooMany(String retryAfter) {
      return () -> new Answer(429, "{\"ok\":false,\"error\":\"ratelimited\"}", retryAfter, false);
    }

    /** Does the work, then closes without an answer. */
    static Trick silent() {
      return () -> new Answer(0, "", null, true);
    }

    /** Closes without the work and without an answer. */
    static Trick hangUp() {
      return () -> new Answer(0, "", null, false);
    }
  }

  /**
   * @param works whether the request is carried out before this answer
   */
  public record Answer(int status, String body, @Nullable String retryAfter, boolean works) {}

  /**
   * @param edits how often it was updated
   */
  public record Message(String channel, String ts, JsonNode body, int edits) {
    /** All words of its blocks, a line each. */
    public String words() {
      List<String> words = new ArrayList<>();
      collect(body.path("blocks"), words);
      return String.join("\n", words);
    }

    public String text() {
      return body.path("text").asText();
    }

    public @Nullable String thread() {
      return body.path("thread_ts").asText(null);
    }
  }

  private void api(HttpExchange http) throws IOException {
    JsonNode body = JSON.readTree(http.getRequestBody());
    String method = http.getRequestURI().getPath().substring("/api/".length());
    if (!perform(http, body, () -> JSON.writeValueAsString(call(http, method, body)))) {
      http.close();
    }
  }

  private void webhook(HttpExchange http) throws IOException {
    byte[] bytes = http.getRequestBody().readAllBytes();
    JsonNode body = JSON.readTree(bytes);
    boolean done =
        perform(
            http,
            body,
            () -> {
              String error = blocksError(body);
              if (error != null) {
                throw new Refusal(400, error);
              }
              add("webhook", body);
              return "ok";
            });
    if (!done) {
      http.close();
    }
  }

  private synchronized JsonNode call(HttpExchange http, String method, JsonNode body) {
    String login = http.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer " + TOKEN).equals(login)) {
      return error("invalid_auth");
    }
    String ts = body.path("ts").asText();
    String channel = body.path("channel").asText();
    if (channel.isEmpty() || channel.contains("missing")) {
      return error("channel_not_found");
    }
    if (!method.equals("chat.postMessage") && !messages.containsKey(ts)) {
      return error("message_not_found");
    }
    String wrong = method.equals("chat.delete") ? null : blocksError(body);
    if (wrong != null) {
      return error(wrong);
    }
    if (body.path("text").asText().length() > 40_000) {
      return error("msg_too_long");
    }
    switch (method) {
      case "chat.postMessage" -> ts = add(channel, body);
      case "chat.update" ->
          messages.compute(ts, (t, old) -> new Message(old.channel(), t, body, old.edits() + 1));
      case "chat.delete" -> messages.remove(ts);
      default -> {
        return error("unknown_method");
      }
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    return answer.put("ok", true).put("channel", channel).put("ts", ts);
  }

  private synchronized String add(String channel, JsonNode body) {
    String ts = "1700000000.%06d".formatted(++count);
    messages.put(ts, new Message(channel, ts, body, 0));
    return ts;
  }

  /** Answers; false when the connection is to be closed without one. */
  private boolean perform(HttpExchange http, JsonNode body, Work work) throws IOException {
    Answer answer;
    synchronized (this) {
      requests.add(body);
    }
    try {
      Trick trick = trick();
      answer = trick == null ? null : trick.play();
    } catch (InterruptedException e) {
      return false;
    }
    if (answer == null && !take(body.path("channel").asText("webhook"))) {
      answer = new Answer(429, "{\"ok\":false,\"error\":\"ratelimited\"}", "1", false);
    }
    if (answer == null || answer.works()) {
      Answer real;
      try {
        real = new Answer(200, work.run(), null, true);
      } catch (Refusal e) {
        real = new Answer(e.status, String.valueOf(e.getMessage()), null, false);
      }
      answer = answer == null ? real : answer;
    }
    if (answer.status() == 0) {
      return false;
    }
    if (answer.retryAfter() != null) {
      http.getResponseHeaders().set("Retry-After", answer.retryAfter());
    }
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    http.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      http.getResponseBody().write(bytes);
    }
    http.close();
    return true;
  }

  private synchronized @Nullable Trick trick() {
    return tricks.poll();
  }

  private synchronized boolean take(String channel) {
    long now = System.nanoTime();
    Deque<Long> recent = posts.computeIfAbsent(channel, name -> new ArrayDeque<>());
    while (!recent.isEmpty() && now - recent.peek() > 1_000_000_000L) {
      recent.poll();
    }
    if (recent.size() >= perSecond) {
      return false;
    }
    recent.add(now);
    return true;
  }

  /** The limits of https://docs.slack.dev/reference/block-kit/blocks. */
  private static @Nullable String blocksError(JsonNode body) {
    JsonNode blocks = body.path("blocks");
    if (blocks.isEmpty() && body.path("text").asText().isBlank()) {
      return "no_text";
    }
    if (blocks.size() > 50) {
      return "invalid_blocks";
    }
    for (JsonNode block : blocks) {
      if (!isValid(block)) {
        return "invalid_blocks";
      }
    }
    List<String> words = new ArrayList<>();
    collect(blocks, words);
    return String.join("", words).length() > 13_200 ? "msg_blocks_too_long" : null;
  }

  /** Every text below a node. */
  private static void collect(JsonNode node, List<String> words) {
    if (node.path("text").isTextual()) {
      words.add(node.path("text").asText());
    }
    node.forEach(child -> collect(child, words));
  }

  private static boolean isValid(JsonNode block) {
    return switch (block.path("type").asText()) {
      case "header" -> isText(block.path("text"), 150);
      case "section" ->
          block.has("fields")
              ? block.path("fields").size() <= 10 && all(block.path("fields"), 2_000)
              : isText(block.path("text"), 3_000);
      case "context" -> block.path("elements").size() <= 10 && all(block.path("elements"), 2_000);
      case "actions" -> block.path("elements").size() <= 25;
      default -> false;
    };
  }

  private static boolean all(JsonNode texts, int max) {
    for (JsonNode text : texts) {
      if (!isText(text, max)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(JsonNode text, int max) {
    String words = text.path("text").asText();
    return !words.isBlank() && words.length() <= max;
  }

  private static JsonNode error(String error) {
    return JsonNodeFactory.instance.objectNode().put("ok", false).put("error", error);
  }

  private interface Work {
    String run() throws IOException, Refusal;
  }

  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;

    Refusal(int status, String message) {
      super(message);
      this.status = status;
    }
  }
}
