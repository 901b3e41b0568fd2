package com.millyweb.hub.ingress.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.event.Appended;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.IngressProperties;
import com.millyweb.hub.ingress.IngressProperties.Missed;
import com.millyweb.hub.ingress.IngressProperties.ScheduleProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

class SchedulesTest {
  private final TestDatabase database = TestDatabase.create();
  private final Log log = new Log();
  private Instant now = Instant.parse("2030-01-01T00:00:30Z");

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void tick_fires_once_when_it_is_due() {
    Schedules hub = hub("0 * * * *", "UTC", Missed.ONCE);
    fireAt(hub, "2030-01-01T00:00:30Z", "2030-01-01T00:59:59Z");
    assertThat(log.keys).isEmpty();
    fireAt(hub, "2030-01-01T01:00:00Z", "2030-01-01T01:00:01Z", "2030-01-01T01:30:00Z");
    assertThat(log.keys).containsExactly("nightly@2030-01-01T01:00:00Z");
    assertThat(log.last.type()).isEqualTo("schedule.nightly");
    assertThat(log.last.time()).isEqualTo("2030-01-01T01:00:00Z");
  }

  @Test
  void several_hubs_on_one_database_store_one_event_a_tick() {
    Schedules one = hub("*/5 * * * * *", "UTC", Missed.ONCE);
    Schedules other = hub("*/5 * * * * *", "UTC", Missed.ONCE);
    fireAt(one, "2030-01-01T00:00:31Z");
    fireAt(other, "2030-01-01T00:00:31Z");
    fireAt(one, "2030-01-01T00:00:35Z");
    fireAt(other, "2030-01-01T00:00:36Z");
    assertThat(log.keys).containsExactly("nightly@2030-01-01T00:00:35Z");
    assertThat(log.appends).isEqualTo(2);
  }

  @Test
  void ticks_while_no_hub_ran_fire_as_configured() {
    Map<Missed, Integer> expected = Map.of(Missed.SKIP, 0, Missed.ONCE, 1, Missed.ALL, 3);
    expected.forEach(
        (missed, count) -> {
          log.keys.clear();
          JdbcClient.create(database.dataSource()).sql("delete from schedule").update();
          fireAt(hub("0 * * * *", "UTC", missed), "2030-01-01T00:00:30Z");
          fireAt(hub("0 * * * *", "UTC", missed), "2030-01-01T03:30:00Z");
          assertThat(log.keys).as(missed.name()).hasSize(count);
        });
  }

  @Test
  void once_fires_the_newest_of_the_missed_ticks() {
    fireAt(hub("* * * * * *", "UTC", Missed.ONCE), "2030-01-01T00:00:30Z");
    fireAt(hub("* * * * * *", "UTC", Missed.ONCE), "2035-01-01T00:00:00Z");
    assertThat(log.keys).hasSize(61).contains("nightly@2034-12-31T23:59:00Z");
  }

  @Test
  void new_line_of_a_schedule_starts_anew() {
    fireAt(hub("0 0 * * *", "UTC", Missed.ALL), "2030-01-01T00:00:30Z");
    fireAt(hub("0 * * * *", "UTC", Missed.ALL), "2030-01-01T05:30:00Z");
    assertThat(log.keys).isEmpty();
  }

  @Test
  void tick_that_could_not_be_stored_fires_later() {
    Schedules hub = hub("0 * * * *", "UTC", Missed.ONCE);
    fireAt(hub, "2030-01-01T00:59:59Z");
    log.available = false;
    fireAt(hub, "2030-01-01T01:00:00Z");
    log.available = true;
    fireAt(hub, "2030-01-01T01:00:05Z");
    assertThat(log.keys).containsExactly("nightly@2030-01-01T01:00:00Z");
  }

  @Test
  void zone_moves_the_tick_with_summer_time() {
    Schedules hub = hub("0 8 * * *", "Europe/Berlin", Missed.ALL);
    fireAt(hub, "2030-03-30T00:00:00Z");
    fireAt(hub, "2030-03-31T12:00:00Z");
    assertThat(log.keys)
        .containsExactlyInAnyOrder("nightly@2030-03-30T07:00:00Z", "nightly@2030-03-31T06:00:00Z");
  }

  @Test
  void clock_that_jumps_ahead_and_back_leaves_no_silence_behind() {
    Schedules hub = hub("0 * * * *", "UTC", Missed.ALL);
    fireAt(hub, "2030-01-01T00:00:30Z", "2030-01-01T01:00:00Z");
    // two hours in another decade
    fireAt(hub, "2040-01-01T00:00:10Z", "2040-01-01T01:00:00Z", "2040-01-01T02:00:00Z");
    log.keys.clear();
    fireAt(hub, "2030-01-01T01:10:00Z", "2030-01-01T02:00:00Z", "2030-01-01T03:00:01Z");
    assertThat(log.keys)
        .containsExactlyInAnyOrder(
            "nightly@2030-01-01T02:00:00Z#1", "nightly@2030-01-01T03:00:00Z#1");
  }

