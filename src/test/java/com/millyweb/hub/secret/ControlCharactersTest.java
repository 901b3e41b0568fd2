package com.millyweb.hub.secret;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an event brings cannot forge a line of the log, nor talk to a terminal. */
class ControlCharactersTest {
  private static final String EVIL =
      "a\n10:00:00.000 ERROR Hub  forged\r\u001b[2J\u0007\u009b31m\u202egnp\u2028x\u0000";

  private final LoggerContext context = new LoggerContext();
  private final RedactingLayout layout = new RedactingLayout();

  @BeforeEach
  void start() {
    layout.setContext(context);
    layout.setPattern("%msg%n%ex");
    layout.start();
  }

  @Test
  void a_message_is_one_line_whatever_it_holds() {
    String line = line("Order {} came", null, EVIL);
    assertThat(line.lines()).hasSize(1);
    assertThat(line.strip())
        .isEqualTo(
            "Order a\\n10:00:00.000 ERROR Hub  forged\\r\\u001b[2J\\u0007\\u009b31m\\u202egnp\\u2028x\\u0000 came");
  }

  @Test
  void a_text_that_was_put_together_before_is_one_line_too() {
    assertThat(line(EVIL, null).lines()).hasSize(1);
  }

  @Test
  void the_messages_of_exceptions_are_shown_and_frames_stay_lines() {
    var failure = new IllegalStateException("outer " + EVIL, new RuntimeException(EVIL));
    failure.addSuppressed(new IllegalArgumentException(EVIL));
    String text = line("It failed", failure);

    assertThat(text).doesNotContain("\u001b", "\u2028", "\u202e", "\r", "\u0000");
    assertThat(text.lines()).noneMatch(line -> line.startsWith("10:00:00.000"));
    assertThat(text.lines())
        .anyMatch(line -> line.startsWith("java.lang.IllegalStateException: outer a\\n"))
        .anyMatch(line -> line.startsWith("Caused by: java.lang.RuntimeException: a\\n"))
        .anyMatch(line -> line.contains("Suppressed: java.lang.IllegalArgumentException: a\\n"))
        .anyMatch(line -> line.startsWith("\tat com.millyweb.hub.secret.ControlCharactersTest"));
  }

  @Test
  void ordinary_text_is_left_alone() {
    assertThat(line("Grüße, \t日本 {}", null, "🎉").strip()).isEqualTo("Grüße, \t日本 🎉");
  }

  private String line(String message, Throwable thrown, Object... arguments) {
    Logger logger = context.getLogger("test");
    return layout.doLayout(
        new LoggingEvent("caller", logger, Level.WARN, message, thrown, arguments));
  }
}
