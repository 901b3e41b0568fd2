package com.millyweb.hub.service.telegram;

import com.millyweb.hub.camel.JavaRoutes;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.ingress.DoorMetrics;
import com.millyweb.hub.ingress.IngressProperties;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Sources;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.telegram.model.IncomingMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Telegram without a public address: the hub asks for updates. Each is stored before it is
 * confirmed; what cannot be stored comes again. It runs when there is a token and no source to
 * which Telegram pushes, since Telegram does only one of both.
 */
@Component
@JavaRoutes(TelegramPoll.ROUTE)
final class TelegramPoll extends RouteBuilder {
  private static final Logger logger = LoggerFactory.getLogger(TelegramPoll.class);
  static final String ROUTE = "ingress.telegram-poll";

  private static final String SOURCE = TelegramEvents.MEDIUM;
  private static final Duration HOLD = Duration.ofSeconds(30);

  private final TelegramBot bot;
  private final TelegramEvents telegram;
  private final TelegramPollProperties settings;
  private final IngressProperties properties;
  private final Sources sources;
  private final OutgoingHttp outgoing;
  private final EventLog events;
  private final DoorMetrics metrics;
  private final HttpStatusPolicy policy;
  private final TelegramPatience patience;

  TelegramPoll(
      TelegramBot bot,
      TelegramEvents telegram,
      TelegramPollProperties settings,
      IngressProperties properties,
      Sources sources,
      OutgoingHttp outgoing,
      EventLog events,
      DoorMetrics metrics,
      Clock clock) {
    this.bot = bot;
    this.telegram = telegram;
    this.settings = settings;
    this.properties = properties;
    this.sources = sources;
    this.outgoing = outgoing;
    this.events = events;
    this.metrics = metrics;
    policy = new HttpStatusPolicy(clock);
    patience = new TelegramPatience(clock);
  }

  boolean isOn() {
    return bot.isConfigured() && settings.telegramPoll() && !sources.hasKind(SOURCE);
  }

  TelegramPatience patience() {
    return patience;
  }

  @Override
  public void configure() throws Exception {
    if (!isOn()) {
      return;
    }
    var updates = new TelegramUpdates(bot, outgoing, policy, HOLD);
    getContext()
        .addEndpoint(TelegramInbound.URI, new TelegramInbound(getContext(), updates, patience));
    from(TelegramInbound.URI)
        .routeId(ROUTE)
        .description("Asks Telegram for updates, and confirms what is stored")
        .errorHandler(noErrorHandler())
        .process(this::store);
  }

  private void store(Exchange exchange) {
    var update = exchange.getMessage().getBody(IncomingMessage.class);
    try {
      metrics.stored(SOURCE, events.appendNow(List.of(event(update)), properties.commitTimeout()));
    } catch (EventLogUnavailable e) {
      // it becomes the reason in the log and of the probe, where an update is meant
      throw new EventLogUnavailable("the event log takes no update now", e);
    }
  }

  /** An update that nobody understands must not hold up those behind it. */
  private NewEvent event(IncomingMessage update) {
    byte[] json = TelegramUpdates.json(update).getBytes(StandardCharsets.UTF_8);
    try {
      return telegram.event(SOURCE, json);
    } catch (Refused e) {
      logger.warn("An update of Telegram is stored as it is: {}", e.getMessage());
      return NewEvent.json(SOURCE + ".unparsable", SOURCE, json)
          .withKey("update/" + TelegramUpdates.id(update));
    }
  }
}
