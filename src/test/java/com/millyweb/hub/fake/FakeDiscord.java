package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Discord as notices see it, over a real socket: messages of a bot, of a webhook and of
 * interactions, with their limits and their ways to say no.
 */
public final class FakeDiscord extends FakeHttp {
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

  private final Map<String, Message> messages = new LinkedHashMap<>();
  private final Map<String, String> nonces = new HashMap<>();
  private final Map<String, String> interactions = new HashMap<>();
  private final List<JsonNode> requests = new ArrayList<>();
  private final Map<String, Deque<Long>> posts = new HashMap<>();
  private int limit = Integer.MAX_VALUE;
  private Duration window = Duration.ofSeconds(2);
  private int refusedForPace;
  private long count = 900_000;

  public static FakeDiscord start() {
    return new FakeDiscord();
  }

  /** For {@code hub.notify.discord.base-url}. */
  @Override
  public String url() {
    return origin() + "/api";
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

  /** How Discord says no. */
  public static final class Trick extends FakeHttp.Trick {
    private Trick() {
      super(null, true, Duration.ZERO);
    }

    public static FakeHttp.Trick error(int status, int code, String message) {
      return answer(status, "{\"message\":\"%s\",\"code\":%d}".formatted(message, code));
    }

    public static FakeHttp.Trick tooMany(String seconds, boolean global) {
      String body =
          "{\"message\":\"You are being rate limited.\",\"retry_after\":%s,\"global\":%s}"
              .formatted(seconds, global);
      return answer(429, body, "X-RateLimit-Scope", global ? "global" : "user");
    }

    /** Cloudflare's ban: no JSON, only the header. */
    public static FakeHttp.Trick banned(String retryAfter) {
      return answer(429, "<html>1015</html>", "Retry-After", retryAfter);
    }
  }

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
  private record Call(
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

  @Override
  protected synchronized FakeHttp.@Nullable Trick trick(Request request) throws IOException {
    if (!PATH.matcher(request.route()).matches()) {
      return null;
    }
    requests.add(FakeForm.read(request).json());
    return super.trick(request);
  }

  @Override
  protected Answer work(Request request) throws IOException {
    Matcher path = PATH.matcher(request.route());
    if (!path.matches()) {
      return error(404, 0, "404: Not Found");
    }
    if (!request.header("User-Agent").matches("DiscordBot \\(https?://\\S+, \\S+\\).*")) {
      return new Answer(403, "<html>error code: 1010</html>", Map.of());
    }
    FakeForm form = FakeForm.read(request);
    Call call =
        new Call(
            request.method(),
            path.group(1),
            path.group(2),
            path.group(3),
            request.query().contains("wait=true"),
            path.group(5),
            form.json(),
            form.files());
    return perform(call, request.header("Authorization"));
  }

  private synchronized Answer perform(Call request, String login) {
    Map<String, String> headers = new HashMap<>();
    Duration wait = take(request.lane(), headers);
    if (wait != null) {
      refusedForPace++;
      double seconds = wait.toMillis() / 1000.0;
      headers.put("Retry-After", String.valueOf(wait.toSeconds() + 1));
      headers.put("X-RateLimit-Scope", "user");
      String body =
          "{\"message\":\"You are being rate limited.\",\"retry_after\":%s,\"global\":false}";
      return new Answer(429, body.formatted(seconds), headers);
    }
    Answer refused =
        request.channel() != null ? refusal(request.channel(), login) : refusal(request);
    Answer answer = refused == null ? perform(request) : refused;
    headers.put("Content-Type", "application/json");
    return new Answer(answer.status(), answer.body(), headers);
  }

  private static @Nullable Answer refusal(String channel, String login) {
    if (!("Bot " + TOKEN).equals(login)) {
      return error(401, 0, "401: Unauthorized");
    }
    if (channel.equals(UNKNOWN_CHANNEL)) {
      return error(404, 10003, "Unknown Channel");
    }
    return channel.equals(FORBIDDEN_CHANNEL) ? error(403, 50001, "Missing Access") : null;
  }

  private @Nullable Answer refusal(Call request) {
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

  private Answer perform(Call request) {
    String original = interactions.get(request.token());
    String id = "@original".equals(request.message()) ? original : request.message();
    if (!request.method().equals("POST") && !messages.containsKey(id)) {
      return error(404, 10008, "Unknown Message");
    }
    if (request.method().equals("DELETE")) {
      messages.remove(id);
      return new Answer(204, "", Map.of());
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
    return told ? message(id) : new Answer(204, "", Map.of());
  }

  private String add(String channel, JsonNode body, Map<String, String> files) {
    String id = String.valueOf(++count);
    messages.put(id, new Message(channel, id, body, 0, files));
    return id;
  }

  private Answer message(String id) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id).put("channel_id", messages.get(id).channel());
    return new Answer(200, json.toString(), Map.of());
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
    return new Answer(status, json.toString(), Map.of());
  }

  static JsonNode json(byte[] bytes) throws IOException {
    return bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(bytes);
  }
}
