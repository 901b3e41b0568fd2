package com.millyweb.hub.service.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.notify.ChatMedium;
import com.millyweb.hub.notify.ConversationContext;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.Messenger;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.NotifyProperties;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.decision.Buttons;
import com.millyweb.hub.notify.decision.Press;
import com.millyweb.hub.notify.sending.AnswerJson;
import com.millyweb.hub.notify.sending.ConfiguredUrls;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import com.millyweb.hub.notify.sending.PartSender;
import com.millyweb.hub.notify.sending.RateLimiter;
import com.millyweb.hub.notify.sending.SendLedger;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Slack, by a bot or by an incoming webhook. People answer in it, and press buttons. */
@Component
public final class Slack implements ChatMedium, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Slack.class);
  private static final String RESPONSE_URL = "response_url";
  private static final Duration RESPONSE_URL_LIVES = Duration.ofMinutes(30);

  private final SlackProperties properties;
  private final SendLedger book;
  private final PartSender sequence;
  private final Buttons buttons;
  private final ConversationContext replies;
  private final OutgoingHttp http;
  private final SlackApi api;
  private final SlackHosts hosts;
  private final Clock clock;
  private final RateLimiter pace;

  public Slack(
      NotifyProperties notify,
      SlackProperties properties,
      SendLedger book,
      PartSender sequence,
      Buttons buttons,
      ConversationContext replies,
      OutgoingHttp outgoing,
      Clock clock) {
    this.properties = properties;
    this.book = book;
    this.sequence = sequence;
    this.buttons = buttons;
    this.replies = replies;
    this.clock = clock;
    List<URI> urls =
        new ConfiguredUrls()
            .add("hub.notify.slack.base-url", new Secret(properties.baseUrl().toString()))
            .add("hub.notify.slack.webhook-url", properties.webhookUrl())
            .addTargets(notify, name())
            .all();
    http = outgoing.trusting(urls, properties.timeout(), AnswerJson.LIMIT);
    api = new SlackApi(http, new HttpStatusPolicy(clock), properties.baseUrl());
    hosts = new SlackHosts(properties.baseUrl());
    pace = new RateLimiter(properties.rate(), properties.burst());
  }

  @Override
  public String name() {
    return "slack";
  }

  @Override
  public boolean isReady() {
    return properties.webhookUrl() != null || properties.token() != null;
  }

  @Override
  public void check(Target target) {
    SlackDestination.of(target, properties);
  }

  @Override
  public String destination(Target target) {
    SlackDestination destination = SlackDestination.of(target, properties);
    return destination instanceof SlackDestination.Bot bot
        ? bot.channel() + " " + bot.token().reveal()
        : destination.lane();
  }

  @Override
  public Sent send(NoticeDelivery delivery) throws IOException, InterruptedException {
    SlackDestination destination = SlackDestination.of(delivery.target(), properties);
    boolean bot = destination instanceof SlackDestination.Bot;
    return sequence.send(
        delivery,
        SlackMessage.of(delivery.notice(), buttons.of(delivery), bot),
        pace,
        destination.lane(),
        destination instanceof SlackDestination.Bot there
            ? new SlackBotMessenger(
                delivery,
                there,
                api,
                new SlackUpload(api, hosts, there),
                book,
                () -> responseUrl(delivery))
            : new WebhookMessenger((SlackDestination.Webhook) destination));
  }

  /** Only of a refusal: the others see what came of it in the message. */
  @Override
  public void tell(Press press, String text, boolean refused) throws IOException {
    URI url = hosts.responses(press.reply().get(RESPONSE_URL)).orElse(null);
    if (!refused || url == null) {
      return;
    }
    try {
      api.respond(
          url,
          Map.of(
              "response_type",
              "ephemeral",
              "replace_original",
              false,
              "text",
              SlackMarkup.escape(text)));
    } catch (PermanentFailure late) {
      log.info("Nobody was told what came of a press in Slack: {}", late.getMessage());
    }
  }

  /** Where what is answered can be answered although the bot is not there. */
  private Optional<URI> responseUrl(NoticeDelivery delivery) {
    return delivery.target().channel().equals(Channels.REPLY)
        ? replies
            .of(delivery.notice())
            .filter(asked -> clock.instant().isBefore(asked.at().plus(RESPONSE_URL_LIVES)))
            .flatMap(asked -> hosts.responses(asked.reply().get(RESPONSE_URL)))
        : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    http.close();
  }

  /** A webhook can not edit: a later notice with the same key is a message of its own. */
  private final class WebhookMessenger implements Messenger<SlackPart> {
    private final SlackDestination.Webhook webhook;

    WebhookMessenger(SlackDestination.Webhook webhook) {
      this.webhook = webhook;
    }

    @Override
    public @Nullable JsonNode post(int part, SlackPart message) throws IOException {
      api.post(webhook, (SlackMessage) message);
      return null;
    }

    @Override
    public @Nullable SlackPart barer(SlackPart message, MessageRefused refusal) {
      return SlackBotMessenger.bare(message);
    }
  }
}
