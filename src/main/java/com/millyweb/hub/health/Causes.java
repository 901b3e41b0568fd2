package com.millyweb.hub.health;

import com.millyweb.hub.health.HealthStore.Transition;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether people hear about a system's trouble: not while something that it depends on is down,
 * because they hear about that one, and not during its maintenance.
 */
final class Causes {
  private static final String BECAUSE = "because ";
  private static final String MAINTENANCE = "maintenance";

  /** What others depend on may be asked rarely; trouble does not wait longer than this for it. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  /** After this time a hub that does not watch a system may announce its change. */
  private static final Duration UNWATCHED = Duration.ofMinutes(10);

  private final Systems systems;
  private final Predicate<String> maintenance;
  private final Clock clock;

  Causes(Systems systems, Predicate<String> maintenance, Clock clock) {
    this.systems = systems;
    this.maintenance = maintenance;
    this.clock = clock;
  }

  /**
   * What is to be done with a change.
   *
   * @param unsettled whether that shows only later
   * @param quiet why people are not told; null when they are
   */
  record Decision(boolean unsettled, @Nullable String quiet) {
    static final Decision TELL = new Decision(false, null);
    static final Decision WAIT = new Decision(true, null);
  }

  /** The system that is to blame, in words that an event has for it; null for no such reason. */
  static @Nullable String because(String quiet) {
    return quiet.startsWith(BECAUSE) ? quiet.substring(BECAUSE.length()) : null;
  }

  Decision of(Transition change) {
    if (systems.watch(change.system()) == null) {
      boolean old = change.at().plus(UNWATCHED).isBefore(clock.instant());
      return old ? new Decision(false, change.quiet()) : Decision.WAIT;
    }
    if (change.isUp()) {
      return new Decision(false, change.quiet());
    }
    if (maintenance.test(change.system())) {
      return new Decision(false, MAINTENANCE);
    }
    boolean unsure = false;
    String root = null;
    for (String other : systems.dependencies().of(change.system())) {
      Watch watch = systems.watch(other);
      if (watch == null) {
        continue;
      }
      if (watch.settledLevel() == Level.DOWN) {
        root = other;
      } else if (isUnsure(watch, change.at())) {
        unsure = true;
      }
    }
    if (root != null) {
      return new Decision(false, BECAUSE + root);
    }
    boolean late = change.at().plus(LONGEST_WAIT).isBefore(clock.instant());
    return unsure && !late ? Decision.WAIT : Decision.TELL;
  }

  /** Whether it may be down since, and nobody knows yet. */
  private static boolean isUnsure(Watch watch, Instant since) {
    SystemHealth health = watch.health();
    Instant asked = health.checkedAt();
    return health.status() == Level.DOWN || asked == null || !asked.isAfter(since);
  }

  /** Whether trouble that was not told is told now, because the reason is over and it is not. */
  boolean isOver(Transition trouble) {
    Watch own = systems.watch(trouble.system());
    if (own == null) {
      return false;
    }
    String quiet = String.valueOf(trouble.quiet());
    String root = because(quiet);
    if (root == null) {
      return !maintenance.test(trouble.system());
    }
    Watch of = systems.watch(root);
    if (of == null) {
      return true;
    }
    SystemHealth health = of.health();
    Instant since = health.since();
    return of.settledLevel() != Level.DOWN
        && health.status() != Level.DOWN
        && (since == null || since.plus(own.patience()).isBefore(clock.instant()));
  }
}
