package com.millyweb.hub.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fixture.HubFixture;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A Postgres with pgvector on which the index of a model cannot be built at first. */
class LateIndexTest {
  @Test
  void index_that_could_not_be_built_keeps_nobody_waiting_and_is_built_later(@TempDir Path routes)
      throws Exception {
    try (PgvectorServer server = PgvectorServer.orSkip()) {
      var sql = new JdbcTemplate(new DriverManagerDataSource(server.url(), "hub", "hub"));
      sql.execute(
          """
          create schema aside; create function aside.no_room() returns event_trigger language plpgsql as $$
          begin
            if current_query() like 'create index%hnsw%' then
              raise 'no space left on device';
            end if;
          end $$;
          create event trigger no_room on ddl_command_start when tag in ('CREATE INDEX') execute function aside.no_room()
          """);
      Map<String, String> settings =
          Map.of("hub.db.url", server.url(), "hub.db.user", "hub", "hub.db.password", "hub");
      try (HubFixture hub = HubFixture.start(routes, settings)) {
        Documents.Result stored =
            hub.bean(Documents.class)
                .store(
                    new DocumentPlace("default", "notes", "a.txt"),
                    new ByteArrayInputStream(
                        "Green tea is kept in the tin box.".getBytes(StandardCharsets.UTF_8)),
                    new Documents.Given(null, null, null, new Provenance(null, "test")));
        assertThat(stored.state()).isEqualTo("stored");
        assertThat(hub.bean(Search.class).find("default", "tea", null, 5).results()).hasSize(1);
        assertThat(indexes(sql)).isZero();
        sql.execute("drop event trigger no_room");
        Awaitility.await("the index").atMost(Duration.ofMinutes(2)).until(() -> indexes(sql) == 1);
      }
    }
  }

  private static long indexes(JdbcTemplate sql) {
    Long count =
        sql.queryForObject(
            "select count(*) from pg_class where relname like 'chunk_embedding_hnsw_%'",
            Long.class);
    return count == null ? 0 : count;
  }
}
