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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Bot API over a real socket: messages with their limits, their markup and their ways to say
 * no, and the updates that a bot asks for.
 */
public final class FakeTelegram extends FakeHttp {
  public static final String TOKEN = "4711:AAtest-token_with-35-characters-abcd";
  public static final String USERNAME = "hub_test_bot";
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Map<Long, Message> messages = new LinkedHashMap<>();
  private final List<Call> requests = new ArrayList<>();
  private final Deque<FakeHttp.Trick> pollTricks = new ArrayDeque<>();
  private final Map<String, Deque<Long>> posts = new HashMap<>();
  private final Map<String, Integer> refusals = new HashMap<>();
  private final Map<String, String> moved = new HashMap<>();
  private final Set<String> callbacks = new HashSet<>();
  private final FakeTelegramUpdates updates = new FakeTelegramUpdates();
  private int most = Integer.MAX_VALUE;
  private Duration window = Duration.ofSeconds(1);
  private long messageId = 100;

  public static FakeTelegram start() {
    return new FakeTelegram();
  }

  /** What people see now, oldest first. */
  public synchronized List<Message> messages() {
    return List.copyOf(messages.values());
  }

  /** All requests but polls, refused ones too. */
  public synchronized List<Call> requests() {
    return List.copyOf(requests);
  }

  /** The offsets of all polls; 0 for a poll without one. */
  public List<Long> polls() {
    return updates.asked();
  }

  /** Updates that were not confirmed. */
  public int pending() {
    return updates.pending();
  }

  /** How often a chat was refused for its pace. */
  public synchronized Map<String, Integer> refusals() {
    return Map.copyOf(refusals);
  }

  public synchronized void nextPolls(FakeHttp.Trick... more) {
    pollTricks.addAll(List.of(more));
  }

  /** More messages to a chat within this time are answered 429. */
  public synchronized FakeTelegram limit(int most, Duration window) {
    this.most = most;
    this.window = window;
    return this;
  }

  /** A group became a supergroup. */
  public synchronized void move(String chat, String to) {
    moved.put(chat, to);
  }

  public synchronized void delete(long message) {
    messages.remove(message);
  }

  /** A person writes to the bot alone. Returns the id of the message. */
  public long say(long person, String text) {
    long id;
    synchronized (this) {
      id = ++messageId;
    }
    update("message", message(person, person, id, text));
    return id;
  }

