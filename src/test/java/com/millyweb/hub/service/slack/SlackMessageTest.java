package com.millyweb.hub.service.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeBody;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.decision.Buttons;
import com.millyweb.hub.notify.decision.NoticeLinks;
import com.millyweb.hub.notify.sending.SendingFixture;
import com.millyweb.hub.notify.sending.Throttle;
import com.millyweb.hub.service.email.EmailHtml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackMessageTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        ">",
        "[",
        "*",
        "`",
        "_a",
        "- ",
        "![",
        "<a ",
        "&a;",
        "~~~\n",
        "> - ",
        "\n\n",
        "[a](b",
        "\\",
        "**a",
        "[a]:b\n",
        "1. ",
        "|a|\n|-|\n",
        "|-",
        "|",
        "~~a",
        "https://",
        "http://a)",
        "http://a*_",
        "[a]: b\n\n",
        "@here"
      })
  @Timeout(60)
  void hostile_text_is_written_in_time(String piece) {
    Notice notice =
        Notice.of(
            "ops",
            Severity.info,
            "T",
            "x" + piece.repeat(Notice.MAX_TEXT / piece.length() - 1),
            SlackFixture.NOW);
    assertThat(SlackMessage.of(notice, List.of(), false)).hasSizeBetween(1, 5);
  }

  @Test
  @Timeout(60)
  void table_whose_rows_would_be_filled_up_without_end_stays_text() {
    String wide = "|a".repeat(40_000) + "\n" + "|-".repeat(40_000) + "\n" + "|b\n".repeat(30_000);
    assertThat(SlackMessage.of(SlackFixture.notice(wide), List.of(), false)).hasSizeBetween(1, 5);
    assertThat(
            EmailHtml.write(
                SlackFixture.notice(wide),
                NoticeLinks.of(SlackFixture.notice("x"), List.of(), SendingFixture.PRIVATE)))
        .hasSizeLessThan(5_000_000);
  }

  @Test
  void buttons_that_there_is_no_room_for_are_counted() {
    List<Buttons.Button> buttons = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      buttons.add(new Buttons.Button("Choice " + i, null, "a:" + i, null));
    }
    Notice notice = SlackFixture.notice("Which?");
    String message = SlackMessage.of(notice, buttons, true).toString();
    assertThat(message).contains("Choice 9").doesNotContain("Choice 10");
    assertThat(message).contains("… and 90 more to choose from in the hub: notice " + notice.id());
    assertThat(SlackMessage.of(notice, buttons.subList(0, 10), true).toString())
        .doesNotContain("more to choose from");
  }

  @Test
  void everything_at_once_stays_within_the_limits() throws Exception {
    Map<String, Object> fields = new LinkedHashMap<>();
    List<Object> actions = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      fields.put("field " + i, "<&>".repeat(i * 30));
      actions.add(
          i % 2 == 0
              ? Map.of("text", "Link <" + i, "url", "https://e.org/" + "x".repeat(i * 20))
              : Map.of("text", "Press ".repeat(i), "value", "v".repeat(i)));
    }
    Notice notice =
        new NoticeBody("ops", null, "critical", null)
            .read(
                Map.of(
                    "title",
                    "<&> ".repeat(400),
                    "text",
                    "& word ".repeat(5_000),
                    "fields",
                    fields,
                    "actions",
                    actions,
                    "link",
                    "https://e.org/?a=1&b=2"),
                SlackFixture.NOW);
    try (SlackFixture slack = SlackFixture.bot()) {
      slack.send(notice);
      assertThat(slack.fake.messages()).hasSize(5);
      assertThat(slack.fake.messages().get(0).text()).startsWith("🚨 &lt;&amp;&gt;");
    }
  }

  @Test
  void pace_lets_a_burst_pass_and_spreads_the_rest() throws Exception {
    List<Duration> waits = new ArrayList<>();
    long[] now = {0};
    Throttle pace =
        new Throttle(
            1,
            3,
            () -> now[0],
            wait -> {
              waits.add(wait);
              now[0] += wait.toNanos();
            });
    for (int i = 0; i < 5; i++) {
      pace.await("C1");
    }
    pace.await("C2");
    assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
  }
}
