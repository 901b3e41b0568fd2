package com.millyweb.hub.ingress;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/** A cron line of 5 fields, or of 6 with seconds first. */
record Cron(String line, CronExpression expression) {

  public static Cron valueOf(String line) {
    String trimmed = line.strip();
    int fields = trimmed.split("\\s+").length;
    boolean shorthand = trimmed.startsWith("@");
    try {
      return new Cron(
          trimmed, CronExpression.parse(fields == 5 && !shorthand ? "0 " + trimmed : trimmed));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "A cron line must have 5 fields (minute hour day month weekday), or 6 with seconds first, was: '%s': %s"
              .formatted(line, e.getMessage()));
    }
  }

  /** The first tick after an instant; null when there is none for years to come. */
  @Nullable Instant next(Instant after, ZoneId zone) {
    ZonedDateTime next = expression.next(after.atZone(zone));
    return next == null ? null : next.toInstant();
  }
}
