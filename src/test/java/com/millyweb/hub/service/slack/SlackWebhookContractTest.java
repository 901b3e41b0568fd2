package com.millyweb.hub.service.slack;

import com.millyweb.hub.fake.FakeSlack;

/** By an incoming webhook, which can only post and says no with a status and a word. */
class SlackWebhookContractTest extends SlackContractTest {
  @Override
  SlackFixture fixture() {
    return SlackFixture.webhook();
  }

  @Override
  protected boolean edits() {
    return false;
  }

  @Override
  protected void refuses() {
    slack.fake.next(FakeSlack.Trick.answer(400, "invalid_payload"));
  }

  @Override
  protected void dies() {
    slack.fake.next(FakeSlack.Trick.answer(404, "no_service"));
  }
}
