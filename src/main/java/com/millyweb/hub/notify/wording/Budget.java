package com.millyweb.hub.notify.wording;

import io.pebbletemplates.pebble.error.PebbleException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a template may use up while it is filled in, so that none of them goes on for ever. */
final class Budget {
  static final int MOST_TURNS = 100_000;
  static final Duration LONGEST = Duration.ofSeconds(2);

  /** Of a value that a template makes; lists by their items. */
  static final int MOST_SIZE = 262_144;

  private static final ThreadLocal<@Nullable Budget> CURRENT = new ThreadLocal<>();

  private final Instant now;
  private final long end = System.nanoTime() + LONGEST.toNanos();
  private int turns;

  private Budget(Instant now) {
    this.now = now;
  }

  /** What runs with a budget. */
  interface Work<T> {
    T run() throws Exception;
  }

  static <T> T spend(Instant now, Work<T> work) throws Exception {
    CURRENT.set(new Budget(now));
    try {
      return work.run();
    } finally {
      CURRENT.remove();
    }
  }

  /** The time of the notice. */
  static Instant now() {
    Budget budget = CURRENT.get();
    return budget == null ? Instant.now() : budget.now;
  }

  /** One turn of a loop. */
  static void turn(int line) {
    Budget budget = CURRENT.get();
    if (budget == null) {
      return;
    }
    if (++budget.turns > MOST_TURNS) {
      throw new PebbleException(
          null, "Loops may make %d turns, all together".formatted(MOST_TURNS), line, null);
    }
    if (System.nanoTime() - budget.end > 0) {
      throw new PebbleException(
          null, "It may take %d s, and takes longer".formatted(LONGEST.toSeconds()), line, null);
    }
  }

  /** A value that a template keeps. */
  static @Nullable Object kept(@Nullable Object value, int line) {
    int size =
        value instanceof CharSequence text
            ? text.length()
            : value instanceof Collection<?> list
                ? list.size()
                : value instanceof Map<?, ?> map ? map.size() : 0;
    if (size > MOST_SIZE) {
      throw new PebbleException(
          null, "A value may have %d characters, had %d".formatted(MOST_SIZE, size), line, null);
    }
    return value;
  }
}
