package com.millyweb.hub.service.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.telegram.TelegramMessage;
import org.apache.camel.component.telegram.TelegramService;
import org.apache.camel.component.telegram.model.IncomingMessage;
import org.apache.camel.component.telegram.model.Update;
import org.apache.camel.component.telegram.model.UpdateResult;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://core.telegram.org/bots/api#getupdates">getUpdates</a> for camel-telegram's
 * consumer, through the hub's own client, because camel-telegram's shows the token in its errors.
 *
 * <p>Camel's consumer keeps the offset, and hands on to the route what it takes for a message. Its
 * model of one knows neither topics nor the message that is answered, so the hub cannot use it. The
 * route gets the whole update instead, as JSON, in the place where Camel has the message's text;
 * the message's id is the update's ({@link #id}, {@link #json}). Nothing else of the model is used.
 */
final class TelegramUpdates implements TelegramService, AutoCloseable {
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
  private final HttpStatusPolicy policy;
  private final Duration hold;
  private @Nullable OutgoingHttp http;

  /**
   * @param hold how long Telegram may hold an answer back
   */
  TelegramUpdates(TelegramBot bot, OutgoingHttp outgoing, HttpStatusPolicy policy, Duration hold) {
    this.bot = bot;
    this.outgoing = outgoing;
    this.policy = policy;
    this.hold = hold;
  }

  /** The update's number, of the message that Camel hands to the route. */
  static long id(IncomingMessage carrier) {
    return carrier.getMessageId();
  }

  /** The update as Telegram sent it. */
  static String json(IncomingMessage carrier) {
    return carrier.getText();
  }

  private static Update carried(JsonNode update) {
    IncomingMessage carrier = new IncomingMessage();
    carrier.setMessageId(update.path("update_id").asLong());
    carrier.setText(update.toString());
    Update carried = new Update();
    carried.setUpdateId(update.path("update_id").asLong());
    carried.setMessage(carrier);
    return carried;
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
    var asked = new TelegramRequest.Updates(offset, limit, hold.toSeconds(), KINDS);
    List<Update> updates = new ArrayList<>();
    try {
      if (!bot.isNamed()) {
        bot.learn(api().ask(bot.token(), "getMe", new TelegramRequest.Me()));
      }
      for (JsonNode update : api().ask(bot.token(), "getUpdates", asked)) {
        updates.add(carried(update));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
    UpdateResult result = new UpdateResult();
    result.setOk(true);
    result.setUpdates(updates);
    return result;
  }

  private synchronized TelegramApi api() {
    if (http == null) {
      throw new IllegalStateException("The poll is not started");
    }
    return new TelegramApi(http, policy, bot.baseUrl());
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
}
