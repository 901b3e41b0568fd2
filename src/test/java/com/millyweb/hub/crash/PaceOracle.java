package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Says whether a hub kept what collect, atMost and cancel promise, once it is healed. */
record PaceOracle(HubProcess hub, List<Load.Accepted> accepted) {
  private static final int COLLECT_MAX = 20;
  private static final int LIMIT = 3;

  void keepsEveryPromise() {
    hub.awaitDelivered("e.type in ('crash.ping', 'pace.answer')");
    JdbcClient sql = hub.postgres().sql();
    Map<String, Long> sent = clients(sql, "select subject from event where type = 'crash.ping'");
    assertThat(sent.values().stream().mapToLong(n -> n).sum())
        .as("stored")
        .isGreaterThanOrEqualTo(
            accepted.stream().filter(one -> !one.duplicate()).map(Load.Accepted::id).count());
    everyEventIsInOneListInOrder(sql, sent);
    limitIsReachedAndNotExceeded(sql, sent);
    everySecondReminderIsTakenBack(sql, sent);
  }

  private static void everyEventIsInOneListInOrder(JdbcClient sql, Map<String, Long> sent) {
    Map<String, Integer> last = new HashMap<>();
    Map<String, Long> handed = new TreeMap<>();
    sql.sql(
            """
            select l.id, l.subject, (one ->> 'seq')::int as seq, one ->> 'client' as client, jsonb_array_length(list) as size
            from (select id, subject, convert_from(data, 'UTF8')::jsonb as list
                  from event where type = 'effect.collect') l
            cross join lateral jsonb_array_elements(l.list) with ordinality as each (one, n)
            order by l.id, n
            """)
        .query(
            row -> {
              String client = row.getString("client");
              int seq = row.getInt("seq");
              assertThat(client).isEqualTo(row.getString("subject"));
              assertThat(row.getInt("size")).isLessThanOrEqualTo(COLLECT_MAX);
              assertThat(seq).as("order of %s", client).isGreaterThan(last.getOrDefault(client, 0));
              last.put(client, seq);
              handed.merge(client, 1L, Long::sum);
            });
    assertThat(handed).as("events in lists").isEqualTo(sent);
    assertThat(
            number(
                sql,
                """
                select count(*) from event where type = 'effect.collect'
                  and jsonb_array_length(convert_from(data, 'UTF8')::jsonb) > 1
                """))
        .as("lists of several")
        .isPositive();
    assertThat(ended(sql, "flow.pace.collect", "done"))
        .isEqualTo(sent.values().stream().mapToLong(n -> n).sum());
  }

  private static void limitIsReachedAndNotExceeded(JdbcClient sql, Map<String, Long> sent) {
    Map<String, Long> passed =
        clients(sql, "select subject from event where type = 'effect.limit'");
    Map<String, Long> allowed = new TreeMap<>(sent);
    allowed.replaceAll((client, events) -> Math.min(events, LIMIT));
    assertThat(passed).as("what passed").isEqualTo(allowed);
    assertThat(ended(sql, "flow.pace.limit", "filtered"))
        .isEqualTo(sent.values().stream().mapToLong(n -> Math.max(0, n - LIMIT)).sum());
    assertThat(
            number(
                sql,
                "select count(*) from delivery_history where outcome = 'filtered' and reason is null and subscription = (select id from subscription where name = 'flow.pace.limit')"))
        .as("filtered without a reason")
        .isZero();
  }

  private static void everySecondReminderIsTakenBack(JdbcClient sql, Map<String, Long> sent) {
    assertThat(number(sql, "select count(*) from event where type = 'effect.remind'")).isZero();
    assertThat(number(sql, "select count(*) from event where type = 'pace.remind'"))
        .as("reminders")
        .isEqualTo(sent.values().stream().mapToLong(n -> n).sum());
    assertThat(
            number(
                sql,
                """
                select count(*) from event e
                where e.type = 'pace.remind'
                  and 1 <> (select count(*) from (
                      select from delivery d where d.event_id = e.id and d.state = 0 and e.key ~ '[02468]$'
                      union all
                      select from delivery_history h
                      where h.event_id = e.id and h.outcome = 'cancelled' and e.key ~ '[13579]$') as one)
                """))
        .as("reminders that are neither still to come nor taken back, as they should")
        .isZero();
    assertThat(
            number(
                sql,
                "select count(*) from delivery_history h join event e on e.id = h.event_id where e.type = 'pace.remind'"))
        .isEqualTo(ended(sql, "flow.pace.remind", "cancelled"))
        .isEqualTo(number(sql, "select count(*) from event where type = 'effect.answer'"));
  }

  private static long ended(JdbcClient sql, String flow, String outcome) {
    return sql.sql(
            """
            select count(*) from delivery_history
            where outcome = ? and subscription = (select id from subscription where name = ?)
            """)
        .params(outcome, flow)
        .query(Long.class)
        .single();
  }

  private static long number(JdbcClient sql, String query) {
    return sql.sql(query).query(Long.class).single();
  }

  private static Map<String, Long> clients(JdbcClient sql, String query) {
    return sql.sql(query).query(String.class).list().stream()
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }
}
