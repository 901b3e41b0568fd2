package com.millyweb.hub.event;

import static com.millyweb.hub.event.EngineFixture.event;
import static com.millyweb.hub.event.EngineFixture.spec;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One event alone takes another statement than several: neither may store what the other does not.
 */
class AppendTest {
  private static final NewEvent WHOLE =
      new NewEvent(
          "a.b",
          "test",
          "subject",
          Instant.parse("2026-01-02T03:04:05.678901Z"),
          "key",
          "text/plain; charset=utf-8",
          "ä\0b".getBytes(UTF_8),
          "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          null,
          null);

  private EngineFixture engine;

  @BeforeEach
  void start() {
    engine = new EngineFixture();
    for (String group : List.of("one", "two")) {
      engine.dispatcher.attach(spec(group, "a.**"), (delivery, effects) -> true).detach();
    }
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void an_event_alone_is_stored_as_one_of_several() {
    assertThat(rowsOf(WHOLE, true)).isEqualTo(rowsOf(WHOLE.withKey("other"), false)).hasSize(2);
  }

  @Test
  void an_event_that_is_nothing_but_a_type_is_stored_as_one_of_several() {
    NewEvent bare = event("a", "x");
    assertThat(rowsOf(bare, true)).isEqualTo(rowsOf(bare, false)).hasSize(2);
  }

  @Test
  void an_event_that_waits_does_so_alone_and_as_one_of_several() {
    NewEvent delayed = event("a", "x").withDelay(Duration.ofHours(3));
    assertThat(rowsOf(delayed, true)).isEqualTo(rowsOf(delayed, false)).hasSize(2);
    NewEvent dated = event("a", "x").withRunAt(Instant.parse("2100-01-01T00:00:00.000001Z"));
    assertThat(rowsOf(dated, true)).isEqualTo(rowsOf(dated, false)).hasSize(2);
  }

  @Test
  void an_event_that_nobody_wants_is_stored_alone_and_as_one_of_several() {
    assertThat(rowsOf(event("b", "x"), true)).isEmpty();
    assertThat(rowsOf(event("b", "x"), false)).isEmpty();
    assertThat(engine.count("event where type = 'b'")).isEqualTo(2);
  }

  @Test
  void an_event_with_a_known_key_is_not_stored_and_waits_for_nobody() {
    Appended first = engine.log.append(WHOLE).join();
    Appended second = engine.log.append(WHOLE).join();
    assertThat(second).isEqualTo(new Appended(first.id(), true));
    assertThat(engine.count("event")).isEqualTo(1);
    assertThat(engine.count("delivery")).isEqualTo(2);
  }

  @Test
  void an_event_alone_reaches_those_whom_its_hub_did_not_know_yet() {
    try (EngineFixture other = new EngineFixture(engine.database)) {
      other.dispatcher.attach(spec("three", "a"), (delivery, effects) -> true).detach();
      assertThat(rowsOf(event("a", "x"), true)).hasSize(3);
    }
  }

  @Test
  void an_event_with_a_lane_waits_behind_those_before_it() {
    engine
        .dispatcher
        .attach(spec("lane", "c", OrderBy.subject, 4), (delivery, effects) -> true)
        .detach();
    engine.log.append(event("c", "1")).join();
    engine.log.append(event("c", "2")).join();
    assertThat(engine.count("delivery where state = 2")).isEqualTo(1);
  }

  /** The deliveries with their event, without what differs each time. */
  private List<Map<String, Object>> rowsOf(NewEvent event, boolean alone) {
    Appended appended =
        alone
            ? engine.log.append(event).join()
            : engine.log.append(List.of(event, event("nobody.wants", "y"))).join().get(0);
    return engine
        .sql()
        .sql(
            """
            select type, source, subject, content_type, encode(data, 'hex') as data, traceparent, cause, cause_delivery,
                   hops, time is distinct from event.at as own_time,
                   case when time <> event.at then time end as time, key is not null as keyed,
                   d.subscription, d.lane, d.state, d.claims, d.event_at = event.at as at_its_time,
                   case when run_at > '2099-01-01' then run_at end as due,
                   date_trunc('minute', run_at - d.created_at) as waits
            from event join delivery d on d.event_id = event.id
            where event.id = ?
            order by d.subscription
            """)
        .param(appended.id())
        .query()
        .listOfRows();
  }
}
