package com.millyweb.hub.event.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the newest matches of a filter that no index serves. It looks at the rows in windows, from
 * the newest back, and stops when the page is full or the time is over: a page then has fewer items
 * and a cursor to go on from. So no filter, however rare its matches, can keep the database busy,
 * and the hot tables need no index that only readers use.
 */
final class BackwardScan<T> {
  private static final int MAX_WINDOW = 50_000;
  private static final long TIME = Duration.ofSeconds(2).toNanos();

  /** Where {@code window} rows before the cursor end; null when there are fewer. */
  interface Floor {
    @Nullable Cursor below(Cursor cursor, int window);
  }

  /** The matches before {@code cursor}, down to {@code floor} inclusive, newest first. */
  interface Matches<T> {
    List<T> between(Cursor cursor, @Nullable Cursor floor, int limit);
  }

  private final Floor floor;
  private final Matches<T> matches;
  private final Function<T, Cursor> cursorOf;

  BackwardScan(Floor floor, Matches<T> matches, Function<T, Cursor> cursorOf) {
    this.floor = floor;
    this.matches = matches;
    this.cursorOf = cursorOf;
  }

  Page<T> page(Cursor start, int limit) {
    long deadline = System.nanoTime() + TIME;
    List<T> found = new ArrayList<>();
    Cursor position = start;
    int window = limit * 4;
    while (true) {
      Cursor end = floor.below(position, window);
      // one more than asked for tells whether there is a next page
      found.addAll(matches.between(position, end, limit + 1 - found.size()));
      if (found.size() > limit) {
        return Page.of(found, limit, cursorOf);
      }
      if (end == null) {
        return new Page<>(found, null);
      }
      if (System.nanoTime() > deadline) {
        return new Page<>(found, end);
      }
      position = end;
      window = Math.min(window * 8, MAX_WINDOW);
    }
  }
}
