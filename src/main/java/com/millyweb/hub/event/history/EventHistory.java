package com.millyweb.hub.event.history;

import static com.millyweb.hub.database.Rows.parameter;

import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.EventIds;
import com.millyweb.hub.event.postgres.EventRow;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** What happened: the events of the log, what each caused, and by what it was caused. */
@Component
public final class EventHistory {
  /** How far the clocks of several hubs may lie apart before a caused event is overlooked. */
  private static final Duration SKEW = Duration.ofHours(1);

  private static final String SMALLEST_ID = new UUID(0, 0).toString();
  private static final int MOST_CAUSED = 200;

  private static final String EVENTS = Sql.read("event/history/events");
  private static final String FLOOR = Sql.read("event/history/event-floor");
  private static final String COUNT = Sql.read("event/history/event-count");
  private static final String SUMMARY = Sql.read("event/history/event");
  private static final String CAUSED = Sql.read("event/history/caused");
  private static final String NEWEST = Sql.read("event/history/newest-by-source");
  private static final String DELIVERIES = Sql.read("event/history/delivery-counts");

  private final HistoryReads reads;

  EventHistory(HistoryReads reads) {
    this.reads = reads;
  }

  /**
   * @param after the last place of the page before; null for the newest events
   */
  public Page<EventSummary> page(EventFilter filter, @Nullable Cursor after, int limit) {
    Instant to = filter.to();
    Cursor start =
        after != null
            ? after
            : to != null ? new Cursor(to, SMALLEST_ID) : Cursor.newest(SMALLEST_ID);
    return reads.read(
        jdbc -> {
          Page<EventSummary> page =
              new BackwardScan<EventSummary>(
                      (cursor, window) -> floor(jdbc, filter, cursor, window),
                      (cursor, floor, most) -> matches(jdbc, filter, cursor, floor, most),
                      event -> new Cursor(event.at(), event.id().toString()))
                  .page(start, limit);
          return new Page<>(withDeliveries(jdbc, page.items()), page.next());
        });
  }

  public Optional<Event> find(UUID id) {
    return reads.read(
        jdbc ->
            jdbc.sql("select * from event where at = :at and id = :id")
                .param("at", parameter(EventIds.at(id)))
                .param("id", id)
                .query((row, n) -> EventRow.read(row))
                .optional());
  }

  /** The event without its data; its deliveries are not counted. */
  public Optional<EventSummary> summary(UUID id) {
    return reads.read(
        jdbc ->
            jdbc.sql(SUMMARY)
                .param("at", parameter(EventIds.at(id)))
                .param("id", id)
                .query(HistoryRows::summary)
                .optional());
  }

  /** The event without its data, with its deliveries counted. */
  public Optional<EventSummary> progress(UUID id) {
    return reads.read(
        jdbc ->
            withDeliveries(
                    jdbc,
                    jdbc.sql(SUMMARY)
                        .param("at", parameter(EventIds.at(id)))
                        .param("id", id)
                        .query(HistoryRows::summary)
                        .list())
                .stream()
                .findFirst());
  }

  /** What the deliveries of an event appended, oldest first, at most 200. */
  public List<EventSummary> causedBy(UUID id) {
    return reads.read(
        jdbc ->
            withDeliveries(
                jdbc,
                jdbc.sql(CAUSED)
                    .param("id", id)
                    .param("from", parameter(EventIds.at(id).minus(SKEW)))
                    .param("limit", MOST_CAUSED)
                    .query(HistoryRows::summary)
                    .list()));
  }

  /** How many events match; counting stops at {@code most}. */
  public long count(EventFilter filter, long most) {
    return reads.read(
        jdbc ->
            filtered(jdbc.sql(COUNT), filter)
                .param("most", most)
                .param("to", parameter(filter.to() == null ? Cursor.newest("").at() : filter.to()))
                .query(Long.class)
                .single());
  }

  /** The newest event of each source, as far as the last 20,000 events tell. */
  public Map<String, EventSummary> newestBySource() {
    Map<String, EventSummary> newest = new HashMap<>();
    reads
        .read(jdbc -> jdbc.sql(NEWEST).query(HistoryRows::summary).list())
        .forEach(event -> newest.put(event.source(), event));
    return newest;
  }

  private @Nullable Cursor floor(JdbcClient jdbc, EventFilter filter, Cursor cursor, int window) {
    return jdbc.sql(FLOOR)
        .param("at", parameter(cursor.at()))
        .param("id", cursor.uuid())
        .param("from", parameter(from(filter)))
        .param("window", window)
        .query((row, n) -> new Cursor(Rows.instant(row, "at"), row.getString("id")))
        .optional()
        .orElse(null);
  }

  private List<EventSummary> matches(
      JdbcClient jdbc, EventFilter filter, Cursor cursor, @Nullable Cursor floor, int limit) {
    Cursor end = floor == null ? new Cursor(from(filter), SMALLEST_ID) : floor;
    return filtered(jdbc.sql(EVENTS), filter)
        .param("at", parameter(cursor.at()))
        .param("id", cursor.uuid())
        .param("endAt", parameter(end.at()))
        .param("endId", end.uuid())
        .param("limit", limit)
        .query(HistoryRows::summary)
        .list();
  }

  private static StatementSpec filtered(StatementSpec statement, EventFilter filter) {
    return statement
        .param("type", filter.type() == null ? null : filter.type().regex())
        .param("source", filter.source())
        .param("subject", filter.subject())
        .param("text", filter.text() == null ? null : Rows.storable(filter.text()))
        .param("event", filter.id())
        .param("from", parameter(from(filter)));
  }

  private static Instant from(EventFilter filter) {
    return filter.from() == null ? Instant.EPOCH : filter.from();
  }

  private static List<EventSummary> withDeliveries(JdbcClient jdbc, List<EventSummary> events) {
    if (events.isEmpty()) {
      return events;
    }
    Map<UUID, Map<DeliveryState, Integer>> states = new HashMap<>();
    Instant oldest = events.stream().map(EventSummary::at).min(Instant::compareTo).orElseThrow();
    jdbc.sql(DELIVERIES)
        .param("ids", events.stream().map(event -> event.id().toString()).toArray(String[]::new))
        .param("from", parameter(oldest.minus(SKEW)))
        .query(
            row -> {
              states
                  .computeIfAbsent(
                      row.getObject("event_id", UUID.class),
                      id -> new EnumMap<>(DeliveryState.class))
                  .put(DeliveryState.valueOf(row.getString("state")), row.getInt("count"));
            });
    return events.stream()
        .map(event -> event.with(states.getOrDefault(event.id(), Map.of())))
        .toList();
  }
}
