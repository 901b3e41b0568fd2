package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Slack as notices see it, over a real socket: messages, files, incoming webhooks and the answers
 * to commands and presses, with their limits and their ways to say no.
 */
public final class FakeSlack extends FakeHttp {
  public static final String TOKEN = "xoxb-test-token";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Message> messages = new LinkedHashMap<>();
  private final List<JsonNode> requests = new ArrayList<>();
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

  public static FakeSlack start() {
    return new FakeSlack();
  }

  /** For {@code hub.notify.slack.base-url}. */
  @Override
  public String url() {
    return origin() + "/api";
  }

  /** For {@code hub.notify.slack.webhook-url}; its messages are in channel {@code webhook}. */
  public String webhookUrl() {
    return origin() + "/services/T0/B0/secret";
  }

  /** What a person sees now, oldest first. */
  public synchronized List<Message> messages() {
    return List.copyOf(messages.values());
  }

  /** The bodies of all requests, refused ones too. */
  public synchronized List<JsonNode> requests() {
    return List.copyOf(requests);
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
    poisons.put(word, new Answer(status, body, Map.of()));
    return this;
  }

  /** It is no poison any more. */
  public synchronized void heal(String word) {
    poisons.remove(word);
  }

  /** The webhook answers so from now on. */
  public synchronized FakeSlack revoke(int status, String word) {
    revoked = new Answer(status, word, Map.of());
    return this;
  }

  /** Somebody deletes a message. */
  public synchronized void delete(String ts) {
    messages.remove(ts);
  }

  /** How Slack says no. */
  public static final class Trick extends FakeHttp.Trick {
    private Trick() {
      super(null, true, Duration.ZERO);
    }

    /** With status 200, as Slack does. */
    public static FakeHttp.Trick error(String error) {
      return answer(200, "{\"ok\":false,\"error\":\"%s\"}".formatted(error));
    }

    public static FakeHttp.Trick tooMany(String retryAfter) {
      return answer(429, "{\"ok\":false,\"error\":\"ratelimited\"}", "Retry-After", retryAfter);
    }
  }

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

  @Override
  protected FakeHttp.@Nullable Trick trick(Request request) throws IOException {
    if (request.route().startsWith("/upload/")) {
      return null;
    }
    synchronized (this) {
      requests.add(body(request));
    }
    return super.trick(request);
  }

  @Override
  protected synchronized Answer work(Request request) throws IOException {
    String path = request.route();
    if (path.startsWith("/upload/")) {
      files.fill(path.substring("/upload/".length()), request.body());
      return new Answer(200, "", Map.of());
    }
    JsonNode body = body(request);
    Answer poisoned = poisoned(body);
    if (poisoned != null) {
      return poisoned;
    }
    if (!take(body.path("channel").asText("webhook"))) {
      limited.add(body);
      return new Answer(429, error("ratelimited").toString(), Map.of("Retry-After", "1"));
    }
    if (path.startsWith("/services/")) {
      return webhook(body);
    }
    return path.startsWith("/response/")
        ? respond(path, body)
        : Answer.json(200, call(request, path.substring("/api/".length()), body).toString());
  }

  private static JsonNode body(Request request) throws IOException {
    boolean form = request.header("Content-Type").startsWith("application/x-www-form-urlencoded");
    return form ? form(request.body()) : JSON.readTree(request.body());
  }

  private Answer webhook(JsonNode body) {
    if (revoked != null) {
      return revoked;
    }
    String error = FakeSlackBlocks.error(body);
    if (error != null) {
      return new Answer(400, error, Map.of());
    }
    add("webhook", body);
    return new Answer(200, "ok", Map.of());
  }

  private Answer respond(String path, JsonNode body) {
    Integer uses = responseUses.get(path);
    if (uses == null || uses == 5) {
      String error = uses == null ? "expired_url" : "used_url";
      return new Answer(404, error(error).toString(), Map.of());
    }
    responseUses.put(path, uses + 1);
    responses.add(body);
    if (body.path("response_type").asText().equals("in_channel")) {
      add("response", body);
    }
    return new Answer(200, "ok", Map.of());
  }

  private static JsonNode form(byte[] bytes) {
    ObjectNode form = JsonNodeFactory.instance.objectNode();
    for (String field : new String(bytes, StandardCharsets.UTF_8).split("&")) {
      String[] parts = field.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  private JsonNode call(Request request, String method, JsonNode body) throws IOException {
    if (!("Bearer " + TOKEN).equals(request.header("Authorization"))) {
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

  private String add(String channel, JsonNode body) {
    String ts = "1700000000.%06d".formatted(++count);
    messages.put(ts, new Message(channel, ts, body, 0));
    return ts;
  }

  private @Nullable Answer poisoned(JsonNode body) {
    String text = body.toString();
    return poisons.entrySet().stream()
        .filter(poison -> text.contains(poison.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private boolean take(String channel) {
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
}
