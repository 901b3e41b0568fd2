package com.millyweb.hub.service.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Severity;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelegramHostileTextTest {
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
        "@a",
        "/a ",
        "+1",
        "https://",
        "http://a)",
        "hhttp",
        "~~a",
        "[a]: b\n\n"
      })
  @Timeout(60)
  void hostile_text_is_written_in_time(String piece) {
    Notice notice =
        Notice.of(
            "ops",
            Severity.info,
            "T",
            "x" + piece.repeat(20_000 / piece.length() - 1),
            TelegramFixture.NOW);
    assertThat(TelegramMessage.of(notice, List.of())).hasSizeBetween(1, 5);
  }
}
