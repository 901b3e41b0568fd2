package com.millyweb.hub.event.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.database.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A claim costs what it takes, however much waits behind it. */
class ClaimPlanTest {
  private static final int SUBSCRIPTION = 1;

  @ParameterizedTest
  @ValueSource(strings = {"claim", "claim-suspect"})
  void a_claim_reads_what_it_takes_and_not_the_whole_backlog(String statement) throws Exception {
    try (TestDatabase database = TestDatabase.create()) {
      JdbcClient.create(database.dataSource())
          .sql(
              """
              insert into delivery (subscription, event_id, event_at, lost)
              select %d, gen_random_uuid(), now(), case when n %% 2 = 0 then 0 else 2 end
              from generate_series(1, 20000) n
              """
                  .formatted(SUBSCRIPTION))
          .update();
      String plan = plan(database, statement);
      assertThat(plan).containsPattern("Index Scan using delivery_(waiting|suspect)");
      // the other sort is that of the few that were taken
      assertThat(plan).doesNotContain("Seq Scan on delivery ").doesNotContain("Sort Key: delivery");
    }
  }

  private static String plan(TestDatabase database, String statement) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        var analyze = connection.createStatement()) {
      analyze.execute("analyze delivery");
      try (PreparedStatement explain =
          connection.prepareStatement("explain " + Sql.read("event/" + statement))) {
        explain.setInt(1, SUBSCRIPTION);
        explain.setInt(2, SUBSCRIPTION);
        explain.setInt(3, 300);
        explain.setLong(4, 30_000);
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
}
