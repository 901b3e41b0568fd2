package com.millyweb.hub.event.history;

import static com.millyweb.hub.database.Rows.parameter;

import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.TypePattern;
import com.millyweb.hub.event.postgres.EventRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * What a file of routes was given, read from the oldest to the newest in pages that are bounded in
 * rows, in bytes and in time.
 */
@Component
public final class PastEvents {
  /** How far the clocks of several hubs may lie apart. */
  private static final Duration SKEW = Duration.ofHours(1);

  private static final UUID SMALLEST = new UUID(0, 0);
  private static final long MOST_COUNTED = 10_000_000;
  private static final int WINDOW = 20_000;
  private static final int PAGE_BYTES = 8 * 1024 * 1024;

  private static final String COUNT = Sql.read("event/history/past-count");
  private static final String START = Sql.read("event/history/past-start");
  private static final String CEILING = Sql.read("event/history/past-ceiling");
  private static final String EVENTS = Sql.read("event/history/past-events");

  private final HistoryReads reads;

  PastEvents(HistoryReads reads) {
    this.reads = reads;
  }

  /**
   * Which events are meant.
   *
   * @param types what the routes of the file listen to
   * @param file the route file
   * @param groups its subscriptions, beside those that say that they are of the file
   * @param from inclusive
   * @param to exclusive
   */
  public record Asked(
      Collection<TypePattern> types,
      String file,
      Collection<String> groups,
      Instant from,
      Instant to) {}

  /**
   * @param matched how many events there are, at most ten million
   * @param start the place before the first one to read
   */
  public record Found(long matched, Cursor start) {}

  /**
   * @param next where the next page begins; null when there is none. A page may have no events and
   *     still a next one
   */
  public record Events(List<Event> events, @Nullable Cursor next) {}

  /**
   * How many events there are, and where the newest {@code most} of them begin.
   *
   * @param most at most this many are to be read
   */
  public Found find(Asked asked, int most) {
    long matched =
        reads.read(
            jdbc ->
                matching(jdbc.sql(COUNT), asked)
                    .param("most", MOST_COUNTED)
                    .query(Long.class)
                    .single());
    Cursor start = new Cursor(asked.from(), SMALLEST.toString());
    if (matched > most) {
      start =
          reads.read(
              jdbc ->
                  matching(jdbc.sql(START), asked)
                      .param("most", most)
                      .query((row, n) -> place(Rows.instant(row, "at"), row.getString("id")))
                      .single());
    }
    return new Found(matched, start);
  }

  /** The events after a place, as far as the next 20,000 events of the log reach. */
  public Events page(Asked asked, Cursor after, int limit) {
    return reads.read(
        jdbc -> {
          Cursor ceiling =
              jdbc.sql(CEILING)
                  .param("at", parameter(after.at()))
                  .param("id", after.uuid())
                  .param("to", parameter(asked.to()))
                  .param("window", WINDOW)
                  .query((row, n) -> place(Rows.instant(row, "at"), row.getString("id")))
                  .optional()
                  .orElse(null);
          Cursor end = ceiling == null ? new Cursor(asked.to(), SMALLEST.toString()) : ceiling;
          List<Event> events =
              matching(jdbc.sql(EVENTS), asked)
                  .param("at", parameter(after.at()))
                  .param("id", after.uuid())
                  .param("endAt", parameter(end.at()))
                  .param("endId", end.uuid())
                  .param("limit", limit)
                  .param("bytes", PAGE_BYTES)
                  .query((row, n) -> EventRow.read(row))
                  .list();
          return new Events(events, next(events, limit, ceiling));
        });
  }

  private static @Nullable Cursor next(List<Event> events, int limit, @Nullable Cursor ceiling) {
    long bytes = events.stream().mapToLong(event -> event.data().length).sum();
    if (events.size() < limit && bytes < PAGE_BYTES) {
      return ceiling;
    }
    Event last = events.get(events.size() - 1);
    return place(last.at(), last.id().toString());
  }

  private static StatementSpec matching(StatementSpec statement, Asked asked) {
    String types = asked.types().stream().map(TypePattern::regex).collect(Collectors.joining("|"));
    return own(statement, asked, asked.from())
        .param("types", types)
        .param("from", parameter(asked.from()))
        .param("to", parameter(asked.to()));
  }

  /** With the parameters that say what came of a file. */
  static StatementSpec own(StatementSpec statement, Asked asked, Instant from) {
    return statement
        .param("file", asked.file())
        .param("groups", asked.groups().toArray(String[]::new))
        .param("horizon", parameter(from.minus(SKEW)));
  }

  private static Cursor place(Instant at, String id) {
    return new Cursor(at, id);
  }
}
