package com.millyweb.hub.service.webhook;

import com.millyweb.hub.fake.FakeWebhookReceiver;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.OneWayContract;
import com.millyweb.hub.notify.sending.SendingFixture;
import com.millyweb.hub.secret.Secret;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

class WebhookContractTest extends OneWayContract<FakeWebhookReceiver> {
  WebhookContractTest() {
    super(FakeWebhookReceiver.start());
  }

  @Override
  protected Medium open() {
    return new WebhookMedium(
        new WebhookProperties(
            new Secret(fake.hookUrl()),
            new Secret(FakeWebhookReceiver.SECRET),
            SendingFixture.FAST,
            1_000,
            SendingFixture.SECOND),
        sending.book,
        sending.sequence,
        sending.links(SendingFixture.PUBLIC),
        sending.clients(Clock.systemUTC()));
  }

  @Override
  protected List<String> shown() {
    return fake.messages().stream().map(json -> json.path("data").path("text").asText()).toList();
  }

  @Override
  protected boolean edits() {
    return false;
  }

  @Override
  protected boolean splits() {
    return false;
  }

  @Override
  protected void fails() {
    fake.next(500, "no");
  }

  @Override
  protected void refuses() {
    fake.next(413, "too large");
  }

  @Override
  protected void dies() {
    fake.next(410, "unsubscribed");
  }

  @Override
  protected Stream<Runnable> limits() {
    return Stream.of(
        () -> fake.next(429, "", "Retry-After", "7"), () -> fake.next(502, "", "Retry-After", "7"));
  }
}
