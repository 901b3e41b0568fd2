package com.millyweb.hub.service.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.telegram.TelegramMessage;
import org.apache.camel.component.telegram.TelegramService;
import org.apache.camel.component.telegram.model.IncomingMessage;
import org.apache.camel.component.telegram.model.Update;
import org.apache.camel.component.telegram.model.UpdateResult;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://core.telegram.org/bots/api#getupdates">getUpdates</a> through the hub's own
 * client. camel-telegram's has the token in its errors, and its model has neither threads nor the
 * message that one answers.
 */
final class TelegramUpdates implements TelegramService, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Beyond the time that Telegram holds the answer back. */
  private static final Duration SLACK = Duration.ofSeconds(15);

  /** 100 updates of long messages that answer long messages. */
  private static final int MAX_ANSWER = 32 << 20;

  private static final List<String> KINDS =
      List.of(
          "message",
          "edited_message",
          "channel_post",
          "edited_channel_post",
          "callback_query",
          "my_chat_member");

  private final TelegramBot bot;
  private final OutgoingHttp outgoing;
  private final Duration hold;
  private @Nullable OutgoingHttp http;

  /**
   * @param hold how long Telegram may hold an answer back
   */
  TelegramUpdates(TelegramBot bot, OutgoingHttp outgoing, Duration hold) {
    this.bot = bot;
    this.outgoing = outgoing;
    this.hold = hold;
  }

  /** One update as it came. */
  static final class Raw extends Update {
    private static final long serialVersionUID = 1;

    Raw(long id, byte[] json) {
      setUpdateId(id);
      setMessage(new Whole(id, json));
    }
  }

  synchronized void open() {
    http = outgoing.trusting(List.of(bot.baseUrl()), hold.plus(SLACK), MAX_ANSWER);
  }

  /** Ends a request that waits. */
  @Override
  public synchronized void close() throws IOException {
    if (http != null) {
      http.close();
    }
  }

  /** Asking for an offset confirms all updates before it: Telegram forgets them. */
  @Override
  public UpdateResult getUpdates(
      @Nullable Long offset, @Nullable Integer limit, @Nullable Integer seconds) {
    if (!bot.isNamed()) {
      bot.learn(call("getMe", Map.of()));
    }
    Map<String, Object> asked = new LinkedHashMap<>();
    if (offset != null) {
      asked.put("offset", offset);
    }
    asked.put("limit", limit);
    asked.put("timeout", hold.toSeconds());
    asked.put("allowed_updates", KINDS);
    List<Update> updates = new ArrayList<>();
    for (JsonNode update : call("getUpdates", asked)) {
      updates.add(new Raw(update.path("update_id").asLong(), bytes(update)));
    }
    UpdateResult result = new UpdateResult();
    result.setOk(true);
    result.setUpdates(updates);
    return result;
  }

  private JsonNode call(String method, Map<String, Object> asked) {
    OutgoingHttp client;
    synchronized (this) {
      client = http;
    }
    if (client == null) {
      throw new IllegalStateException("The poll is not started");
    }
    Answer answer;
    try {
      answer = client.send("POST", bot.method(method), "application/json", bytes(asked), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(method + ": " + e.getMessage(), e);
    }
    if (answer.status() / 100 == 2 && !answer.whole()) {
      throw new UncheckedIOException(
          method + ": the answer ended before its end", new IOException("cut answer"));
    }
    JsonNode json = read(method, answer);
    if (answer.status() / 100 == 2 && json.path("ok").asBoolean()) {
      return json.path("result");
    }
    throw new TelegramRefusal(
        method,
        answer.status(),
        json.path("description").asText(""),
        json.path("parameters").path("retry_after").asLong(0));
  }

  private static JsonNode read(String method, Answer answer) {
    try {
      JsonNode json = JSON.readTree(answer.body());
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (IOException e) {
      // said below; a proxy in between answers with something else
    }
    throw new TelegramRefusal(method, answer.status(), "the answer is no JSON object", 0);
  }

  private static byte[] bytes(Object json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON can not be written", e);
    }
  }

  @Override
  public void sendMessage(Exchange exchange, AsyncCallback callback, TelegramMessage message) {
    throw new UnsupportedOperationException("Notices go to Telegram: to: notify:<channel>");
  }

  @Override
  public boolean setWebhook(String url) {
    throw new UnsupportedOperationException("The operator sets webhooks");
  }

  @Override
  public boolean removeWebhook() {
    throw new UnsupportedOperationException("The operator sets webhooks");
  }

  /** What camel-telegram takes for a message, which it hands to the route. */
  static final class Whole extends IncomingMessage {
    private static final long serialVersionUID = 1;
    private final long id;
    private final byte[] json;

    Whole(long id, byte[] json) {
      this.id = id;
      this.json = json;
    }

    long id() {
      return id;
    }

    byte[] json() {
      return json;
    }
  }
}
