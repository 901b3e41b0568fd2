package com.millyweb.hub.workbench.api;

import com.millyweb.hub.event.history.Cursor;
import com.millyweb.hub.event.history.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list as the API gives it.
 *
 * @param next what {@code ?cursor=} takes for the page after; null at the end
 */
public record Listing<T>(List<T> items, @Nullable String next) {
  /** Reads a page of a list. */
  public interface Read<T> {
    /**
     * @throws IllegalArgumentException when the cursor came from another list
     */
    Page<T> page(@Nullable Cursor after, int limit);
  }

  /** Answers the page that was asked for, or refuses a cursor that no page of the list gave. */
  public static <T> Listing<T> of(PageQuery query, Read<T> read) {
    String cursor = Given.text(query.cursor());
    try {
      Page<T> page = read.page(cursor == null ? null : Cursor.of(cursor), query.size());
      var next = page.next();
      return new Listing<>(page.items(), next == null ? null : next.encoded());
    } catch (IllegalArgumentException e) {
      throw Refusal.badParameter("cursor", e.getMessage());
    }
  }

  public static <T> Listing<T> all(List<T> items) {
    return new Listing<>(items, null);
  }
}
