package com.millyweb.hub.event.history;

import static com.millyweb.hub.database.Rows.parameter;

import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.postgres.EventRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the routes of a file made of events, read in pages that are bounded in rows and bytes. */
@Component
public final class PastEffects {
  private static final UUID SMALLEST = new UUID(0, 0);
  private static final int MOST_ROWS = 20_000;
  private static final int MOST_BYTES = 32 * 1024 * 1024;
  private static final String EFFECTS = Sql.read("event/history/past-effects");

  private final HistoryReads reads;

  PastEffects(HistoryReads reads) {
    this.reads = reads;
  }

  /**
   * @param byRoot by the event of which they came
   * @param next where the rest of them begins; null when these are all
   */
  public record Effects(Map<UUID, List<Event>> byRoot, @Nullable Cursor next) {
    public List<Event> of(Event root) {
      return byRoot.getOrDefault(root.id(), List.of());
    }
  }

  /**
   * What came of these events, oldest first.
   *
   * @param events in their order
   * @param after the {@code next} of the page before; null for the first one
   */
  public Effects page(PastEvents.Asked asked, List<Event> events, @Nullable Cursor after) {
    if (events.isEmpty()) {
      return new Effects(Map.of(), null);
    }
    Map<UUID, List<Event>> byRoot = new HashMap<>();
    List<Event> all = new ArrayList<>();
    Cursor from = after == null ? new Cursor(Instant.EPOCH, SMALLEST.toString()) : after;
    reads.read(
        jdbc -> {
          PastEvents.own(jdbc.sql(EFFECTS), asked, events.get(0).at())
              .param("ids", events.stream().map(Event::id).toArray(UUID[]::new))
              .param("at", parameter(from.at()))
              .param("id", from.uuid())
              .param("bytes", MOST_BYTES)
              .param("limit", MOST_ROWS)
              .query(
                  row -> {
                    Event effect = EventRow.read(row);
                    all.add(effect);
                    byRoot
                        .computeIfAbsent(Rows.uuid(row, "root"), any -> new ArrayList<>())
                        .add(effect);
                  });
          return true;
        });
    return new Effects(byRoot, next(all));
  }

  private static @Nullable Cursor next(List<Event> page) {
    long bytes = page.stream().mapToLong(event -> event.data().length).sum();
    if (page.size() < MOST_ROWS && bytes < MOST_BYTES) {
      return null;
    }
    Event last = page.get(page.size() - 1);
    return new Cursor(last.at(), last.id().toString());
  }
}