  /** The JSON of a message as Telegram makes it. */
  public static ObjectNode message(long chat, long person, long id, String text) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("message_id", id).put("date", 1_790_000_000).put("text", text);
    message
        .putObject("from")
        .put("id", person)
        .put("is_bot", false)
        .put("first_name", "Ada")
        .put("username", "ada");
    message.putObject("chat").put("id", chat).put("type", chat > 0 ? "private" : "supergroup");
    if (text.startsWith("/")) {
      message
          .putArray("entities")
          .addObject()
          .put("offset", 0)
          .put("length", text.split(" ")[0].length())
          .put("type", "bot_command");
    }
    return message;
  }

  /** Somebody presses a button; the update as Telegram tells it. */
  public synchronized ObjectNode press(Message message, long person, String data) {
    String id = "38295" + ++messageId;
    callbacks.add(id);
    ObjectNode query = JsonNodeFactory.instance.objectNode();
    query.put("id", id).put("chat_instance", "-31").put("data", data);
    query.putObject("from").put("id", person).put("is_bot", false).put("first_name", "Ada");
    query.set("message", message(Long.parseLong(message.chat()), 4711, message.id(), "shown"));
    ((ObjectNode) query.path("message").path("from")).put("is_bot", true).put("username", USERNAME);
    return query;
  }

  /** Something happens that the bot is told of. */
  public ObjectNode update(String kind, JsonNode content) {
    return updates.add(kind, content);
  }

  /** How Telegram says no. */
  public static final class Trick extends FakeHttp.Trick {
    private Trick() {
      super(null, true, Duration.ZERO);
    }

    public static FakeHttp.Trick error(int code, String description) {
      return answer(
          code,
          "{\"ok\":false,\"error_code\":%d,\"description\":\"%s\"}".formatted(code, description));
    }

    public static FakeHttp.Trick tooMany(String parameters, @Nullable String retryAfter) {
      String body =
          "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry later\"%s}"
              .formatted(parameters);
      return retryAfter == null ? answer(429, body) : answer(429, body, "Retry-After", retryAfter);
    }
  }

  /** A method that was called. */
  public record Call(String method, JsonNode body) {
    static Call of(Request request) throws IOException {
      String path = request.route();
      String type = request.header("Content-Type");
      return new Call(
          path.substring(path.lastIndexOf('/') + 1),
          type.startsWith("multipart/")
              ? FakeTelegramForm.parts(type, request.body())
              : JSON.readTree(request.body()));
    }
  }

  /**
   * @param text what is seen
   * @param body as it was asked for
   * @param file the content of a document; null for a text
   * @param edits how often it was edited
   */
  public record Message(
      String chat, long id, String text, JsonNode body, @Nullable String file, int edits) {
    /** All buttons, in reading order. */
    public List<JsonNode> buttons() {
      List<JsonNode> buttons = new ArrayList<>();
      body.path("reply_markup").path("inline_keyboard").forEach(row -> row.forEach(buttons::add));
      return buttons;
    }

    public String html() {
      return body.path("text").asText();
    }
  }

  @Override
  protected synchronized FakeHttp.@Nullable Trick trick(Request request) throws IOException {
    Call call = Call.of(request);
    if (call.method().equals("getUpdates")) {
      updates.ask(call.body().path("offset").asLong());
      return pollTricks.poll();
    }
    if (call.method().equals("getMe")) {
      return null;
    }
    requests.add(call);
    return super.trick(request);
  }

  @Override
  protected Answer work(Request request) throws IOException, InterruptedException {
    Call call = Call.of(request);
    String path = request.route();
    String method = call.method();
    JsonNode body = call.body();
    try {
      if (!path.equals("/bot" + TOKEN + "/" + method)) {
        throw path.matches("/bot\\d+:[\\w-]{35,}/\\w+")
            ? new FakeTelegramRefusal(401, "Unauthorized")
            : new FakeTelegramRefusal(404, "Not Found");
      }
      ObjectNode answer = JsonNodeFactory.instance.objectNode().put("ok", true);
      switch (method) {
        case "getUpdates" -> answer.set("result", updates.poll(body));
        case "setWebhook" ->
            answer.put("result", updates.push(!body.path("url").asText().isEmpty()));
        case "deleteWebhook" -> answer.put("result", updates.push(false));
        default -> answer.set("result", call(method, body));
      }
      return Answer.json(200, answer.toString());
    } catch (FakeTelegramRefusal e) {
      return e.answer();
    }
  }

  private synchronized JsonNode call(String method, JsonNode body) throws FakeTelegramRefusal {
    return switch (method) {
      case "getMe" ->
          JsonNodeFactory.instance
              .objectNode()
              .put("id", 4711)
              .put("is_bot", true)
              .put("username", USERNAME);
      case "answerCallbackQuery" -> answered(body);
      case "sendMessage", "sendDocument" -> sent(body);
      case "editMessageText" -> edited(body);
      case "deleteMessage" -> deleted(body);
      default -> throw new FakeTelegramRefusal(404, "Not Found: method not found");
    };
  }

  private JsonNode answered(JsonNode body) throws FakeTelegramRefusal {
    if (body.path("text").asText().length() > 200) {
      throw new FakeTelegramRefusal(400, "Bad Request: MESSAGE_TOO_LONG");
    }
    if (!callbacks.remove(body.path("callback_query_id").asText())) {
      throw new FakeTelegramRefusal(
          400, "Bad Request: query is too old and response timeout expired or query ID is invalid");
    }
    return JsonNodeFactory.instance.booleanNode(true);
  }

  private JsonNode sent(JsonNode body) throws FakeTelegramRefusal {
    String chat = chat(body);
    String text =
        body.has("document") ? body.path("caption").asText("") : FakeTelegramHtml.text(body);
    if (body.has("message_thread_id") && !chat.startsWith("-100")) {
      throw new FakeTelegramRefusal(400, "Bad Request: message thread not found");
    }
    JsonNode answers = body.path("reply_parameters");
    if (!answers.isMissingNode()
        && !answers.path("allow_sending_without_reply").asBoolean()
        && !messages.containsKey(answers.path("message_id").asLong())) {
      throw new FakeTelegramRefusal(400, "Bad Request: message to be replied not found");
    }
    take(chat);
    long id = ++messageId;
    messages.put(id, new Message(chat, id, text, body, body.path("document").asText(null), 0));
    return JsonNodeFactory.instance.objectNode().put("message_id", id);
  }

  private JsonNode edited(JsonNode body) throws FakeTelegramRefusal {
    String chat = chat(body);
    Message old = messages.get(body.path("message_id").asLong());
    if (old == null || !old.chat().equals(chat)) {
      throw new FakeTelegramRefusal(400, "Bad Request: message to edit not found");
    }
    if (old.file() != null) {
      throw new FakeTelegramRefusal(400, "Bad Request: there is no text in the message to edit");
    }
    String text = FakeTelegramHtml.text(body);
    if (text.equals(old.text())
        && body.path("reply_markup").equals(old.body().path("reply_markup"))) {
      throw new FakeTelegramRefusal(
          400,
          "Bad Request: message is not modified: specified new message content and reply markup are exactly the same");
    }
    take(chat);
    messages.put(old.id(), new Message(chat, old.id(), text, body, null, old.edits() + 1));
    return JsonNodeFactory.instance.objectNode().put("message_id", old.id());
  }

  private JsonNode deleted(JsonNode body) throws FakeTelegramRefusal {
    if (messages.remove(body.path("message_id").asLong()) == null) {
      throw new FakeTelegramRefusal(400, "Bad Request: message to delete not found");
    }
    return JsonNodeFactory.instance.booleanNode(true);
  }

  private String chat(JsonNode body) throws FakeTelegramRefusal {
    String chat = body.path("chat_id").asText();
    if (moved.containsKey(chat)) {
      throw new FakeTelegramRefusal(
          400,
          "Bad Request: group chat was upgraded to a supergroup chat",
          ",\"parameters\":{\"migrate_to_chat_id\":%s}".formatted(moved.get(chat)));
    }
    if (chat.endsWith("404")) {
      throw new FakeTelegramRefusal(400, "Bad Request: chat not found");
    }
    if (chat.endsWith("403")) {
      throw new FakeTelegramRefusal(403, "Forbidden: bot was blocked by the user");
    }
    return chat;
  }

  private void take(String chat) throws FakeTelegramRefusal {
    long now = System.nanoTime();
    Deque<Long> recent = posts.computeIfAbsent(chat, name -> new ArrayDeque<>());
    while (!recent.isEmpty() && now - recent.peek() > window.toNanos()) {
      recent.poll();
    }
    if (recent.size() >= most) {
      refusals.merge(chat, 1, Integer::sum);
      throw new FakeTelegramRefusal(
          429, "Too Many Requests: retry after 1", ",\"parameters\":{\"retry_after\":1}");
    }
    recent.add(now);
  }
}
