package com.millyweb.hub.notify;

import com.millyweb.hub.fake.FakeHttp;
import com.millyweb.hub.notify.sending.SendingFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The contract of a medium that only tells. */
public abstract class OneWayContract<F extends FakeHttp> extends HttpMediumContract {
  protected final F fake;
  protected final SendingFixture sending = new SendingFixture();
  private final Medium medium;

  protected OneWayContract(F fake) {
    this.fake = fake;
    medium = open();
  }

  /** The medium as it reaches the fake; nothing but {@link #fake} and {@link #sending} is there. */
  protected abstract Medium open();

  @AfterEach
  void stop() throws Exception {
    sending.close();
    fake.close();
  }

  @Override
  protected final FakeHttp service() {
    return fake;
  }

  @Override
  protected final Medium medium() {
    return medium;
  }

  @Override
  protected final List<Map<String, Object>> ledger() {
    return sending.sent();
  }
}
