package com.millyweb.hub.service.telegram;

import com.millyweb.hub.fake.FakeHttp;
import com.millyweb.hub.fake.FakeTelegram;
import com.millyweb.hub.notify.HttpMediumContract;
import com.millyweb.hub.notify.Medium;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

class TelegramContractTest extends HttpMediumContract {
  private final TelegramFixture telegram = new TelegramFixture();

  @AfterEach
  void stop() throws Exception {
    telegram.close();
  }

  @Override
  protected FakeHttp service() {
    return telegram.fake;
  }

  @Override
  protected Medium medium() {
    return telegram.telegram;
  }

  @Override
  protected List<String> shown() {
    return telegram.messages().stream()
        .filter(message -> message.file() == null)
        .map(FakeTelegram.Message::text)
        .toList();
  }

  @Override
  protected List<Map<String, Object>> ledger() {
    return telegram.book();
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
    telegram.fake.next(FakeTelegram.Trick.error(500, "Internal Server Error"));
  }

  @Override
  protected void refuses() {
    telegram.fake.next(FakeTelegram.Trick.error(400, "Bad Request: can't parse entities"));
  }

  @Override
  protected void dies() {
    telegram.fake.next(FakeTelegram.Trick.error(403, "Forbidden: bot was blocked by the user"));
  }

  @Override
  protected Stream<Runnable> limits() {
    return Stream.of(
        () ->
            telegram.fake.next(
                FakeTelegram.Trick.tooMany(",\"parameters\":{\"retry_after\":7}", null)));
  }

  @Override
  protected void deleteMessage() {
    telegram.fake.delete(telegram.messages().get(0).id());
  }
}
