package com.millyweb.hub.secret;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Canaries that must not come out. */
class RedactionTest {
  private final Redaction redaction = Redaction.instance();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          token hub_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cX1 end | token ****** end
          xoxb-1234567890-canary | ******
          to https://hooks.slack.com/services/T0/B0/canary failed | to https://hooks.slack.com/services/****** failed
          https://discord.com/api/webhooks/123/canary?wait=true | https://discord.com/api/webhooks/******
          https://api.telegram.org/bot123456789:AAcanaryAAcanaryAAcanaryAAcanary012/send | https://api.telegram.org/bot******/send
          secret whsec_Y2FuYXJ5Y2FuYXJ5 | secret ******
          Authorization: Basic Y2FuYXJ5 | Authorization: ******
          {"authorization":"Bearer canary1","a":1} | {"authorization":"******","a":1}
          sent Bearer canary.1234567 | sent Bearer ******
          postgres://hub:canary@db/hub | postgres://******@db/hub
          jdbc:postgresql://db/hub?user=hub&password=canary&ssl=true | jdbc:postgresql://db/hub?user=hub&password=******&ssl=true
          {"client_secret": "canary"} | {"client_secret": "******"}
          """)
  void secrets_are_known_by_their_shape(String text, String masked) {
    assertThat(redaction.redact(text)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hub_event_oldest_waiting_seconds is 3",
        "the bearer of this message",
        "Route flow.push-to-chat started at https://example.com:8080/path?x=1",
        "lease token 17 was lost",
        "hub.admin-token must have at least 16 characters, had 5",
        "019a0000-0000-7000-8000-000000000001 to disk-space-of-the-server"
      })
  void ordinary_text_stays(String text) {
    assertThat(redaction.redact(text)).isEqualTo(text);
  }

  @Test
  void configured_secret_is_masked_wherever_it_stands() {
    redaction.learn(new Secret("canary/ö&1"));
    assertThat(redaction.redact("xcanary/ö&1x https://x/?q=canary%2F%C3%B6%261"))
        .isEqualTo("x******x https://x/?q=******");
  }

  @Test
  void longer_of_two_secrets_is_masked_whole() {
    redaction.learn(new Secret("canary-two"));
    redaction.learn(new Secret("canary-two-long"));
    assertThat(redaction.redact("canary-two-long canary-two")).isEqualTo("****** ******");
  }

  @Test
  void log_line_and_stack_trace_are_masked() {
    redaction.learn(new Secret("canary-in-log"));
    var context = new LoggerContext();
    var layout = new RedactingLayout();
    layout.setContext(context);
    layout.setPattern("%level %msg%n%ex");
    layout.start();
    Logger logger = context.getLogger("test");
    var cause = new IllegalStateException("cause canary-in-log");
    var event =
        new LoggingEvent(
            "test",
            logger,
            Level.ERROR,
            "failed with {}",
            new IllegalArgumentException("password=hunter2", cause),
            new Object[] {"canary-in-log"});
    assertThat(layout.doLayout(event))
        .contains("failed with ******", "cause ******", "password=******")
        .doesNotContain("canary", "hunter2");
  }

  @Test
  void hostile_text_costs_little() {
    String text = "password=".repeat(20_000) + "://".repeat(20_000) + "a".repeat(100_000);
    long start = System.nanoTime();
    redaction.redact(text);
    assertThat((System.nanoTime() - start) / 1_000_000).as("milliseconds").isLessThan(2_000);
  }
}
