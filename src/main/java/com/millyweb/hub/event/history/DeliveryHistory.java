package com.millyweb.hub.event.history;

import static com.millyweb.hub.event.history.HistoryRows.parameter;

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
  /** The state of {@code delivery d} of {@code subscription s} as people see it. */
  static final String STATE =
      """
      case when d.state = 3 then 'dead'
           when d.state = 1 then 'running'
           when s.state = 'parked' then 'parked'
           when d.state = 2 then 'blocked'
           when s.paused_until > now() then 'paused'
           else 'waiting' end""";

  private static final String UNFINISHED =
      """
      select d.id, s.name as subscription, %s as state, d.event_id, e.type, e.source, e.subject, d.claims, d.failures,
        d.reason, d.error, d.run_at, d.created_at, null::timestamptz as started_at, d.ended_at
      from delivery d
        join subscription s on s.id = d.subscription
        left join event e on e.at = d.event_at and e.id = d.event_id
      """
          .formatted(STATE);

  private static final String FINISHED =
      """
      select h.id, coalesce(s.name, '?') as subscription, h.outcome as state, h.event_id, e.type, e.source, e.subject,
        h.claims, h.failures, null as reason, null as error, null::timestamptz as run_at, h.created_at, h.started_at,
        h.ended_at
      from delivery_history h
        left join subscription s on s.id = h.subscription
        left join event e on e.at = h.event_at and e.id = h.event_id
      """;

  private static final String OF_SUBSCRIPTION =
      " and (cast(:subscription as text) is null or s.name = :subscription) ";

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
                jdbc.sql(
                        UNFINISHED
                            + " where d.id < :before and "
                            + inTable(state)
                            + OF_SUBSCRIPTION
                            + " and (cast(:state as text) is null or "
                            + STATE
                            + " = :state) order by d.id desc limit :limit")
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
        jdbc ->
            jdbc.sql(UNFINISHED + " where d.id = :id")
                .param("id", id)
                .query(HistoryRows::delivery)
                .optional());
  }

  /** Every delivery of an event, oldest first. */
  public List<DeliveryStatus> of(UUID event) {
    return reads.read(
        jdbc ->
            jdbc.sql(
                    "select * from ("
                        + UNFINISHED
                        + " where d.event_id = :event union all "
                        + FINISHED
                        + " where h.event_id = :event and h.ended_at >= :from) both_tables order by id limit 500")
                .param("event", event)
                .param("from", parameter(EventIds.at(event).minus(SKEW)))
                .query(HistoryRows::delivery)
                .list());
  }

  /** The attempts at an event that did not finish a delivery, oldest first. */
  public List<AttemptStatus> attempts(UUID event) {
    return reads.read(
        jdbc ->
            jdbc.sql(
                    """
                    select delivery, claim, outcome, error, started_at, ended_at from attempt
                    where event_id = :event and ended_at >= :from
                    order by ended_at limit 1000
                    """)
                .param("event", event)
                .param("from", parameter(EventIds.at(event).minus(SKEW)))
                .query(HistoryRows::attempt)
                .list());
  }

  public List<SubscriptionStatus> subscriptions() {
    return reads.read(
        jdbc ->
            jdbc.sql(
                    """
                    select s.name, s.pattern, s.order_by, s.file,
                      case when s.state = 'active' and s.run_at < now() - interval '1 minute' then 'unattended'
                           else s.state end as state,
                      case when s.paused_until > now() then s.paused_until end as paused_until,
                      (select count(*) from (select from delivery d
                        where d.subscription = s.id and d.state = 0 limit :most) x) as waiting,
                      (select count(*) from delivery d where d.subscription = s.id and d.state = 1) as running,
                      (select count(*) from (select from delivery d
                        where d.subscription = s.id and d.state = 2
                        limit :most) x) as blocked,
                      coalesce(dead.count, 0) as dead,
                      (select d.run_at from delivery d where d.subscription = s.id and d.state = 0
                        order by d.run_at limit 1) as due_since
                    from subscription s
                      left join (select subscription, count(*) from (select subscription from delivery
                        where state = 3 limit 100000) x group by 1) dead on dead.subscription = s.id
                    order by s.name
                    """)
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
    return jdbc.sql(
            """
            select ended_at, id from delivery_history
            where ended_at <= :at and (ended_at, id) < (:at, :id)
            order by ended_at desc, id desc offset :window limit 1
            """)
        .param("at", parameter(cursor.at()))
        .param("id", cursor.number())
        .param("window", window)
        .query((row, n) -> new Cursor(HistoryRows.instant(row, "ended_at"), row.getString("id")))
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
    return jdbc.sql(
            FINISHED
                + """
                  where h.ended_at <= :at and (h.ended_at, h.id) < (:at, :id)
                    and h.ended_at >= :endAt and (h.ended_at, h.id) >= (:endAt, :endId) and h.outcome = :state
                  """
                + OF_SUBSCRIPTION
                + " order by h.ended_at desc, h.id desc limit :limit")
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
      case done, filtered, discarded -> throw new IllegalArgumentException(state + " is finished");
    };
  }
}
