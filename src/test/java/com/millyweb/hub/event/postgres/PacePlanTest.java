package com.millyweb.hub.event.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.database.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What paces events costs what it touches, however much waits. */
class PacePlanTest {
  private static final String ID = "0198c0de-0000-7000-8000-000000000000";
  private static TestDatabase database;

  private static final Map<String, List<Object>> STATEMENTS =
      Map.of(
          "collect", List.of(new Long[] {1L}, 100, 1_000_000L),
          "collect-full", List.of(new Integer[] {1}, new String[] {"s1"}, new Integer[] {100}),
          "collect-done",
              List.of(
                  new Long[] {1L},
                  new String[] {ID},
                  new Long[] {1L},
                  new String[] {ID},
                  new String[] {"done"},
                  new String[] {"x"},
                  new Integer[] {1},
                  new Long[] {0L}),
          "collect-attempt", List.<Object>of((Object) new Long[] {1L}),
          "collect-dead", List.<Object>of((Object) new Long[] {1L}),
          "filtered-behind", List.of(new Integer[] {1}, new String[] {"s1"}, new String[] {"x"}),
          "cancel-lanes", List.of(new String[] {"a"}, new String[] {"k1"}),
          "cancel", List.of("a", "k1", new Integer[] {1}, "x", "x"),
          "exceeded", List.of(1, new String[] {"s1"}, 1000L, 1));

  @BeforeAll
  static void fill() {
    database = TestDatabase.create();
    JdbcClient sql = JdbcClient.create(database.dataSource());
    for (String fill :
        List.of(
            "insert into subscription (name, pattern, order_by) values ('one', 'a', 'subject')",
            """
            insert into event (id, at, type, source, subject, time, key, content_type, data)
            select gen_random_uuid(), now(), 'a', 'hub', 's' || n % 50, now(), 'k' || n, 'application/json', 'null'
            from generate_series(1, 20000) n
            """,
            "insert into dedupe select source, key, id, at from event",
            """
            insert into delivery (subscription, event_id, event_at, lane, state, collected_by)
            select 1, id, at, subject, case when row_number() over (partition by subject) = 1 then 0 else 2 end,
                   case when random() < 0.1 then 1 + (random() * 1000)::int end
            from event
            """,
            """
            insert into delivery_history (id, subscription, event_id, event_at, outcome, claims, failures, created_at, ended_at)
            select row_number() over (), 1, id, at, 'done', 1, 0, now(), now() from event
            """,
            "insert into attempt select 1, id, 1, 'failed', '', now(), now() from event",
            "insert into passed select 1, 's' || n, array[now()], now() from generate_series(1, 20000) n",
            "analyze")) {
      sql.sql(fill).update();
    }
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @TestFactory
  List<DynamicTest> statement_reads_no_whole_table() {
    return STATEMENTS.entrySet().stream()
        .map(
            statement ->
                DynamicTest.dynamicTest(
                    statement.getKey(),
                    () ->
                        assertThat(plan(statement.getKey(), statement.getValue()))
                            .doesNotContainPattern(
                                "Seq Scan on (delivery|event|dedupe|attempt|passed|delivery_history)")))
        .toList();
  }

  private static String plan(String statement, List<Object> parameters) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement explain =
            connection.prepareStatement("explain " + Sql.read("event/" + statement))) {
      for (int i = 0; i < parameters.size(); i++) {
        Object parameter = parameters.get(i);
        if (parameter instanceof Object[] array) {
          String type =
              array instanceof Long[] ? "int8" : array instanceof Integer[] ? "int4" : "text";
          explain.setArray(i + 1, connection.createArrayOf(type, array));
        } else {
          explain.setObject(i + 1, parameter);
        }
      }
      StringBuilder plan = new StringBuilder();
      try (ResultSet rows = explain.executeQuery()) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
      return plan.toString();
    }
  }
}
