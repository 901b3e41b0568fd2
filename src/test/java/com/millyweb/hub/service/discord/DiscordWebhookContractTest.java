package com.millyweb.hub.service.discord;

import com.millyweb.hub.fake.FakeDiscord;

/** By a channel's webhook. */
class DiscordWebhookContractTest extends DiscordContractTest {
  @Override
  DiscordFixture fixture() {
    return DiscordFixture.webhook();
  }

  @Override
  protected void dies() {
    discord.fake.next(FakeDiscord.Trick.error(404, 10015, "Unknown Webhook"));
  }
}
