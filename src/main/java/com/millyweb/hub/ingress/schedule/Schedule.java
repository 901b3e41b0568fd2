package com.millyweb.hub.ingress.schedule;

import com.millyweb.hub.ingress.IngressProperties.ScheduleProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cron line with a name, and what is due of it. */
record Schedule(String name, ScheduleProperties properties) {
  /** A tick this late was missed: no hub ran, or none could store it. */
  static final Duration LATE = Duration.ofMinutes(1);

  /** A line that ticks each second would otherwise fire 86,400 times for a day of absence. */
  static final int MOST_MISSED = 1_000;

  /** Looked at one after the other, because a year has 31 million seconds. */
  private static final List<Duration> WINDOWS =
      List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(60));

  /** The cron line and its zone, as one text. */
  String line() {
    return properties.cron().line() + " " + properties.zone().getId();
  }

  boolean isOff() {
    return properties.cron().days().isEmpty();
  }

  /** What fires now, in order: what was missed as far as it is to fire, and what is on time. */
  List<Instant> due(Instant lastTick, Instant now) {
    Instant late = now.minus(LATE);
    List<Instant> due = new ArrayList<>();
    int wanted =
        switch (properties.missed()) {
          case SKIP -> 0;
          case ONCE -> 1;
          case ALL -> MOST_MISSED;
        };
    if (wanted > 0 && lastTick.isBefore(late)) {
      List<Instant> missed = missed(lastTick, late, wanted);
      due.addAll(missed.subList(Math.max(0, missed.size() - wanted), missed.size()));
    }
    due.addAll(ticks(lastTick.isAfter(late) ? lastTick : late, now));
    return due;
  }

  private List<Instant> missed(Instant lastTick, Instant late, int wanted) {
    for (Duration window : WINDOWS) {
      Instant start = late.minus(window);
      if (start.isAfter(lastTick)) {
        List<Instant> ticks = ticks(start, late);
        if (ticks.size() >= wanted) {
          return ticks;
        }
      }
    }
    return ticks(lastTick, late);
  }

  /** The ticks after one instant, up to another. */
  private List<Instant> ticks(Instant after, Instant until) {
    List<Instant> ticks = new ArrayList<>();
    for (Instant tick = next(after); tick != null && !tick.isAfter(until); tick = next(tick)) {
      ticks.add(tick);
    }
    return ticks;
  }

  private @Nullable Instant next(Instant after) {
    return properties.cron().next(after, properties.zone());
  }
}
