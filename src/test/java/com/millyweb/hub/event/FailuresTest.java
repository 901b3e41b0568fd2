package com.millyweb.hub.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

class FailuresTest {
  private final Failures failures = new Failures(text -> text.replace("s3cret", "******"));
  private final SubscriptionSpec spec = EngineFixture.spec("flow.x", "a");

  private static HeldDelivery inHand(int failures) {
    NewEvent event = NewEvent.json("a", "test", "1".getBytes(StandardCharsets.UTF_8));
    var ids = new EventIds(Clock.systemUTC());
    var stored =
        new Event(
            ids.next(),
            Instant.EPOCH,
            event.type(),
            event.source(),
            null,
            Instant.EPOCH,
            null,
            event.contentType(),
            event.data(),
            null,
            null,
            null,
            0);
    return new HeldDelivery(new Delivery(1, 1, 1, null, 1, failures, stored));
  }

  private Outcome http(int status, Map<String, String> headers) {
    return failures.decide(
        inHand(0),
        spec,
        new HttpOperationFailedException("http://target", status, "", null, headers, "body"));
  }

  /** What a flow really meets, each thrown by who throws it. */
  static Stream<Throwable> incurable() throws Exception {
    var context = new DefaultCamelContext();
    context.start();
    var exchange = new DefaultExchange(context);
    exchange.getMessage().setBody(Map.of("a", 1));
    return Stream.of(
        thrown(() -> new ObjectMapper().readTree("{\"a\": ")),
        thrown(() -> new ObjectMapper().readValue("[]", Map.class)),
        thrown(() -> HttpMethods.valueOf("FETCH")),
        thrown(() -> Integer.parseInt("many")),
        thrown(() -> Instant.parse("tomorrow")),
        thrown(() -> new URL("nowhere")),
        thrown(() -> exchange.getMessage().getMandatoryBody(InputStream.class)),
        thrown(() -> context.getTypeConverter().mandatoryConvertTo(Integer.class, "many")),
        thrown(() -> context.getEndpoint("nosuch:thing")),
        thrown(() -> context.resolveLanguage("nosuch")),
        thrown(
            () ->
                context
                    .resolveLanguage("simple")
                    .createExpression("${body.nothing}")
                    .evaluate(exchange, String.class)),
        new PermanentFailure(
            "stop", new AmbiguousFailure("no answer", new IOException("it broke off"))),
        new PSQLException("division by zero", PSQLState.NUMERIC_VALUE_OUT_OF_RANGE),
        new PSQLException("no such column", PSQLState.UNDEFINED_COLUMN));
  }

  private static Throwable thrown(Callable<?> call) {
    try {
      throw new AssertionError("Not thrown, but: " + call.call());
    } catch (Exception e) {
      return e;
    }
  }

  @ParameterizedTest
  @MethodSource
  void incurable(Throwable failure) {
    assertThat(failures.decide(inHand(0), spec, failure)).isInstanceOf(Outcome.Dead.class);
    var wrapped = new RuntimeCamelException(new CompletionException(failure));
    assertThat(failures.decide(inHand(0), spec, wrapped)).isInstanceOf(Outcome.Dead.class);
  }

  @Test
  void lane_that_is_told_to_wait_without_end_waits_longer_each_time() {
    Duration before = Duration.ZERO;
    for (int claims = 1; claims < 20; claims++) {
      Delivery first = inHand(0).delivery;
      var held = new HeldDelivery(new Delivery(1, 1, 1, "lane", claims, 0, first.event()));
      var failure = new HttpOperationFailedException("http://t", 429, "", null, null, "");
      assertThat(failures.decide(held, spec, failure)).isInstanceOf(Outcome.Again.class);
      Duration pause = ((Outcome.Again) failures.decide(held, spec, failure)).delay();
      assertThat(pause).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(Duration.ofMinutes(5));
      before = pause;
    }
    assertThat(before).isEqualTo(Duration.ofMinutes(5));
  }

  static Stream<Throwable> passing() {
    return Stream.of(
        new ConnectException("refused"),
        new IllegalArgumentException("while reading", new SocketTimeoutException("slow")),
        new TypeConversionException("x", String.class, new IOException("stream closed")),
        new PSQLException("gone", PSQLState.CONNECTION_FAILURE),
        new PSQLException("deadlock", PSQLState.DEADLOCK_DETECTED),
        new EventLogUnavailable("down", new SQLException()),
        new TimeoutException("late"),
        new IllegalStateException("some state"),
        new NullPointerException());
  }

  @ParameterizedTest
  @MethodSource
  void passing(Throwable failure) {
    assertThat(failures.decide(inHand(0), spec, failure)).isInstanceOf(Outcome.Again.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 409, 425, 500, 502, 503, 504})
  void passing_http_failures_are_repeated(int status) {
    assertThat(http(status, Map.of())).isInstanceOf(Outcome.Again.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410, 422})
  void refusals_are_dead_letters_at_once(int status) {
    assertThat(http(status, Map.of()))
        .isInstanceOfSatisfying(
            Outcome.Dead.class, dead -> assertThat(dead.reason()).isEqualTo("permanent"));
  }

