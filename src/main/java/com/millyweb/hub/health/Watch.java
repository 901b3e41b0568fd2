package com.millyweb.hub.health;

import com.millyweb.hub.health.probe.HealthProbe;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import com.millyweb.hub.health.probe.HealthProbe.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory for one system: what it answered last, what is settled, and what is on its way there.
 *
 * <p>A change for the worse needs several answers in a row, one for the better a single answer, but
 * as many of a system that came back a short while ago and is in trouble again: it flaps, and
 * people are not told each time. An answer "unknown" says nothing about the system and changes
 * nothing.
 */
final class Watch {
  /** While the database is away changes queue up here; a flapping system must not fill memory. */
  private static final int MAX_CHANGES = 100;

  /** Trouble that begins within this after the last one ended is the same. */
  private static final Duration FLAPPING = Duration.ofMinutes(15);

  private final HealthProbe probe;
  private final Duration interval;
  private final Duration timeout;
  private final boolean critical;
  private final int failures;
  private final Deque<Change> unsaved = new ArrayDeque<>();
  private AgreedStatus settled;
  private @Nullable Status last;
  private @Nullable Instant lastAt;
  private @Nullable Instant lastSince;
  private @Nullable Duration lastTook;
  private int worse;
  private int good;
  private boolean flaps;
  private @Nullable Instant backAt;
  private @Nullable Instant worseSince;

  Watch(HealthProbe probe, Duration interval, Duration timeout, boolean critical, int failures) {
    this.probe = probe;
    this.interval = interval;
    this.timeout = timeout;
    this.critical = critical;
    this.failures = failures;
    settled = AgreedStatus.unknown(probe.system());
  }

  HealthProbe probe() {
    return probe;
  }

  Duration interval() {
    return interval;
  }

  Duration timeout() {
    return timeout;
  }

  boolean critical() {
    return critical;
  }

  /** What the hubs agreed on last. */
  synchronized Level settledLevel() {
    return settled.status();
  }

  /** How long a system may take to be settled as down, and one question more. */
  Duration patience() {
    return interval.multipliedBy(failures + 1L);
  }

  /**
   * @param took how long it took to answer; null when it gave no answer
   */
  synchronized void answered(Status status, Instant at, @Nullable Duration took) {
    lastTook = took;
    if (last == null || last.level() != status.level()) {
      boolean asBeforeTheStart = last == null && status.level() == settled.status();
      lastSince = asBeforeTheStart && settled.since() != null ? settled.since() : at;
    }
    last = status;
    lastAt = at;
    Level level = status.level();
    if (level == Level.UNKNOWN || level == settled.status()) {
      worse = 0;
      good = level == Level.UNKNOWN ? good : 0;
      return;
    }
    boolean better =
        level == Level.UP
            || settled.status() != Level.UNKNOWN && level.compareTo(settled.status()) < 0;
    if (better && flaps && ++good < failures) {
      return;
    }
    if (!better) {
      good = 0;
      worse++;
      worseSince = worse == 1 ? at : worseSince;
      if (worse < failures) {
        return;
      }
    }
    Instant since = better || worseSince == null ? at : worseSince;
    worse = 0;
    good = 0;
    if (level == Level.UP) {
      backAt = settled.status() == Level.UNKNOWN ? null : at;
      flaps = false;
    } else if (!better) {
      flaps = backAt != null && since.isBefore(backAt.plus(FLAPPING));
    }
    settle(new Change(settled, level, since, status.detail()));
  }

  private void settle(Change change) {
    if (unsaved.size() == MAX_CHANGES) {
      unsaved.clear();
    }
    unsaved.add(change);
    settled = change.settled();
  }

  /** What waits for the database, oldest first. */
  synchronized List<Change> unsaved() {
    return List.copyOf(unsaved);
  }

  synchronized void saved(Change change) {
    unsaved.remove(change);
  }

  /** Takes over what the hubs agreed on; what this hub wanted to change is void. */
  synchronized void adopt(AgreedStatus agreed) {
    unsaved.clear();
    if (agreed.version() != settled.version() || agreed.status() != settled.status()) {
      settled = agreed;
      worse = 0;
    }
  }

  /** As {@link #adopt}, unless a change of our own waits. */
  synchronized void adoptNews(AgreedStatus agreed) {
    if (unsaved.isEmpty() && agreed.version() > settled.version()) {
      adopt(agreed);
    }
  }

  /** The last answer; before the first one what was settled, which no one has confirmed. */
  synchronized SystemHealth health() {
    if (last == null) {
      return new SystemHealth(
          probe.system(), Level.UNKNOWN, settled.since(), null, null, critical, settled.error());
    }
    return new SystemHealth(
        probe.system(), last.level(), lastSince, lastAt, lastTook, critical, last.detail());
  }
}
