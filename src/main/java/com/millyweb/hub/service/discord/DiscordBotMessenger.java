package com.millyweb.hub.service.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.Messenger;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.sending.SendLedger;
import com.millyweb.hub.text.Digest;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** As a bot, into a channel. */
final class DiscordBotMessenger implements Messenger<DiscordMessage> {
  private static final int NONCE = 25;

  private final DiscordApi api;
  private final SendLedger book;
  private final NoticeDelivery delivery;
  private final DiscordDestination.Bot bot;
  private final DiscordApi.Place place;

  DiscordBotMessenger(
      DiscordApi api, SendLedger book, NoticeDelivery delivery, DiscordDestination.Bot bot) {
    this.api = api;
    this.book = book;
    this.delivery = delivery;
    this.bot = bot;
    place = new DiscordApi.Place("Discord channel " + bot.channel(), bot.lane(), bot.token());
  }

  @Override
  public @Nullable JsonNode post(int part, DiscordMessage message) throws IOException {
    // an answer may need a right of its own: a message that was refused goes without
    boolean answers = delivery.notice().thread() != null && !message.isBarer();
    var start = answers ? book.threadStart(delivery).orElse(null) : null;
    var payload =
        new DiscordRequest.Post(
            message.payload(true),
            nonce(part),
            true,
            start == null ? null : DiscordRequest.Reference.to(start));
    return remote(api.post(place, api.uri(messages(bot.channel())), payload, message));
  }

  @Override
  public @Nullable DiscordMessage barer(DiscordMessage message, MessageRefused refusal) {
    return message.barer(delivery.notice(), refusal.blamed());
  }

  @Override
  public boolean edits() {
    return true;
  }

  @Override
  public JsonNode edit(JsonNode remote, int part, DiscordMessage message) throws IOException {
    JsonNode now =
        remote(api.patch(place, api.uri(message(remote)), message.payload(true), message));
    return now == null ? remote : now;
  }

  @Override
  public void delete(JsonNode remote) throws IOException {
    api.delete(place, api.uri(message(remote)));
  }

  /** What the hub keeps of a message. */
  static @Nullable ObjectNode remote(@Nullable JsonNode message) {
    if (message == null) {
      return null;
    }
    ObjectNode remote = JsonNodeFactory.instance.objectNode();
    remote.put("id", message.path("id").asText());
    return remote.put("channel", message.path("channel_id").asText());
  }

  private static String messages(String channel) {
    return "/channels/" + channel + "/messages";
  }

  /** An earlier setting's message came from a webhook, which did not tell the channel. */
  private String message(JsonNode remote) {
    String channel = remote.path("channel").asText(bot.channel());
    return messages(channel) + "/" + remote.path("id").asText();
  }

  /**
   * The same for each attempt: within a few minutes Discord answers a repetition with the first
   * message. It asks so by bot, not by channel, so the target is part of it.
   */
  private String nonce(int part) {
    String text = "%s %s %d".formatted(delivery.notice().id(), delivery.target().id(), part);
    return Base64.getUrlEncoder().encodeToString(Digest.sha256(text)).substring(0, NONCE);
  }
}
