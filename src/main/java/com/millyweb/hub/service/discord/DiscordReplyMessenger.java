package com.millyweb.hub.service.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.MessageGone;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.Messenger;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.sending.SendLedger;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Answers a command or a press by its interaction: the first answer to a command takes the place of
 * "thinking…", others follow it. What is too late for that is posted by the bot.
 */
final class DiscordReplyMessenger implements Messenger<DiscordMessage> {
  /** In the book: the event that a message answered by its interaction. */
  private static final String ANSWERS = "answers";

  private final DiscordApi api;
  private final SendLedger book;
  private final NoticeDelivery delivery;
  private final DiscordInteraction interaction;
  private final DiscordBotMessenger bot;
  private final DiscordApi.Place place;

  DiscordReplyMessenger(
      DiscordApi api,
      SendLedger book,
      NoticeDelivery delivery,
      DiscordInteraction interaction,
      String lane,
      DiscordBotMessenger bot) {
    this.api = api;
    this.book = book;
    this.delivery = delivery;
    this.interaction = interaction;
    this.bot = bot;
    place = new DiscordApi.Place("Discord's " + interaction, lane, null);
  }

  @Override
  public @Nullable JsonNode post(int part, DiscordMessage message) throws IOException {
    DiscordRequest payload = message.payload(true);
    try {
      boolean first = part == 0 && interaction.deferred() && !book.answered(delivery);
      return remote(
          first
              ? api.patch(place, api.uri(path("@original")), payload, message)
              : api.post(place, api.uri(interaction.path() + "?wait=true"), payload, message));
    } catch (DestinationDead | MessageGone late) {
      return bot.post(part, message);
    }
  }

  @Override
  public @Nullable DiscordMessage barer(DiscordMessage message, MessageRefused refusal) {
    return bot.barer(message, refusal);
  }

  @Override
  public boolean edits() {
    return true;
  }

  @Override
  public @Nullable JsonNode edit(JsonNode remote, int part, DiscordMessage message)
      throws IOException {
    if (answered(remote)) {
      try {
        String path = path(known(remote).path("id").asText());
        JsonNode now = api.patch(place, api.uri(path), message.payload(true), message);
        return now == null ? remote : remote(now);
      } catch (DestinationDead late) {
        // the bot may edit it all the same
      }
    }
    return bot.edit(known(remote), part, message);
  }

  @Override
  public void delete(JsonNode remote) throws IOException {
    if (answered(remote)) {
      try {
        api.delete(place, api.uri(path(known(remote).path("id").asText())));
        return;
      } catch (DestinationDead late) {
        // the bot may delete it all the same
      }
    }
    bot.delete(known(remote));
  }

  private String path(String message) {
    return interaction.path() + "/messages/" + message;
  }

  private boolean answered(JsonNode remote) {
    return remote.path(ANSWERS).asText().equals(String.valueOf(delivery.notice().answers()));
  }

  /** Discord did not get to say what it calls an answer: it can only be posted anew. */
  private static JsonNode known(JsonNode remote) throws MessageGone {
    if (!remote.has("id")) {
      throw new MessageGone("Discord's name of the message is not known");
    }
    return remote;
  }

  private JsonNode remote(@Nullable JsonNode message) {
    ObjectNode remote = DiscordBotMessenger.remote(message);
    return (remote == null ? JsonNodeFactory.instance.objectNode() : remote)
        .put(ANSWERS, String.valueOf(delivery.notice().answers()));
  }
}