  @ParameterizedTest
  @CsvSource({"429, 2, 2000", "429, 0.5, 500", "503, 7, 7000", "429, 999999, 86400000"})
  void target_that_asks_for_time_gets_it_up_to_a_day(int status, String value, long millis) {
    assertThat(http(status, Map.of("retry-after", value)))
        .isInstanceOfSatisfying(
            Outcome.Again.class,
            again -> {
              assertThat(again.kind()).isEqualTo("paused");
              assertThat(again.delay()).isEqualTo(Duration.ofMillis(millis));
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7|7000",
        " 1.5 |1500",
        "0.0001|1",
        "0|0",
        "-1|0",
        "-0.5|0",
        "Sun, 06 Nov 1994 08:49:37 GMT|0",
        "Thursday, 06-Nov-25 08:49:37 GMT|0",
        "Thu, 01 Jan 2026 00:01:30 GMT|90000",
        "Thu, 01 Jan 2099 00:00:00 GMT|86400000",
        "99999999999999999999999999999999999999|86400000",
        "NaN|",
        "Infinity|",
        "0x1p3|",
        "1e5|",
        "5d|",
        "soon|",
        "''|",
        "7 7|",
      })
  void retry_after_is_read_in_one_way(String value, Long millis) {
    assertThat(RetryAfter.read(value, Instant.parse("2026-01-01T00:00:00Z")))
        .isEqualTo(millis == null ? null : Duration.ofMillis(millis));
  }

  @Test
  void target_that_asks_for_no_time_is_not_asked_again_without_a_pause() {
    for (String value : List.of("0", "-1", "Sun, 06 Nov 1994 08:49:37 GMT")) {
      for (int status : List.of(429, 503)) {
        assertThat(http(status, Map.of("Retry-After", value)))
            .isInstanceOfSatisfying(
                Outcome.Again.class,
                again -> {
                  assertThat(again.kind()).isEqualTo("paused");
                  assertThat(again.delay()).isEqualTo(Duration.ofSeconds(1));
                });
      }
    }
    assertThat(http(503, Map.of("Retry-After", "soon")))
        .isInstanceOfSatisfying(
            Outcome.Again.class, again -> assertThat(again.kind()).isEqualTo("failed"));
  }

  @Test
  void retry_after_may_be_a_date() {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().plusSeconds(90).atOffset(ZoneOffset.UTC));
    assertThat(Failures.retryAfter(Map.of("Retry-After", date)))
        .isBetween(Duration.ofSeconds(80), Duration.ofSeconds(90));
  }

  @Test
  void last_attempt_that_fails_is_exhausted_and_an_ambiguous_one_is_marked() {
    assertThat(failures.decide(inHand(2), spec, new IOException("reset")))
        .isInstanceOfSatisfying(
            Outcome.Dead.class, dead -> assertThat(dead.reason()).isEqualTo("exhausted"));
    assertThat(failures.decide(inHand(0), spec, new AmbiguousFailure("no answer", null)))
        .isInstanceOfSatisfying(
            Outcome.Again.class, again -> assertThat(again.kind()).isEqualTo("ambiguous"));
  }

  @Test
  void stored_error_has_its_causes_and_no_secret() {
    var failure =
        new IllegalStateException("outer", new IOException("token s3cret refused \0 here"));
    assertThat(failures.describe(failure))
        .isEqualTo(
            "IllegalStateException: outer; caused by IOException: token ****** refused \uFFFD"
                + " here");
    assertThat(failures.describe(new IOException("x".repeat(10_000)))).hasSize(4000);
  }

  @Test
  void back_off_doubles_up_to_its_maximum_with_a_fifth_of_jitter() {
    Backoff backoff = Backoff.of("1s..10s");
    var random = new Random(7);
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.after(1, random).toMillis()).isBetween(800L, 1200L);
      assertThat(backoff.after(3, random).toMillis()).isBetween(3200L, 4800L);
      assertThat(backoff.after(50, random).toMillis()).isBetween(8000L, 12_000L);
    }
    assertThat(Backoff.of("2h")).isEqualTo(new Backoff(Duration.ofHours(2), Duration.ofHours(2)));
    assertThatThrownBy(() -> Backoff.of("soon")).hasMessageContaining("'soon'");
    assertThatThrownBy(() -> Backoff.of("10s..1s")).hasMessageContaining("first <= max");
  }

  @Test
  void back_off_may_name_its_delays() {
    Backoff backoff = Backoff.of("5s, 5m,2h");
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.after(1, random).toMillis()).isBetween(4_000L, 6_000L);
      assertThat(backoff.after(2, random).toSeconds()).isBetween(240L, 360L);
      assertThat(backoff.after(3, random).toMinutes()).isBetween(96L, 144L);
      assertThat(backoff.after(50, random).toMinutes()).isBetween(96L, 144L);
    }
    assertThat(Backoff.of("1s,10s..1m").after(4, random).toSeconds()).isBetween(32L, 48L);
    assertThatThrownBy(() -> Backoff.of("5s,")).hasMessageContaining("'5s,5m,2h', was: '5s,'");
    assertThatThrownBy(() -> Backoff.of("2h,5s..1h")).hasMessageContaining("first <= max");
  }
}
