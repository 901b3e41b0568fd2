package com.millyweb.hub.workbench.api;

import com.millyweb.hub.event.history.Page;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list as the API gives it.
 *
 * @param next what {@code ?cursor=} takes for the page after; null at the end
 */
record Listing<T>(List<T> items, @Nullable String next) {
  static <T> Listing<T> of(Page<T> page) {
    var next = page.next();
    return new Listing<>(page.items(), next == null ? null : next.encoded());
  }

  static <T> Listing<T> all(List<T> items) {
    return new Listing<>(items, null);
  }

  /** A page of a list by number, for which one item more than the limit was read. */
  static <T> Listing<T> numbered(List<T> found, int limit, ToLongFunction<T> number) {
    if (found.size() <= limit) {
      return all(found);
    }
    List<T> items = found.subList(0, limit);
    return new Listing<>(items, String.valueOf(number.applyAsLong(items.get(limit - 1))));
  }
}
