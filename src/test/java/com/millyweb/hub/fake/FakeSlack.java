package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Slack as notices see it, over a real socket: messages, files, incoming webhooks and the answers
 * to commands and presses, with their limits and their ways to say no.
 */
public final class FakeSlack implements AutoCloseable {
  public static final String TOKEN = "xoxb-test-token";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Map<String, Message> messages = new LinkedHashMap<>();
  private final List<JsonNode> requests = new ArrayList<>();
  private final Deque<Trick> tricks = new ArrayDeque<>();
  private final Map<String, Bucket> buckets = new HashMap<>();
  private final List<JsonNode> limited = new ArrayList<>();
  private final List<JsonNode> responses = new ArrayList<>();
  private final Map<String, Integer> responseUses = new HashMap<>();
  private final FakeSlackFiles files = new FakeSlackFiles();
  private final Set<String> strange = new HashSet<>();
  private final Map<String, Answer> poisons = new HashMap<>();
  private double perSecond = Double.MAX_VALUE;
  private int burst = 1;
  private @Nullable Answer revoked;
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
      server.createContext("/response/", slack::response);
      server.createContext("/upload/", slack::upload);
      server.start();
      return slack;
    } catch (IOException e) {
      throw new IllegalStateException("No fake Slack", e);
    }
  }

  /** For {@code hub.notify.slack.base-url}. */
  public String url() {
    return origin() + "/api";
  }

  /** For {@code hub.notify.slack.webhook-url}; its messages are in channel {@code webhook}. */
  public String webhookUrl() {
    return origin() + "/services/T0/B0/secret";
  }

  private String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
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

  /** One channel gets so many messages a second, and a few at once; more are answered 429. */
  public synchronized FakeSlack limit(double perSecond, int burst) {
    this.perSecond = perSecond;
    this.burst = burst;
    return this;
  }

  /** What was answered 429 for the limit's sake. */
  public synchronized List<JsonNode> limited() {
    return List.copyOf(limited);
  }

  /** A new place for answers to a command or a press: 5 of them. */
  public synchronized String responseUrl() {
    String path = "/response/" + responseUses.size();
    responseUses.put(path, 0);
    return origin() + path;
  }

  /** What came to the places for answers; those for all to see are messages too. */
  public synchronized List<JsonNode> responses() {
    return List.copyOf(responses);
  }

  /** Files that are shown in a channel. */
  public List<File> files() {
    return files.shown();
  }

  /** The bot has chat:write and nothing else. */
  public FakeSlack withoutFiles() {
    files.refuse();
    return this;
  }

  /** The bot is not in this channel. */
  public synchronized FakeSlack withoutBotIn(String channel) {
    strange.add(channel);
    return this;
  }

  /** What has this word in it is answered so, always. */
  public synchronized FakeSlack poison(String word, int status, String body) {
    poisons.put(word, new Answer(status, body, null, false));
    return this;
  }

  /** It is no poison any more. */
  public synchronized void heal(String word) {
    poisons.remove(word);
  }

  /** The webhook answers so from now on. */
  public synchronized FakeSlack revoke(int status, String word) {
    revoked = new Answer(status, word, null, false);
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

    /** Works, and answers late. */
    static Trick slow(Duration wait) {
      return () -> {
        new CountDownLatch(1).await(wait.toMillis(), TimeUnit.MILLISECONDS);
        return null;
      };
    }

    /** Works, and answers with this. */
    static Trick saying(String body) {
      return () -> new Answer(200, body, null, true);
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
   * @param channel null while it is not shown
   */
  public record File(
      String name, int length, String content, @Nullable String channel, @Nullable String thread) {}

  /**
   * @param edits how often it was updated
   */
  public record Message(String channel, String ts, JsonNode body, int edits) {
    /** All words of its blocks, a line each. */
    public String words() {
      List<String> words = new ArrayList<>();
      FakeSlackBlocks.collect(body.path("blocks"), words);
      return String.join("\n", words);
    }

    /** The values of its buttons. */
    public List<String> buttons() {
      return body.path("blocks").findValuesAsText("value");
    }

    public String text() {
      return body.path("text").asText();
    }

    public @Nullable String thread() {
      return body.path("thread_ts").asText(null);
    }
  }

  private void api(HttpExchange http) throws IOException {
    byte[] bytes = http.getRequestBody().readAllBytes();
    String type = http.getRequestHeaders().getFirst("Content-Type");
    JsonNode body = type.startsWith("application/json") ? JSON.readTree(bytes) : form(bytes);
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
              Answer no = revoked;
              if (no != null) {
                throw new Refusal(no.status(), no.body());
              }
              String error = FakeSlackBlocks.error(body);
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

  private void response(HttpExchange http) throws IOException {
    JsonNode body = JSON.readTree(http.getRequestBody().readAllBytes());
    if (!perform(http, body, () -> respond(http.getRequestURI().getPath(), body))) {
      http.close();
    }
  }

  private synchronized String respond(String path, JsonNode body) throws Refusal {
    Integer uses = responseUses.get(path);
    if (uses == null || uses == 5) {
      String error = uses == null ? "expired_url" : "used_url";
      throw new Refusal(404, error(error).toString());
    }
    responseUses.put(path, uses + 1);
    responses.add(body);
    if (body.path("response_type").asText().equals("in_channel")) {
      add("response", body);
    }
    return "ok";
  }

  private void upload(HttpExchange http) throws IOException {
    String id = http.getRequestURI().getPath().substring("/upload/".length());
    byte[] bytes = http.getRequestBody().readAllBytes();
    files.fill(id, bytes);
    http.sendResponseHeaders(200, -1);
    http.close();
  }

  private static JsonNode form(byte[] bytes) {
    ObjectNode form = JsonNodeFactory.instance.objectNode();
    for (String field : new String(bytes, StandardCharsets.UTF_8).split("&")) {
      String[] parts = field.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  private synchronized JsonNode call(HttpExchange http, String method, JsonNode body)
      throws IOException {
    String login = http.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer " + TOKEN).equals(login)) {
      return error("invalid_auth");
    }
    if (method.startsWith("files.")) {
      return files.call(method, body, origin());
    }
    String ts = body.path("ts").asText();
    String channel = body.path("channel").asText();
    if (channel.isEmpty() || channel.contains("missing")) {
      return error("channel_not_found");
    }
    if (strange.contains(channel)) {
      return error("not_in_channel");
    }
    if (!method.equals("chat.postMessage") && !messages.containsKey(ts)) {
      return error("message_not_found");
    }
    String wrong = method.equals("chat.delete") ? null : FakeSlackBlocks.error(body);
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
      answer = trick == null ? poisoned(body) : trick.play();
    } catch (InterruptedException e) {
      return false;
    }
    if (answer == null && !take(body.path("channel").asText("webhook"))) {
      answer = new Answer(429, "{\"ok\":false,\"error\":\"ratelimited\"}", "1", false);
      synchronized (this) {
        limited.add(body);
      }
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

  private synchronized @Nullable Answer poisoned(JsonNode body) {
    String text = body.toString();
    return poisons.entrySet().stream()
        .filter(poison -> text.contains(poison.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private synchronized @Nullable Trick trick() {
    return tricks.poll();
  }

  private synchronized boolean take(String channel) {
    return buckets.computeIfAbsent(channel, name -> new Bucket()).take();
  }

  private final class Bucket {
    private double tokens = burst;
    private long at = System.nanoTime();

    boolean take() {
      long now = System.nanoTime();
      tokens = Math.min(burst, tokens + (now - at) / 1e9 * perSecond);
      at = now;
      if (tokens < 1) {
        return false;
      }
      tokens -= 1;
      return true;
    }
  }

  static JsonNode error(String error) {
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
