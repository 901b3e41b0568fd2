package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What a bot has not heard of yet: one poll at a time, and none while there is a webhook. */
final class FakeTelegramUpdates {
  private final List<ObjectNode> updates = new ArrayList<>();
  private final List<Long> asked = new ArrayList<>();
  private long updateId = 870_000_000L;
  private long polls;
  private boolean webhook;

  synchronized int pending() {
    return updates.size();
  }

  synchronized List<Long> asked() {
    return List.copyOf(asked);
  }

  synchronized void ask(long offset) {
    asked.add(offset);
  }

  synchronized boolean push(boolean on) {
    webhook = on;
    notifyAll();
    return true;
  }

  synchronized ObjectNode add(String kind, JsonNode content) {
    ObjectNode update = JsonNodeFactory.instance.objectNode().put("update_id", ++updateId);
    update.set(kind, content);
    updates.add(update);
    notifyAll();
    return update;
  }

  synchronized JsonNode poll(JsonNode body) throws FakeTelegramRefusal, InterruptedException {
    if (webhook) {
      throw new FakeTelegramRefusal(
          409,
          "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
    }
    long mine = ++polls;
    notifyAll();
    long offset = body.path("offset").asLong();
    updates.removeIf(update -> update.path("update_id").asLong() < offset);
    long end = System.nanoTime() + body.path("timeout").asLong() * 1_000_000_000L;
    while (updates.isEmpty() && polls == mine && System.nanoTime() < end && !webhook) {
      wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    }
    if (webhook) {
      throw new FakeTelegramRefusal(409, "Conflict: terminated by setWebhook request");
    }
    if (polls != mine) {
      throw new FakeTelegramRefusal(
          409,
          "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running");
    }
    var result = JsonNodeFactory.instance.arrayNode();
    updates.stream().limit(body.path("limit").asInt(100)).forEach(result::add);
    return result;
  }
}
