package com.millyweb.hub.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.database.TestDatabase;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class DoorWithoutDatabaseTest {
  private static final String[] HEADERS = {
    "Content-Type", "application/json", "Authorization", "Bearer token"
  };

  @Test
  void nothing_is_accepted_that_is_not_on_disk() {
    TestDatabase database = TestDatabase.create();
    try (TestDatabase other = TestDatabase.createEmpty();
        HubWithDoors doors =
            HubWithDoors.start(
                database,
                Map.of(
                    "hub.ingress.sources.n8n.verify", "bearer",
                    "hub.ingress.sources.n8n.secret", "token"))) {
      assertThat(doors.post("n8n", "{}", HEADERS).statusCode()).isEqualTo(202);
      String name = database.url().substring(database.url().lastIndexOf('/') + 1);
      JdbcClient server = JdbcClient.create(other.dataSource());

      server.sql("alter database %s allow_connections false".formatted(name)).update();
      server
          .sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?")
          .param(name)
          .query()
          .listOfRows();
      var refused = doors.post("n8n", "{}", HEADERS);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");

      server.sql("alter database %s allow_connections true".formatted(name)).update();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(doors.post("n8n", "{}", HEADERS).statusCode()).isEqualTo(202));
    }
  }
}
