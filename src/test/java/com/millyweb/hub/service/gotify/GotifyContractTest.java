package com.millyweb.hub.service.gotify;

import com.millyweb.hub.fake.FakeGotify;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.OneWayContract;
import com.millyweb.hub.notify.sending.SendingFixture;
import com.millyweb.hub.secret.Secret;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

class GotifyContractTest extends OneWayContract<FakeGotify> {
  GotifyContractTest() {
    super(FakeGotify.start());
  }

  @Override
  protected Medium open() {
    return new Gotify(
        new GotifyProperties(
            URI.create(fake.url()),
            new Secret(FakeGotify.TOKEN),
            SendingFixture.FAST,
            1_000,
            SendingFixture.SECOND),
        sending.sequence,
        sending.links(SendingFixture.PUBLIC),
        sending.clients(Clock.systemUTC()));
  }

  @Override
  protected List<String> shown() {
    return fake.messages().stream().map(FakeGotify.Message::text).toList();
  }

  @Override
  protected boolean edits() {
    return false;
  }

  @Override
  protected boolean splits() {
    return true;
  }

  @Override
  protected void fails() {
    fake.next(502, "upstream");
  }

  @Override
  protected void refuses() {
    fake.next(400, "{\"error\":\"Bad Request\",\"errorCode\":400}");
  }

  @Override
  protected void dies() {
    fake.next(401, "{\"error\":\"Unauthorized\",\"errorCode\":401}");
  }

  @Override
  protected Stream<Runnable> limits() {
    return Stream.of(() -> fake.next(429, "slow down", "Retry-After", "7"));
  }
}
