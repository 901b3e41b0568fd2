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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Discord as notices see it, over a real socket: messages of a bot, of a webhook and of
 * interactions, with their limits and their ways to say no.
 */
public final class FakeDiscord implements AutoCloseable {
  public static final String TOKEN = "test.bot.token";
  public static final String CHANNEL = "500100";
  public static final String APPLICATION = "4200";

  /** Nobody knows it, and the bot may not see it. */
  public static final String UNKNOWN_CHANNEL = "404404";

  public static final String FORBIDDEN_CHANNEL = "403403";
  private static final String WEBHOOK = "700100";
  private static final String WEBHOOK_TOKEN = "webhook-secret";
  private static final int LOADING = 1 << 7;
  private static final int EPHEMERAL = 1 << 6;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PATH =
      Pattern.compile("/api/(?:channels/(\\d+)|webhooks/(\\d+)/([^/]+))(/messages)?(?:/([^/]+))?");

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Map<String, Message> messages = new LinkedHashMap<>();
  private final Map<String, String> nonces = new HashMap<>();
  private final Map<String, String> interactions = new HashMap<>();
  private final List<JsonNode> requests = new ArrayList<>();
  private final Deque<Trick> tricks = new ArrayDeque<>();
  private final Map<String, Deque<Long>> posts = new HashMap<>();
  private int limit = Integer.MAX_VALUE;
  private Duration window = Duration.ofSeconds(2);
  private int refusedForPace;
  private long count = 900_000;

  private FakeDiscord(HttpServer server) {
    this.server = server;
  }

