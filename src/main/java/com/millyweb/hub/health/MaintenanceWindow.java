package com.millyweb.hub.health;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A time of each week at which systems are worked on.
 *
 * @param systems that are; empty for all
 * @param days on which it begins; empty for every day
 * @param from when it begins, {@code 03:00}
 * @param duration how long it is, at most a day
 * @param zone whose clock is meant
 */
record MaintenanceWindow(
    @DefaultValue List<String> systems,
    @DefaultValue Set<DayOfWeek> days,
    @Nullable String from,
    @Nullable Duration duration,
    @DefaultValue("UTC") ZoneId zone) {
  private static final Duration LONGEST = Duration.ofDays(1);

  /** YAML reads a time without quotes, such as 22:30, as a number of minutes. */
  private static final Pattern MINUTES = Pattern.compile("\\d{1,4}");

  MaintenanceWindow {
    if (from == null || duration == null) {
      throw new IllegalArgumentException(
          "hub.health.maintenance.<name> needs from, such as 03:00, and duration, such as 2h");
    }
    if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "hub.health.maintenance.<name>.duration must be at most 1d, was: %s".formatted(duration));
    }
    begin(from);
  }

  private static LocalTime begin(String text) {
    try {
      return MINUTES.matcher(text).matches()
          ? LocalTime.ofSecondOfDay(60L * Integer.parseInt(text))
          : LocalTime.parse(text.strip());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "hub.health.maintenance.<name>.from must be a time such as 03:00, was: '%s'"
              .formatted(text),
          e);
    }
  }

  boolean covers(String system, Instant now) {
    if (!systems.isEmpty() && !systems.contains(system)) {
      return false;
    }
    LocalDate today = now.atZone(zone).toLocalDate();
    return isIn(today, now) || isIn(today.minusDays(1), now);
  }

  private boolean isIn(LocalDate day, Instant now) {
    if (from == null || !days.isEmpty() && !days.contains(day.getDayOfWeek())) {
      return false;
    }
    Instant begin = ZonedDateTime.of(day, begin(from), zone).toInstant();
    return !now.isBefore(begin) && now.isBefore(begin.plus(duration));
  }
}
