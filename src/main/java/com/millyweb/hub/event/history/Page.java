package com.millyweb.hub.event.history;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next where the next part begins; null when there is none. A part may have fewer items than
 *     asked for, even none, and still a next one
 */
public record Page<T>(List<T> items, @Nullable Cursor next) {
  /**
   * The first {@code limit} items. One more than that was read if there is one: it tells that a
   * next page exists.
   */
  public static <T> Page<T> of(List<T> found, int limit, Function<T, Cursor> cursorOf) {
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    List<T> items = List.copyOf(found.subList(0, limit));
    return new Page<>(items, cursorOf.apply(items.get(limit - 1)));
  }
}
