package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.crash.Receiver.Received;
import com.millyweb.hub.process.HomePostgres;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Says whether a hub kept its word, once it is healed. */
record Oracle(HomePostgres postgres, List<Load.Accepted> accepted, Receiver receiver) {
  private static final List<String> FLOWS = List.of("send", "order");
  private static final String SUBSCRIPTION = "flow.crash.";

  /** Lease and the time a reaper takes, with room for a slow machine. */
  private static final int STALE_SECONDS = 10;

  /** Waits until every delivery is done or dead. */
  Oracle awaitHealed() {
    Awaitility.await("every delivery is done or dead")
        .atMost(HubProcess.PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () ->
                postgres.number(
                        """
                    select count(*) from delivery d join event e on e.at = d.event_at and e.id = d.event_id
                    where d.state <> 3 and e.type like 'crash.%'
                    """)
                    == 0);
    return this;
  }

  void keepsEveryPromise() {
    JdbcClient sql = postgres.sql();
    everyAcceptedEventIsStoredOnce(sql);
    everyEventIsDoneOrDeadInEveryFlow(sql);
    effectsHappenOnce(sql);
    everyAcceptedEventIsDeliveredOrDead(sql);
    repetitionsAreLostAttempts(sql);
    noLeaseIsStale();
  }

  void noLeaseIsStale() {
    assertThat(
            postgres.number(
                "select count(*) from delivery where state = 1 and lease_until < now() - interval '%d s'"
                    .formatted(STALE_SECONDS)))
        .as("stale leases")
        .isZero();
  }

  /** First arrivals of a client come in the order in which it sent. */
  void orderIsKept() {
    Map<String, Integer> last = new HashMap<>();
    for (Received received : receiver.received("order")) {
      int before = last.getOrDefault(received.client(), 0);
      assertThat(received.seq())
          .as("order of %s after %d", received.client(), before)
          .isGreaterThanOrEqualTo(before);
      last.put(received.client(), received.seq());
    }
  }

  private void everyAcceptedEventIsStoredOnce(JdbcClient sql) {
    Map<UUID, Long> stored =
        sql.sql("select id from event where type = 'crash.ping'").query(UUID.class).list().stream()
            .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
    assertThat(stored.values()).as("copies of an event").allMatch(copies -> copies == 1);
    assertThat(acceptedWithout(stored.keySet())).as("accepted and not stored").isEmpty();
    assertThat(
            postgres.number(
                "select count(*) - count(distinct key) from event where type = 'crash.ping' and key is not null"))
        .as("events stored again under their delivery key")
        .isZero();
    Map<String, UUID> byKey =
        sql
            .sql("select key, id from event where type = 'crash.ping' and key is not null")
            .query((row, n) -> Map.entry(row.getString(1), row.getObject(2, UUID.class)))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertThat(accepted)
        .as("answers with the id that is stored for their key")
        .allMatch(one -> one.key() == null || one.id().equals(byKey.get(one.key())));
  }

  private Set<UUID> acceptedWithout(Set<UUID> known) {
    return accepted.stream()
        .map(Load.Accepted::id)
        .filter(id -> !known.contains(id))
        .collect(Collectors.toSet());
  }

  private static void everyEventIsDoneOrDeadInEveryFlow(JdbcClient sql) {
    for (String flow : FLOWS) {
      assertThat(
              sql.sql(
                      """
                      select count(*) from event e
                      where e.type = 'crash.ping' and 1 <> (
                        select count(*) from (
                          select event_id, subscription from delivery_history
                          union all
                          select event_id, subscription from delivery where state = 3 and reason is not null
                        ) ended
                        where ended.event_id = e.id
                          and ended.subscription = (select id from subscription where name = ?))
                      """)
                  .param(SUBSCRIPTION + flow)
                  .query(Long.class)
                  .single())
          .as("events not exactly once done or dead in %s", flow)
          .isZero();
    }
  }

  private static void effectsHappenOnce(JdbcClient sql) {
    for (String flow : FLOWS) {
      assertThat(
              sql.sql(
                      """
                      select count(*) from event e
                      where e.type = 'crash.ping'
                        and (select count(*) from event x where x.cause = e.id and x.type = ?)
                          <> (select count(*) from delivery_history h
                              where h.event_id = e.id
                                and h.subscription = (select id from subscription where name = ?))
                      """)
                  .params("effect." + flow, SUBSCRIPTION + flow)
                  .query(Long.class)
                  .single())
          .as("events whose effect in %s did not happen exactly once", flow)
          .isZero();
    }
  }

  private void everyAcceptedEventIsDeliveredOrDead(JdbcClient sql) {
    for (String flow : FLOWS) {
      Set<UUID> met =
          receiver.received(flow).stream().map(Received::event).collect(Collectors.toSet());
      met.addAll(
          sql.sql(
                  """
                  select event_id from delivery
                  where state = 3 and reason is not null
                    and subscription = (select id from subscription where name = ?)
                  """)
              .param(SUBSCRIPTION + flow)
              .query(UUID.class)
              .list());
      assertThat(acceptedWithout(met))
          .as("accepted, and neither delivered by %s nor dead", flow)
          .isEmpty();
    }
  }

  /** An attempt that ended well is repeated only when nobody could say so in time. */
  private void repetitionsAreLostAttempts(JdbcClient sql) {
    for (String flow : FLOWS) {
      Map<UUID, Long> arrivals =
          receiver.received(flow).stream()
              .collect(Collectors.groupingBy(Received::event, Collectors.counting()));
      Map<UUID, Long> unfinished =
          sql
              .sql(
                  """
              select a.event_id, count(*) from attempt a
              join (select id, subscription from delivery_history
                    union all select id, subscription from delivery) d on d.id = a.delivery
              join subscription s on s.id = d.subscription
              where s.name = ? and (a.outcome in ('lost', 'timeout') or a.outcome = 'dead' and a.started_at is null)
              group by a.event_id
              """)
              .param(SUBSCRIPTION + flow)
              .query((row, n) -> Map.entry(row.getObject(1, UUID.class), row.getLong(2)))
              .stream()
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      arrivals.forEach(
          (event, times) ->
              assertThat(times)
                  .as("arrivals of %s from %s", event, flow)
                  .isLessThanOrEqualTo(1 + unfinished.getOrDefault(event, 0L)));
    }
  }
}
