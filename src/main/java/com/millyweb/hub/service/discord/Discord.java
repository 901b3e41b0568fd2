package com.millyweb.hub.service.discord;

import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.notify.ChatMedium;
import com.millyweb.hub.notify.Messenger;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.decision.Buttons.Button;
import com.millyweb.hub.notify.decision.Press;
import com.millyweb.hub.notify.sending.ChatSending;
import com.millyweb.hub.notify.sending.MediumClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** Discord, by a bot or by a channel's webhook. */
@Component
final class Discord implements ChatMedium {
  /** As long as an interaction's token is good. */
  private static final Duration INTERACTION = Duration.ofMinutes(15);

  private static final int CONTENT = 2_000;

  private final DiscordProperties properties;
  private final ChatSending sending;
  private final MediumClient client;
  private final DiscordApi api;

  Discord(DiscordProperties properties, ChatSending sending) {
    this.properties = properties;
    this.sending = sending;
    client =
        sending
            .clients()
            .of(name())
            .base("hub.notify.discord.base-url", properties.baseUrl())
            .trust("hub.notify.discord.webhook-url", properties.webhookUrl())
            .trustTargets()
            .open(properties.timeout(), properties.rate(), properties.burst());
    api = new DiscordApi(client);
  }

  @Override
  public String name() {
    return "discord";
  }

  @Override
  public boolean isReady() {
    return properties.webhookUrl() != null
        || properties.token() != null && properties.channel() != null;
  }

  @Override
  public void check(Target target) {
    DiscordDestination.of(target, properties);
  }

  @Override
  public String destination(Target target) {
    return DiscordDestination.of(target, properties).identity();
  }

  @Override
  public boolean takesPresses(Target target) {
    return DiscordDestination.of(target, properties) instanceof DiscordDestination.Bot;
  }

  @Override
  public Sent send(NoticeDelivery delivery) throws IOException, InterruptedException {
    DiscordDestination destination = DiscordDestination.of(delivery.target(), properties);
    Notice notice = delivery.notice();
    if (destination instanceof DiscordDestination.Bot bot) {
      return sending
          .sender()
          .send(
              delivery,
              DiscordMessage.of(notice, sending.buttons().of(delivery), true),
              client.throttle(),
              bot.lane(),
              messenger(delivery, bot));
    }
    return sending
        .sender()
        .send(
            delivery,
            DiscordMessage.of(notice, links(notice), false),
            client.throttle(),
            destination.lane(),
            new DiscordWebhookMessenger(api, (DiscordDestination.Webhook) destination, notice));
  }

  /** Discord was told with the press, and the message is edited when it is decided. */
  @Override
  public void tell(Press press, String text, boolean refused) throws IOException {
    DiscordInteraction interaction = DiscordInteraction.of(press.reply());
    if (!refused || interaction == null) {
      return;
    }
    var payload = DiscordRequest.Whisper.of(DiscordText.plainCut(text, CONTENT));
    DiscordMessage words = DiscordMessage.of(text);
    var place = new DiscordApi.Place("Discord's " + interaction, press.conversation(), null);
    try {
      api.post(place, api.uri(interaction.path()), payload, words);
    } catch (PermanentFailure late) {
      // the press is older than 15 min
    }
  }

  private Messenger<DiscordMessage> messenger(NoticeDelivery delivery, DiscordDestination.Bot bot) {
    var posting = new DiscordBotMessenger(api, sending.ledger(), delivery, bot);
    DiscordInteraction interaction =
        sending
            .asked(delivery, client.now(), INTERACTION)
            .map(asked -> DiscordInteraction.of(asked.reply()))
            .orElse(null);
    return interaction == null
        ? posting
        : new DiscordReplyMessenger(
            api, sending.ledger(), delivery, interaction, bot.lane(), posting);
  }

  /** What a message without components can have of the actions. */
  private static List<Button> links(Notice notice) {
    return notice.actions().stream()
        .filter(action -> action.url() != null)
        .map(action -> new Button(action.text(), action.url(), null, null))
        .toList();
  }
}
