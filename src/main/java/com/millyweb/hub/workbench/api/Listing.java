package com.millyweb.hub.workbench.api;

import com.millyweb.hub.event.history.Page;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list as the API gives it.
 *
 * @param next what {@code ?cursor=} takes for the page after; null at the end
 */
record Listing<T>(List<T> items, @Nullable String next) {
  /** Answers a page, or refuses a cursor that came from another list. */
  static <T> Listing<T> of(Supplier<Page<T>> read) {
    try {
      Page<T> page = read.get();
      var next = page.next();
      return new Listing<>(page.items(), next == null ? null : next.encoded());
    } catch (IllegalArgumentException e) {
      throw Refusal.badParameter("cursor", e.getMessage());
    }
  }

  static <T> Listing<T> all(List<T> items) {
    return new Listing<>(items, null);
  }
}
