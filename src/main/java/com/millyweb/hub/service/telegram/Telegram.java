package com.millyweb.hub.service.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.config.Rate;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.notify.ChatMedium;
import com.millyweb.hub.notify.ConversationContext;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.decision.Press;
import com.millyweb.hub.notify.sending.ChatSending;
import com.millyweb.hub.notify.sending.MediumClient;
import com.millyweb.hub.notify.sending.Throttle;
import com.millyweb.hub.secret.Secret;
import com.millyweb.hub.text.Truncate;
import java.io.IOException;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.springframework.stereotype.Component;

/** Telegram, by a bot. */
@Component
public final class Telegram implements ChatMedium {
  private static final int BURST = 3;

  private static final Rate ALL_RATE = Rate.valueOf("30/s");

  private static final int TOLD = 200;

  private final TelegramProperties properties;
  private final ChatSending sending;
  private final TelegramChats chats;
  private final MediumClient client;
  private final TelegramApi api;
  private final Throttle groupThrottle;
  private final Throttle botThrottle = new Throttle(ALL_RATE, ALL_RATE.count());

  Telegram(TelegramProperties properties, ChatSending sending, TelegramChats chats) {
    this.properties = properties;
    this.sending = sending;
    this.chats = chats;
    client =
        sending
            .clients()
            .of(name())
            .base("hub.notify.telegram.base-url", properties.baseUrl())
            .open(properties.timeout(), properties.rate(), BURST);
    api = new TelegramApi(client.http(), client.policy(), properties.baseUrl());
    groupThrottle = groupThrottle(properties.groupRate(), System::nanoTime, Throttle::rest);
  }

  /** What may be sent at once and what comes by in a minute are together the minute's messages. */
  public static Throttle groupThrottle(Rate rate, LongSupplier nanos, Throttle.Sleeper sleeper) {
    int atOnce = Math.max(1, rate.count() / 4);
    Rate rest = new Rate(Math.max(1, rate.count() - atOnce), rate.per());
    return new Throttle(rest.perSecond(), atOnce, nanos, sleeper);
  }

  @Override
  public String name() {
    return "telegram";
  }

  @Override
  public boolean isReady() {
    return properties.token() != null && properties.chat() != null;
  }

  @Override
  public void check(Target target) {
    TelegramDestination.of(target, properties);
  }

  @Override
  public String destination(Target target) {
    TelegramDestination to = TelegramDestination.of(target, properties);
    return "%s/%s %s".formatted(to.chat(), to.topic(), to.token().reveal());
  }

  @Override
  public boolean takesPresses(Target target) {
    return true;
  }

  @Override
  public Sent send(NoticeDelivery delivery) throws IOException, InterruptedException {
    TelegramDestination configured = TelegramDestination.of(delivery.target(), properties);
    TelegramDestination to = configured.movedTo(chats.current(configured.chat()));
    Notice notice = delivery.notice();
    Throttle own = to.isGroup() ? groupThrottle : client.throttle();
    String lane = to.bot() + " " + to.chat();
    TelegramMessenger messenger =
        new TelegramMessenger(
            api, chats, to, notice, answered(delivery), () -> botThrottle.await(to.bot()));
    try {
      return sending
          .sender()
          .send(
              delivery,
              TelegramMessage.of(notice, sending.buttons().of(delivery)),
              own,
              lane,
              messenger);
    } catch (RetryAfter e) {
      // what others send to the chat would be refused as well
      own.hold(lane, e.delay());
      throw e;
    }
  }

  /** Answers the press; otherwise the button goes on turning for minutes. */
  @Override
  public void tell(Press press, String text, boolean refused) throws IOException {
    String callback = press.reply().get(TelegramEvents.CALLBACK);
    Secret token = properties.token();
    if (callback == null || token == null) {
      return;
    }
    var answer =
        text.isBlank()
            ? new TelegramRequest.PressAnswer(callback, null, null)
            : new TelegramRequest.PressAnswer(callback, Truncate.to(text, TOLD), refused);
    try {
      api.call(token, "answerCallbackQuery", press.conversation(), answer);
    } catch (PermanentFailure e) {
      String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      if (!reason.contains("query is too old") && !reason.contains("query id is invalid")) {
        throw e;
      }
      // nobody waits for it any more
    }
  }

  /** What the notice's messages answer: the message that was asked, or the thread's first. */
  private TelegramMessenger.Answered answered(NoticeDelivery delivery) {
    Notice notice = delivery.notice();
    String asked =
        sending
            .conversations()
            .of(notice)
            .map(ConversationContext.Asked::message)
            .filter(id -> id.matches("[0-9]{1,18}"))
            .orElse("");
    return part -> {
      if (part == 0 && !asked.isEmpty()) {
        return asked;
      }
      return notice.thread() == null
          ? ""
          : sending.ledger().threadStart(delivery).map(Telegram::messageId).orElse("");
    };
  }

  private static String messageId(JsonNode remote) {
    return remote.path("message").asText("");
  }
}
