package com.millyweb.hub.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;

/** Through a channel's webhook, whose URL is all it needs. */
final class DiscordWebhookMessenger implements Messenger<DiscordMessage> {
  private final DiscordApi api;
  private final DiscordDestination.Webhook webhook;
  private final DiscordApi.Place place;

  DiscordWebhookMessenger(DiscordApi api, DiscordDestination.Webhook webhook) {
    this.api = api;
    this.webhook = webhook;
    place = new DiscordApi.Place("The Discord webhook", webhook.lane(), null);
  }

  @Override
  public JsonNode post(int part, DiscordMessage message) throws IOException {
    return remote(api.post(place, webhook.messages(), message.payload(false), message));
  }

  @Override
  public boolean edits() {
    return true;
  }

  @Override
  public JsonNode edit(JsonNode remote, int part, DiscordMessage message) throws IOException {
    var uri = webhook.message(remote.path("id").asText());
    return remote(api.patch(place, uri, message.payload(false), message));
  }

  @Override
  public void delete(JsonNode remote) throws IOException {
    api.delete(place, webhook.message(remote.path("id").asText()));
  }

  private static JsonNode remote(JsonNode message) {
    return JsonNodeFactory.instance.objectNode().put("id", message.path("id").asText());
  }
}
