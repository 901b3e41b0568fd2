package com.millyweb.hub.service.ntfy;

import com.millyweb.hub.fake.FakeNtfy;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.OneWayContract;
import com.millyweb.hub.notify.sending.SendingFixture;
import com.millyweb.hub.secret.Secret;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

class NtfyContractTest extends OneWayContract<FakeNtfy> {
  NtfyContractTest() {
    super(FakeNtfy.start());
  }

  @Override
  protected Medium open() {
    return new Ntfy(
        new NtfyProperties(
            URI.create(fake.url()),
            new Secret("hub-topic"),
            new Secret(FakeNtfy.TOKEN),
            SendingFixture.FAST,
            1_000,
            SendingFixture.SECOND),
        sending.sequence,
        sending.links(SendingFixture.PUBLIC),
        sending.clients(Clock.systemUTC()));
  }

  @Override
  protected List<String> shown() {
    return fake.texts();
  }

  @Override
  protected boolean edits() {
    return true;
  }

  @Override
  protected boolean splits() {
    return true;
  }

  @Override
  protected void fails() {
    fake.next(503, "upstream");
  }

  @Override
  protected void refuses() {
    fake.next(400, "{\"code\":40007,\"http\":400,\"error\":\"invalid request\"}");
  }

  @Override
  protected void dies() {
    fake.next(403, "{\"code\":40301,\"http\":403,\"error\":\"forbidden\"}");
  }

  @Override
  protected Stream<Runnable> limits() {
    return Stream.of(
        () ->
            fake.next(
                429,
                "{\"code\":42901,\"http\":429,\"error\":\"limit reached\"}",
                "Retry-After",
                "7"),
        () -> fake.next(429, "<html>slow down</html>", "Retry-After", "7"));
  }
}