  public static FakeDiscord start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      FakeDiscord discord = new FakeDiscord(server);
      server.setExecutor(discord.workers);
      server.createContext("/api/", discord::handle);
      server.start();
      return discord;
    } catch (IOException e) {
      throw new IllegalStateException("No fake Discord", e);
    }
  }

  /** For {@code hub.notify.discord.base-url}. */
  public String url() {
    return "http://127.0.0.1:%d/api".formatted(server.getAddress().getPort());
  }

  /** For {@code hub.notify.discord.webhook-url}; it belongs to {@link #CHANNEL}. */
  public String webhookUrl() {
    return "%s/webhooks/%s/%s".formatted(url(), WEBHOOK, WEBHOOK_TOKEN);
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
  public synchronized FakeDiscord next(Trick... more) {
    tricks.addAll(List.of(more));
    return this;
  }

  /** More in a window to one destination are answered 429; Discord's own is 5 in 2 s. */
  public synchronized FakeDiscord limit(int limit, Duration window) {
    this.limit = limit;
    this.window = window;
    return this;
  }

  public synchronized int refusedForPace() {
    return refusedForPace;
  }

  /** Somebody deletes a message. */
  public synchronized void delete(String id) {
    messages.remove(id);
  }

  /** Somebody gave a command and it was answered as deferred: the channel shows "thinking…". */
  public synchronized void thinking(String token, String channel) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("flags", LOADING);
    interactions.put(token, add(channel, body, Map.of()));
  }

  /** Somebody pressed a button of a message, answered as a deferred update. */
  public synchronized void pressed(String token, String message) {
    interactions.put(token, message);
  }

  /** 15 minutes went by. */
  public synchronized void expire(String token) {
    interactions.remove(token);
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
      return () -> new Answer(status, body, Map.of(), false);
    }

    /** As Discord says no. */
    static Trick error(int status, int code, String message) {
      return answer(status, "{\"message\":\"%s\",\"code\":%d}".formatted(message, code));
    }

    /** Works, and answers with this. */
    static Trick saying(String body) {
      return () -> new Answer(200, body, Map.of(), true);
    }

    static Trick tooMany(String seconds, boolean global) {
      String body =
          "{\"message\":\"You are being rate limited.\",\"retry_after\":%s,\"global\":%s}"
              .formatted(seconds, global);
      String scope = global ? "global" : "user";
      return () -> new Answer(429, body, Map.of("X-RateLimit-Scope", scope), false);
    }

    /** Cloudflare's ban: no JSON, only the header. */
    static Trick banned(String retryAfter) {
      return () -> new Answer(429, "<html>1015</html>", Map.of("Retry-After", retryAfter), false);
    }

    /** Does the work, then closes without an answer. */
    static Trick silent() {
      return () -> new Answer(0, "", Map.of(), true);
    }

    /** Closes without the work and without an answer. */
    static Trick hangUp() {
      return () -> new Answer(0, "", Map.of(), false);
    }
  }

  /**
   * @param works whether the request is carried out before this answer
   */
  public record Answer(int status, String body, Map<String, String> headers, boolean works) {}

  /**
   * @param edits how often it was changed
   */
  public record Message(
      String channel, String id, JsonNode body, int edits, Map<String, String> files) {
    /** All words that it shows, a line each. */
    public String words() {
      List<String> words = new ArrayList<>();
      words.add(body.path("content").asText());
      for (JsonNode embed : body.path("embeds")) {
        words.add(embed.path("title").asText());
        words.add(embed.path("description").asText());
        for (JsonNode field : embed.path("fields")) {
          words.add(field.path("name").asText() + ": " + field.path("value").asText());
        }
        words.add(embed.path("footer").path("text").asText());
      }
      words.removeIf(String::isEmpty);
      return String.join("\n", words);
    }

    public List<JsonNode> buttons() {
      List<JsonNode> buttons = new ArrayList<>();
      body.path("components").forEach(row -> row.path("components").forEach(buttons::add));
      return buttons;
    }

    public boolean isThinking() {
      return (body.path("flags").asInt() & LOADING) != 0;
    }

    /** Only the person who pressed sees it. */
    public boolean isPrivate() {
      return (body.path("flags").asInt() & EPHEMERAL) != 0;
    }

    public @Nullable String answers() {
      return body.path("message_reference").path("message_id").asText(null);
    }
  }

  /** A request as it came. */
  private record Request(
      String method,
      @Nullable String channel,
      @Nullable String webhook,
      @Nullable String token,
      boolean waits,
      @Nullable String message,
      JsonNode body,
      Map<String, String> files) {
    String lane() {
      return channel != null ? channel : webhook + "/" + token;
    }
  }

  private void handle(HttpExchange http) throws IOException {
    Answer answer;
    try {
      answer = answer(http);
    } catch (InterruptedException e) {
      answer = new Answer(0, "", Map.of(), false);
    }
    if (answer.status() > 0) {
      answer.headers().forEach(http.getResponseHeaders()::set);
      http.getResponseHeaders().set("Content-Type", "application/json");
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      http.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        http.getResponseBody().write(bytes);
      }
    }
    http.close();
  }

  private Answer answer(HttpExchange http) throws IOException, InterruptedException {
    FakeForm form = FakeForm.read(http);
    Matcher path = PATH.matcher(http.getRequestURI().getPath());
    if (!path.matches()) {
      return error(404, 0, "404: Not Found");
    }
    Request request =
        new Request(
            http.getRequestMethod(),
            path.group(1),
            path.group(2),
            path.group(3),
            String.valueOf(http.getRequestURI().getQuery()).contains("wait=true"),
            path.group(5),
            form.json(),
            form.files());
    Trick trick;
    synchronized (this) {
      requests.add(request.body());
      trick = tricks.poll();
    }
    Answer played = trick == null ? null : trick.play();
    if (played != null && !played.works()) {
      return played;
    }
    String agent = String.valueOf(http.getRequestHeaders().getFirst("User-Agent"));
    if (!agent.matches("DiscordBot \\(https?://\\S+, \\S+\\).*")) {
      return new Answer(403, "<html>error code: 1010</html>", Map.of(), false);
    }
    Answer real = perform(request, http.getRequestHeaders().getFirst("Authorization"));
    return played == null ? real : played;
  }

  private synchronized Answer perform(Request request, @Nullable String login) {
    Map<String, String> headers = new HashMap<>();
    Duration wait = take(request.lane(), headers);
    if (wait != null) {
      refusedForPace++;
      double seconds = wait.toMillis() / 1000.0;
      headers.put("Retry-After", String.valueOf(wait.toSeconds() + 1));
      headers.put("X-RateLimit-Scope", "user");
      String body =
          "{\"message\":\"You are being rate limited.\",\"retry_after\":%s,\"global\":false}";
      return new Answer(429, body.formatted(seconds), headers, false);
    }
    Answer refused =
        request.channel() != null ? refusal(request.channel(), login) : refusal(request);
    Answer answer = refused == null ? work(request) : refused;
    return new Answer(answer.status(), answer.body(), headers, true);
  }

  private static @Nullable Answer refusal(String channel, @Nullable String login) {
    if (!("Bot " + TOKEN).equals(login)) {
      return error(401, 0, "401: Unauthorized");
    }
    if (channel.equals(UNKNOWN_CHANNEL)) {
      return error(404, 10003, "Unknown Channel");
    }
    return channel.equals(FORBIDDEN_CHANNEL) ? error(403, 50001, "Missing Access") : null;
  }

  private @Nullable Answer refusal(Request request) {
    if (APPLICATION.equals(request.webhook())) {
      return interactions.containsKey(request.token())
          ? null
          : error(401, 50027, "Invalid Webhook Token");
    }
    if (!WEBHOOK.equals(request.webhook())) {
      return error(404, 10015, "Unknown Webhook");
    }
    if (!WEBHOOK_TOKEN.equals(request.token())) {
      return error(401, 50027, "Invalid Webhook Token");
    }
    return request.body().has("components")
        ? error(400, 50035, "components: an application must own the webhook")
        : null;
  }

  private Answer work(Request request) {
    String original = interactions.get(request.token());
    String id = "@original".equals(request.message()) ? original : request.message();
    if (!request.method().equals("POST") && !messages.containsKey(id)) {
      return error(404, 10008, "Unknown Message");
    }
    if (request.method().equals("DELETE")) {
      messages.remove(id);
      return new Answer(204, "", Map.of(), true);
    }
    int files = request.files().size();
    String wrong = DiscordLimits.wrong(request.body(), files);
    if (wrong != null) {
      return error(400, 50035, "Invalid Form Body: " + wrong.replace('"', '\''));
    }
    if (DiscordLimits.isEmpty(request.body(), files)) {
      return error(400, 50006, "Cannot send an empty message");
    }
    if (request.method().equals("PATCH")) {
      messages.compute(
          id,
          (i, old) ->
              new Message(old.channel(), i, request.body(), old.edits() + 1, request.files()));
      return message(id);
    }
    String nonce = request.body().path("nonce").asText();
    if (request.body().path("enforce_nonce").asBoolean() && nonces.containsKey(nonce)) {
      return message(nonces.get(nonce));
    }
    if (nonce.length() > 25) {
      return error(400, 50035, "Invalid Form Body: nonce");
    }
    String channel = request.channel();
    if (channel == null) {
      channel = original == null ? CHANNEL : messages.get(original).channel();
    }
    id = add(channel, request.body(), request.files());
    if (!nonce.isEmpty()) {
      nonces.put(nonce, id);
    }
    boolean told = request.channel() != null || request.waits() || original != null;
    return told ? message(id) : new Answer(204, "", Map.of(), true);
  }

  private String add(String channel, JsonNode body, Map<String, String> files) {
    String id = String.valueOf(++count);
    messages.put(id, new Message(channel, id, body, 0, files));
    return id;
  }

  private Answer message(String id) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id).put("channel_id", messages.get(id).channel());
    return new Answer(200, json.toString(), Map.of(), true);
  }

  /** A window begins with its first request; null when there is room. */
  private @Nullable Duration take(String lane, Map<String, String> headers) {
    long now = System.nanoTime();
    Deque<Long> recent = posts.computeIfAbsent(lane, name -> new ArrayDeque<>());
    if (!recent.isEmpty() && now - recent.peek() >= window.toNanos()) {
      recent.clear();
    }
    boolean room = recent.size() < limit;
    if (room) {
      recent.add(now);
    }
    Duration left = window.minusNanos(now - recent.peek());
    headers.put("X-RateLimit-Bucket", "bucket");
    headers.put("X-RateLimit-Limit", String.valueOf(limit));
    headers.put("X-RateLimit-Remaining", String.valueOf(limit - recent.size()));
    headers.put("X-RateLimit-Reset-After", String.valueOf(left.toMillis() / 1000.0 + 0.001));
    return room ? null : left;
  }

  private static Answer error(int status, int code, String message) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("message", message).put("code", code);
    return new Answer(status, json.toString(), Map.of(), false);
  }

  static JsonNode json(byte[] bytes) throws IOException {
    return bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(bytes);
  }
}
