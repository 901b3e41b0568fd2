package com.millyweb.hub.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which moments a window of the week covers. */
class MaintenanceWindowTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static MaintenanceWindow window(Set<DayOfWeek> days, String from, Duration duration) {
    return new MaintenanceWindow(List.of("nas"), days, from, duration, BERLIN);
  }

  private static boolean covers(MaintenanceWindow window, String at) {
    return window.covers("nas", Instant.parse(at));
  }

  @Test
  void window_goes_by_the_clock_of_its_zone_in_summer_and_in_winter() {
    var window = window(Set.of(), "03:00", Duration.ofHours(2));
    assertThat(covers(window, "2026-01-10T01:59:59Z")).isFalse();
    assertThat(covers(window, "2026-01-10T02:00:00Z")).isTrue();
    assertThat(covers(window, "2026-01-10T03:59:59Z")).isTrue();
    assertThat(covers(window, "2026-01-10T04:00:00Z")).isFalse();
    assertThat(covers(window, "2026-07-10T01:00:00Z")).isTrue();
    assertThat(window.covers("shop", Instant.parse("2026-01-10T02:30:00Z"))).isFalse();
  }

  @Test
  void window_that_begins_on_sunday_may_end_on_monday() {
    var window = window(Set.of(DayOfWeek.SUNDAY), "23:00", Duration.ofHours(3));
    assertThat(covers(window, "2026-11-29T22:30:00Z")).isTrue();
    assertThat(covers(window, "2026-11-30T00:59:00Z")).isTrue();
    assertThat(covers(window, "2026-11-30T01:00:00Z")).isFalse();
    assertThat(covers(window, "2026-11-30T22:30:00Z")).isFalse();
  }

  @Test
  void time_without_quotes_is_the_same_time() {
    var window = window(Set.of(), String.valueOf(22 * 60 + 30), Duration.ofHours(1));
    assertThat(covers(window, "2026-01-10T21:29:59Z")).isFalse();
    assertThat(covers(window, "2026-01-10T21:30:00Z")).isTrue();
    assertThatThrownBy(() -> window(Set.of(), "half past two", Duration.ofHours(1)))
        .hasMessageContaining("must be a time such as 03:00, was: 'half past two'");
  }

  @Test
  void window_without_a_begin_or_too_long_is_refused() {
    assertThatThrownBy(
            () -> new MaintenanceWindow(List.of(), Set.of(), null, Duration.ofHours(1), BERLIN))
        .hasMessageContaining("needs from");
    assertThatThrownBy(() -> window(Set.of(), "03:00", Duration.ofHours(25)))
        .hasMessageContaining("at most 1d");
  }
}
