package com.millyweb.hub.ingress.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * A cron line of 5 fields, or of 6 with seconds first, as crontab reads it: with a day of the month
 * and a day of the week, either of them will do.
 *
 * <p>Spring's expressions tell the local times. A line for certain hours fires each of them once:
 * at the first moment after the gap when clocks are set forward over it, at the first of the two
 * when they are set back. A line for every hour goes by what the clocks show, as often as they show
 * it.
 *
 * @param days one expression, or one for the days of the month and one for those of the week; none
 *     when the schedule is switched off
 * @param everyHour whether it fires in each hour
 */
public record Cron(String line, List<CronExpression> days, boolean everyHour) {
  private static final List<String> OFF = List.of("-", "off");

  /** Some years from now, 29 February after a century without one; what is never then is never. */
  private static final LocalDateTime FROM = LocalDateTime.of(2096, 12, 31, 0, 0);

  public static Cron valueOf(String line) {
    String trimmed = line.strip();
    if (OFF.contains(trimmed)) {
      return new Cron(trimmed, List.of(), false);
    }
    CronFields fields = CronFields.of(trimmed);
    List<CronExpression> days;
    try {
      days = fields.eitherDay().stream().map(CronExpression::parse).toList();
    } catch (IllegalArgumentException e) {
      throw CronFields.unreadable(trimmed, e.getMessage());
    }
    if (days.stream().allMatch(day -> day.next(FROM) == null)) {
      throw new IllegalArgumentException(
          "A cron line must have a date that exists, '%s' never fires".formatted(line));
    }
    return new Cron(trimmed, days, fields.everyHour());
  }

  /** The first tick after an instant; null when there is none for years to come, or it is off. */
  @Nullable Instant next(Instant after, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    Instant from = after;
    while (true) {
      ZoneOffset offset = rules.getOffset(from);
      LocalDateTime local = LocalDateTime.ofInstant(from, offset);
      ZoneOffsetTransition change = rules.nextTransition(from);
      LocalDateTime next = next(local);
      if (next == null) {
        return null;
      }
      // until the next change of the clocks a local time is one moment
      if (change == null || next.isBefore(change.getDateTimeBefore())) {
        Instant tick = next.toInstant(offset);
        if (everyHour || !isSecond(next, offset, rules)) {
          return tick;
        }
        from = tick;
        continue;
      }
      if (change.isGap() && !everyHour && next.isBefore(change.getDateTimeAfter())) {
        return change.getInstant();
      }
      // what the clocks show at the change itself is looked at again, with the new offset
      if (fires(change.getDateTimeAfter())
          && (everyHour || !isSecond(change.getDateTimeAfter(), change.getOffsetAfter(), rules))) {
        return change.getInstant();
      }
      from = change.getInstant();
    }
  }

  private @Nullable LocalDateTime next(LocalDateTime after) {
    return days.stream()
        .map(day -> day.next(after))
        .filter(Objects::nonNull)
        .min(LocalDateTime::compareTo)
        .orElse(null);
  }

  private boolean fires(LocalDateTime time) {
    return time.equals(next(time.minusNanos(1)));
  }

  /** Whether the clocks show this time for the second time, having been set back. */
  private static boolean isSecond(LocalDateTime time, ZoneOffset offset, ZoneRules rules) {
    List<ZoneOffset> offsets = rules.getValidOffsets(time);
    return offsets.size() == 2 && offsets.get(1).equals(offset);
  }

  @Override
  public String toString() {
    return line;
  }
}
