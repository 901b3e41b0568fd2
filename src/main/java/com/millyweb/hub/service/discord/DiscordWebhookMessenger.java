package com.millyweb.hub.service.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.Messenger;
import com.millyweb.hub.notify.Notice;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Through a channel's webhook, whose URL is all it needs. */
final class DiscordWebhookMessenger implements Messenger<DiscordMessage> {
  private final DiscordApi api;
  private final DiscordDestination.Webhook webhook;
  private final DiscordApi.Place place;
  private final Notice notice;

  /** The thread was found to be gone. */
  private boolean left;

  DiscordWebhookMessenger(DiscordApi api, DiscordDestination.Webhook webhook, Notice notice) {
    this.api = api;
    this.notice = notice;
    this.webhook = webhook;
    place = new DiscordApi.Place("The Discord webhook", webhook.lane(), null);
  }

  @Override
  public @Nullable JsonNode post(int part, DiscordMessage message) throws IOException {
    try {
      return remote(
          api.post(place, left ? webhook.root() : webhook.messages(), payload(message), message));
    } catch (DestinationDead dead) {
      // the thread of its URL may be gone, and the channel still there
      if (left || !webhook.hasThread()) {
        throw dead;
      }
      JsonNode posted = remote(api.post(place, webhook.root(), payload(message), message));
      left = true;
      return posted;
    }
  }

  @Override
  public @Nullable DiscordMessage barer(DiscordMessage message, MessageRefused refusal) {
    return message.barer(notice, refusal.blamed());
  }

  @Override
  public boolean edits() {
    return true;
  }

  @Override
  public JsonNode edit(JsonNode remote, int part, DiscordMessage message) throws IOException {
    var uri = webhook.message(remote.path("id").asText());
    JsonNode now = remote(api.patch(place, uri, payload(message), message));
    return now == null ? remote : now;
  }

  @Override
  public void delete(JsonNode remote) throws IOException {
    api.delete(place, webhook.message(remote.path("id").asText()));
  }

  private static DiscordRequest payload(DiscordMessage message) {
    return message.payload(false);
  }

  private static @Nullable JsonNode remote(@Nullable JsonNode message) {
    return message == null
        ? null
        : JsonNodeFactory.instance.objectNode().put("id", message.path("id").asText());
  }
}
