package com.millyweb.hub.event.history;

import static com.millyweb.hub.database.Rows.parameter;

import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.EventIds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What became of the events: deliveries, finished or not, their attempts, and who waits. */
@Component
public final class DeliveryHistory {
  private static final String UNFINISHED = Sql.read("event/history/unfinished");
  private static final String DELIVERY = Sql.read("event/history/delivery");
  private static final String OF_EVENT = Sql.read("event/history/deliveries-of-event");
  private static final String FINISHED = Sql.read("event/history/finished");
  private static final String FLOOR = Sql.read("event/history/finished-floor");
  private static final String ATTEMPTS = Sql.read("event/history/attempts");
  private static final String SUBSCRIPTIONS = Sql.read("event/history/subscriptions");

  private static final Duration SKEW = Duration.ofHours(1);

  private final HistoryReads reads;

  DeliveryHistory(HistoryReads reads) {
    this.reads = reads;
  }

  /**
   * Deliveries, newest first.
   *
   * @param state null for all that are unfinished
   */
  public Page<DeliveryStatus> page(
      @Nullable DeliveryState state,
      @Nullable String subscription,
      @Nullable Cursor after,
      int limit) {
    if (state != null && state.isFinished()) {
      return finished(state, subscription, after, limit);
    }
    long before = after == null ? Long.MAX_VALUE : after.number();
    List<DeliveryStatus> found =
        reads.read(
            jdbc ->
                jdbc.sql(UNFINISHED.replace("{in_table}", inTable(state)))
                    .param("before", before)
                    .param("subscription", subscription)
                    .param("state", state == null ? null : state.name())
                    .param("limit", limit + 1)
                    .query(HistoryRows::delivery)
                    .list());
    return Page.of(found, limit, last -> new Cursor(last.createdAt(), String.valueOf(last.id())));
  }

  /** An unfinished delivery. */
  public Optional<DeliveryStatus> unfinished(long id) {
    return reads.read(
        jdbc -> jdbc.sql(DELIVERY).param("id", id).query(HistoryRows::delivery).optional());
  }

  /** Every delivery of an event, oldest first. */
  public List<DeliveryStatus> of(UUID event) {
    return reads.read(
        jdbc ->
            jdbc.sql(OF_EVENT)
                .param("event", event)
                .param("from", parameter(EventIds.at(event).minus(SKEW)))
                .query(HistoryRows::delivery)
                .list());
  }

  /** The attempts at an event that did not finish a delivery, oldest first. */
  public List<AttemptStatus> attempts(UUID event) {
    return reads.read(
        jdbc ->
            jdbc.sql(ATTEMPTS)
                .param("event", event)
                .param("from", parameter(EventIds.at(event).minus(SKEW)))
                .query(HistoryRows::attempt)
                .list());
  }

  public List<SubscriptionStatus> subscriptions() {
    return reads.read(
        jdbc ->
            jdbc.sql(SUBSCRIPTIONS)
                .param("most", SubscriptionStatus.MOST)
                .query(HistoryRows::subscription)
                .list());
  }

  private Page<DeliveryStatus> finished(
      DeliveryState state, @Nullable String subscription, @Nullable Cursor after, int limit) {
    Cursor start = after == null ? Cursor.newest("0") : after;
    return reads.read(
        jdbc ->
            new BackwardScan<DeliveryStatus>(
                    (cursor, window) -> floor(jdbc, cursor, window),
                    (cursor, floor, most) ->
                        finishedBetween(jdbc, state, subscription, cursor, floor, most),
                    delivery ->
                        new Cursor(
                            delivery.endedAt() == null ? Instant.EPOCH : delivery.endedAt(),
                            String.valueOf(delivery.id())))
                .page(start, limit));
  }

  private static @Nullable Cursor floor(JdbcClient jdbc, Cursor cursor, int window) {
    return jdbc.sql(FLOOR)
        .param("at", parameter(cursor.at()))
        .param("id", cursor.number())
        .param("window", window)
        .query((row, n) -> new Cursor(Rows.instant(row, "ended_at"), row.getString("id")))
        .optional()
        .orElse(null);
  }

  private static List<DeliveryStatus> finishedBetween(
      JdbcClient jdbc,
      DeliveryState state,
      @Nullable String subscription,
      Cursor cursor,
      @Nullable Cursor floor,
      int limit) {
    Cursor end = floor == null ? new Cursor(Instant.EPOCH, "0") : floor;
    return jdbc.sql(FINISHED)
        .param("at", parameter(cursor.at()))
        .param("id", cursor.number())
        .param("endAt", parameter(end.at()))
        .param("endId", end.number())
        .param("state", state.name())
        .param("subscription", subscription)
        .param("limit", limit)
        .query(HistoryRows::delivery)
        .list();
  }

  /** Spelled out, because a partial index is not used for a parameter. */
  private static String inTable(@Nullable DeliveryState state) {
    if (state == null) {
      return "true";
    }
    return switch (state) {
      case waiting, paused -> "d.state = 0";
      case running -> "d.state = 1";
      case blocked -> "d.state = 2";
      case parked -> "d.state in (0, 2)";
      case dead -> "d.state = 3";
      case done, filtered, discarded, cancelled ->
          throw new IllegalArgumentException(state + " is finished");
    };
  }
}
