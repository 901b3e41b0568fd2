package com.millyweb.hub.service.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.fake.FakeTelegram;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Notices;
import com.millyweb.hub.notify.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many notices at once to a chat that takes 30 in a window; the window is a second here. */
class TelegramPaceTest {
  private static final int NOTICES = 200;

  @Test
  void all_arrive_in_order_and_hardly_any_is_refused() {
    try (FakeTelegram telegram = FakeTelegram.start().limit(30, Duration.ofSeconds(1));
        HubFixture hub =
            HubFixture.start(
                Map.of(
                    "hub.notify.telegram.token", FakeTelegram.TOKEN,
                    "hub.notify.telegram.chat", "815",
                    "hub.notify.telegram.rate", "25/s",
                    "hub.notify.telegram.base-url", telegram.url(),
                    "hub.ingress.telegram-poll", "false"))) {
      Notices notices = hub.bean(Notices.class);
      for (int i = 0; i < NOTICES; i++) {
        notices.publish(Notice.of("ops", Severity.info, null, "notice " + i, Instant.now())).join();
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> telegram.messages().size() == NOTICES);
      List<String> expected = IntStream.range(0, NOTICES).mapToObj(i -> "notice " + i).toList();
      assertThat(telegram.messages())
          .extracting(FakeTelegram.Message::text)
          .containsExactlyElementsOf(expected);
      assertThat(telegram.requests().size()).isLessThanOrEqualTo(NOTICES + 1);
      assertThat(telegram.polls()).isEmpty();
    }
  }
}
