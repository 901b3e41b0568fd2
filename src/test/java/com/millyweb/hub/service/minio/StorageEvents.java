package com.millyweb.hub.service.minio;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fixture.HubFixture;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a hub was told of its object storage, as lines of {@code created docs/a.txt}. */
final class StorageEvents {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final JdbcClient jdbc;

  StorageEvents(HubFixture hub) {
    jdbc = hub.bean(JdbcClient.class);
  }

  List<String> of(String prefix) {
    return jdbc.sql(
            """
            select replace(type, 'minio.object.', '') || ' ' || subject from event
             where type like 'minio.object.%' and starts_with(subject, :prefix) order by id
            """)
        .param("prefix", prefix)
        .query(String.class)
        .list();
  }

  long count(String prefix) {
    return of(prefix).size();
  }

  void await(String prefix, String... lines) {
    Awaitility.await(prefix)
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(of(prefix)).containsExactlyInAnyOrder(lines));
  }
}