  @Test
  void ticks_that_fired_while_the_clock_was_ahead_fire_again_when_they_come() {
    Schedules hub = hub("0 * * * *", "UTC", Missed.ONCE);
    fireAt(hub, "2030-01-01T00:00:30Z", "2030-01-01T01:00:00Z", "2030-01-01T02:00:00Z");
    fireAt(hub, "2030-01-01T00:30:00Z", "2030-01-01T01:00:00Z", "2030-01-01T02:00:00Z");
    assertThat(log.keys)
        .containsExactlyInAnyOrder(
            "nightly@2030-01-01T01:00:00Z",
            "nightly@2030-01-01T02:00:00Z",
            "nightly@2030-01-01T01:00:00Z#1",
            "nightly@2030-01-01T02:00:00Z#1");
  }

  @Test
  void hub_that_starts_after_the_clock_was_set_back_goes_on() {
    fireAt(hub("0 * * * *", "UTC", Missed.ONCE), "2040-01-01T00:00:30Z", "2040-01-01T01:00:00Z");
    log.keys.clear();
    Schedules later = hub("0 * * * *", "UTC", Missed.ONCE);
    Schedules beside = hub("0 * * * *", "UTC", Missed.ONCE);
    for (Schedules one : List.of(later, beside)) {
      fireAt(one, "2030-01-01T00:00:30Z");
    }
    for (Schedules one : List.of(later, beside, hub("0 * * * *", "UTC", Missed.ONCE))) {
      fireAt(one, "2030-01-01T01:00:00Z", "2030-01-01T01:00:01Z");
    }
    assertThat(log.keys).containsExactly("nightly@2030-01-01T01:00:00Z#1");
  }

  @Test
  void second_that_is_corrected_changes_nothing() {
    Schedules hub = hub("* * * * *", "UTC", Missed.ONCE);
    fireAt(hub, "2030-01-01T00:00:30Z", "2030-01-01T00:01:00Z", "2030-01-01T00:00:50Z");
    fireAt(hub, "2030-01-01T00:01:00Z", "2030-01-01T00:02:00Z");
    assertThat(log.keys)
        .containsExactly("nightly@2030-01-01T00:01:00Z", "nightly@2030-01-01T00:02:00Z");
  }

  @Test
  void schedule_that_is_off_never_fires() {
    fireAt(hub("off", "UTC", Missed.ALL), "2030-01-01T00:00:30Z", "2031-01-01T00:00:00Z");
    assertThat(log.keys).isEmpty();
  }

  @Test
  void line_that_can_not_be_meant_stops_the_start_and_is_named() {
    var given = Map.of("hub.ingress.schedules.nightly.cron", "*/90 * * * *");
    assertThatThrownBy(
            () ->
                new Binder(
                        List.of(new MapConfigurationPropertySource(given)),
                        null,
                        ApplicationConversionService.getSharedInstance())
                    .bind("hub.ingress", IngressProperties.class))
        .hasMessageContaining("hub.ingress.schedules.nightly.cron")
        .rootCause()
        .hasMessageContaining("the step of '*/90' must be 1 to 59");
  }

  @Test
  void unreadable_line_is_named() {
    assertThatThrownBy(() -> Cron.valueOf("61 * * * *"))
        .hasMessageContaining("61 * * * *")
        .hasMessageContaining("5 fields");
  }

  private Schedules hub(String cron, String zone, Missed missed) {
    var schedule = new ScheduleProperties(Cron.valueOf(cron), ZoneId.of(zone), missed);
    var properties =
        new IngressProperties(
            Map.of(),
            Map.of("nightly", schedule),
            Duration.ofSeconds(1),
            1,
            DataSize.ofMegabytes(1));
    return new Schedules(
        properties,
        new ScheduleTable(JdbcClient.create(database.dataSource())),
        log,
        new SetClock());
  }

  private void fireAt(Schedules hub, String... times) {
    for (String time : times) {
      now = Instant.parse(time);
      hub.fireDue();
    }
  }

  private final class SetClock extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static final class Log implements EventLog {
    final Set<String> keys = new TreeSet<>();
    NewEvent last;
    int appends;
    boolean available = true;

    @Override
    public CompletableFuture<List<Appended>> append(List<NewEvent> events) {
      if (!available) {
        return CompletableFuture.failedFuture(new EventLogUnavailable("down", null));
      }
      appends++;
      last = events.get(events.size() - 1);
      return CompletableFuture.completedFuture(
          events.stream()
              .map(event -> new Appended(UUID.randomUUID(), !keys.add(event.key())))
              .toList());
    }
  }
}
