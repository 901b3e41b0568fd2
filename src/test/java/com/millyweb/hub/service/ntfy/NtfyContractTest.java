package com.millyweb.hub.service.ntfy;

import com.millyweb.hub.fake.FakeNtfy;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.MediumContract;
import com.millyweb.hub.notify.sending.SendingFixture;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

class NtfyContractTest extends MediumContract {
  private final FakeNtfy fake = FakeNtfy.start();
  private final SendingFixture sending = new SendingFixture();
  private final Ntfy ntfy =
      new Ntfy(
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

  @AfterEach
  void stop() throws Exception {
    sending.close();
    fake.close();
  }

  @Override
  protected Medium medium() {
    return ntfy;
  }

  @Override
  protected List<String> shown() {
    return fake.texts();
  }

  @Override
  protected List<Map<String, Object>> ledger() {
    return sending.sent();
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
  protected void works() {
    fake.pass();
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
  protected void silent() {
    fake.silent();
  }

  @Override
  protected void leave() throws IOException {
    fake.close();
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
