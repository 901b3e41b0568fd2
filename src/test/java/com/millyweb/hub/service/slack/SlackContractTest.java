package com.millyweb.hub.service.slack;

import com.millyweb.hub.fake.FakeHttp;
import com.millyweb.hub.fake.FakeSlack;
import com.millyweb.hub.notify.HttpMediumContract;
import com.millyweb.hub.notify.Medium;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** As a bot. */
class SlackContractTest extends HttpMediumContract {
  final SlackFixture slack = fixture();

  SlackFixture fixture() {
    return SlackFixture.bot();
  }

  @AfterEach
  void stop() throws Exception {
    slack.close();
  }

  @Override
  protected FakeHttp service() {
    return slack.fake;
  }

  @Override
  protected Medium medium() {
    return slack.slack;
  }

  @Override
  protected List<String> shown() {
    return slack.fake.messages().stream().map(SlackContractTest::words).toList();
  }

  @Override
  protected List<Map<String, Object>> ledger() {
    return slack.book();
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
    slack.fake.next(FakeSlack.Trick.answer(503, "upstream"));
  }

  @Override
  protected void refuses() {
    slack.fake.next(FakeSlack.Trick.error("invalid_blocks"));
  }

  @Override
  protected void dies() {
    slack.fake.next(FakeSlack.Trick.error("channel_not_found"));
  }

  @Override
  protected Stream<Runnable> limits() {
    return Stream.of(() -> slack.fake.next(FakeSlack.Trick.tooMany("7")));
  }

  @Override
  protected void deleteMessage() {
    slack.fake.delete(slack.fake.messages().get(0).ts());
  }

  /** A message without blocks is its text. */
  private static String words(FakeSlack.Message message) {
    return message.words().isEmpty() ? message.text() : message.words();
  }
}
