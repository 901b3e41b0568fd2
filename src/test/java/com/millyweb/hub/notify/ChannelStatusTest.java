package com.millyweb.hub.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.database.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The page asks every few seconds how the targets do, beside a book of months. */
class ChannelStatusTest {
  private static final JdbcClient JDBC = JdbcClient.create(TestDatabase.create().dataSource());
  private static final String TARGETS = "[\"ops/slack\", \"ops/inbox\", \"ops/never\"]";

  @BeforeAll
  static void write() {
    JDBC.sql(
            """
            insert into notice_send (notice_id, target, part, state, error, at)
            select gen_random_uuid(), case when n % 2 = 0 then 'ops/slack' else 'reply/slack/' || n end, 0,
                   case when n % 10000 = 0 then 'failed' else 'accepted' end,
                   case when n % 10000 = 0 then 'error ' || n end, now() - n * interval '1 minute'
              from generate_series(1, 50000) n
            """)
        .update();
    JDBC.sql("update notice_send set at = now() where error = 'error 20000'").update();
    JDBC.sql(
            """
            insert into notice (id, latest, event_id, channel, text, severity, created_at, updated_at)
            select u, u, u, 'ops', 'x', 'info', now(), now() - n * interval '1 minute'
              from (select gen_random_uuid() as u, n from generate_series(1, 20000) n) r
            """)
        .update();
    JDBC.sql("analyze").update();
  }

  @Test
  void last_send_and_failures_of_a_day_are_told() {
    var rows = JDBC.sql(Sql.read("notify/targets")).param("targets", TARGETS).query().listOfRows();
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0))
        .containsEntry("failures", 1L)
        .containsEntry("last_error", "error 20000");
    assertThat(rows.get(0).get("last_sent")).isNotNull();
    assertThat(rows.get(1)).containsEntry("failures", 0L);
    assertThat(rows.get(1).get("last_sent")).isNotNull();
    assertThat(rows.get(2).get("last_sent")).isNull();
  }

  @Test
  void book_and_inbox_are_not_read_to_the_end() {
    var plan =
        JDBC.sql("explain " + Sql.read("notify/targets").replaceAll("(?m)^--.*$", ""))
            .param("targets", TARGETS)
            .query(String.class)
            .list();
    assertThat(String.join("\n", plan))
        .doesNotContain("Seq Scan on notice_send")
        .doesNotContain("Seq Scan on notice ");
  }
}
