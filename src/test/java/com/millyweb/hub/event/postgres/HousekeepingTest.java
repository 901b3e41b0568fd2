package com.millyweb.hub.event.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.event.EngineFixture;
import com.millyweb.hub.event.EventIds;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.PendingEvent;
import com.millyweb.hub.fixture.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class HousekeepingTest {
  private TestDatabase database;
  private JdbcClient sql;
  private final SettableClock clock = new SettableClock(Instant.parse("2030-01-01T12:00:00Z"));

  @BeforeEach
  void start() {
    database = TestDatabase.create();
    sql = JdbcClient.create(database.dataSource());
  }

  @AfterEach
  void stop() {
    database.close();
  }

  private long count(String from) {
    return sql.sql("select count(*) from " + from).query(Long.class).single();
  }

  @Test
  void partitions_older_than_the_retention_go_and_what_is_unfinished_stays() throws Exception {
    var house =
        new Housekeeping(
            database.dataSource(),
            clock,
            Duration.ofDays(3),
            Duration.ofDays(3),
            Duration.ofDays(2));
    house.run();
    var subscriptions = new SubscriptionTable(database.dataSource());
    var transport =
        new PostgresTransport(
            database.dataSource(), database.dataSource(), subscriptions, new EventIds(clock));
    var ids = new EventIds(clock);
    subscriptions.activate(EngineFixture.spec("waiting", "a.waiting"));
    for (String type : List.of("a.waiting", "a.finished")) {
      NewEvent event =
          NewEvent.json(type, "test", "1".getBytes(StandardCharsets.UTF_8)).withKey(type);
      transport.append(List.of(new PendingEvent(ids.next(), event, null, null, null, 0)));
    }
    assertThat(count("event_20300101")).isEqualTo(2);

    clock.now = Instant.parse("2030-01-06T12:00:00Z");
    house.run();

    assertThat(sql.sql("select type from event").query(String.class).list())
        .containsExactly("a.waiting");
    assertThat(count("pg_class where relname = 'event_20300101'")).isZero();
    assertThat(count("pg_class where relname = 'event_20300109'")).isEqualTo(1);
    assertThat(count("dedupe")).isZero();
    int subscription = sql.sql("select id from subscription").query(Integer.class).single();
    assertThat(transport.claim(subscription, 10, false, Duration.ofSeconds(30)))
        .singleElement()
        .satisfies(delivery -> assertThat(delivery.event().type()).isEqualTo("a.waiting"));

    sql.sql("delete from delivery").update();
    house.run();
    assertThat(count("event")).isZero();
  }

  @Test
  void traces_go_after_a_time_of_their_own() throws Exception {
    var house =
        new Housekeeping(
            database.dataSource(),
            clock,
            Duration.ofDays(10),
            Duration.ofDays(10),
            Duration.ofDays(2));
    house.run();
    for (String at : List.of("2030-01-01T10:00:00Z", "2031-01-01T10:00:00Z")) {
      sql.sql(
              """
              insert into trace (delivery, event_id, claim, route, kept, started_at, took_us, steps)
              values (1, gen_random_uuid(), 1, 'flow.a', 'failed', ?::timestamptz, 1, '[]')
              """)
          .param(at)
          .update();
    }
    assertThat(count("trace_20300101")).isEqualTo(1);
    assertThat(count("trace_default")).isEqualTo(1);

    clock.now = Instant.parse("2030-01-04T12:00:00Z");
    house.run();

    assertThat(count("pg_class where relname = 'trace_20300101'")).isZero();
    assertThat(count("pg_class where relname = 'event_20300101'")).isEqualTo(1);
    assertThat(count("trace")).isEqualTo(1);

    clock.now = Instant.parse("2031-02-01T12:00:00Z");
    house.run();
    assertThat(count("trace")).isZero();
  }
}
