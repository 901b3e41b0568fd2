package com.millyweb.hub.service.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.notify.ChatMedium;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.Messenger;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.decision.Press;
import com.millyweb.hub.notify.sending.ChatSending;
import com.millyweb.hub.notify.sending.MediumClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Slack, by a bot or by an incoming webhook. People answer in it, and press buttons. */
@Component
public final class Slack implements ChatMedium {
  private static final Logger log = LoggerFactory.getLogger(Slack.class);
  private static final Duration RESPONSE_URL_LIVES = Duration.ofMinutes(30);

  private final SlackProperties properties;
  private final ChatSending sending;
  private final MediumClient client;
  private final SlackApi api;
  private final SlackHosts hosts;

  Slack(SlackProperties properties, ChatSending sending) {
    this.properties = properties;
    this.sending = sending;
    client =
        sending
            .clients()
            .of(name())
            .base("hub.notify.slack.base-url", properties.baseUrl())
            .trust("hub.notify.slack.webhook-url", properties.webhookUrl())
            .trustTargets()
            .open(properties.timeout(), properties.rate(), properties.burst());
    api = new SlackApi(client);
    hosts = new SlackHosts(properties.baseUrl());
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
    return SlackDestination.of(target, properties).identity();
  }

  @Override
  public boolean takesPresses(Target target) {
    return SlackDestination.of(target, properties) instanceof SlackDestination.Bot;
  }

  @Override
  public Sent send(NoticeDelivery delivery) throws IOException, InterruptedException {
    SlackDestination destination = SlackDestination.of(delivery.target(), properties);
    boolean bot = destination instanceof SlackDestination.Bot;
    return sending
        .sender()
        .send(
            delivery,
            SlackMessage.of(delivery.notice(), sending.buttons().of(delivery), bot),
            client.throttle(),
            destination.lane(),
            destination instanceof SlackDestination.Bot there
                ? new SlackBotMessenger(
                    delivery,
                    there,
                    api,
                    new SlackUpload(api, hosts, there),
                    sending.ledger(),
                    () -> responseUrl(delivery))
                : new WebhookMessenger((SlackDestination.Webhook) destination));
  }

  /** Only of a refusal: the others see what came of it in the message. */
  @Override
  public void tell(Press press, String text, boolean refused) throws IOException {
    URI url = hosts.responses(press.reply().get(SlackChat.RESPONSE_URL)).orElse(null);
    if (!refused || url == null) {
      return;
    }
    try {
      api.respond(url, SlackRequest.Whisper.of(SlackMarkup.escape(text)));
    } catch (PermanentFailure late) {
      log.info("Nobody was told what came of a press in Slack: {}", late.getMessage());
    }
  }

  /** Where what is answered can be answered although the bot is not there. */
  private Optional<URI> responseUrl(NoticeDelivery delivery) {
    return sending
        .asked(delivery, client.now(), RESPONSE_URL_LIVES)
        .flatMap(asked -> hosts.responses(asked.reply().get(SlackChat.RESPONSE_URL)));
  }

  /** A webhook cannot edit: a later notice with the same key is a message of its own. */
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
