package com.millyweb.hub.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.HubProperties;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A database gets the hub's tables once; one with the tables of an earlier version is refused. */
public class MigrationsTest {

  @Test
  void empty_database_gets_the_tables_and_a_second_start_changes_nothing() {
    try (var database = TestDatabase.createEmpty()) {
      migrations(Map.of()).migrate(flyway(database));
      migrations(Map.of()).migrate(flyway(database));
      assertThat(
              new JdbcTemplate(database.dataSource())
                  .queryForList("select script from flyway_schema_history", String.class))
          .hasSize(9)
          .allMatch(script -> script.matches("V[1-9]__[a-z]+\\.sql"));
    }
  }

  @Test
  void database_of_an_earlier_version_is_refused_in_one_line() {
    try (var database = databaseOfBefore()) {
      assertThatThrownBy(() -> migrations(Map.of("hub.home", "/srv/hub")).migrate(flyway(database)))
          .isInstanceOf(ConfigurationProblem.class)
          .message()
          .startsWith(
              "The tables of the database at HUB_HOME=/srv/hub were made by an earlier version of the hub (by 17 migrations,")
          .contains("start with a new HUB_HOME")
          .contains("README, Questions, 'A database of an earlier version'")
          .hasLineCount(1);
      var external = migrations(Map.of("hub.db.url", "postgres://u:canary@db:5432/hub"));
      assertThatThrownBy(() -> external.migrate(flyway(database)))
          .message()
          .startsWith("The tables of the database at jdbc:postgresql://db:5432/hub were made")
          .doesNotContain("canary");
    }
  }

  /** What Flyway wrote down for V1 to V17, each with the checksum of a file that is no more. */
  public static TestDatabase databaseOfBefore() {
    TestDatabase database = TestDatabase.create();
    var sql = new JdbcTemplate(database.dataSource());
    sql.update("delete from flyway_schema_history");
    sql.update(
        """
        insert into flyway_schema_history
          (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
        select n, n::text, 'before', 'SQL', 'V' || n || '__before.sql', 1000 + n, current_user, 1, true
          from generate_series(1, 17) n
        """);
    return database;
  }

  private static Flyway flyway(TestDatabase database) {
    return Flyway.configure()
        .dataSource(database.dataSource())
        .locations("classpath:db/migration")
        .load();
  }

  private static Migrations migrations(Map<String, String> settings) {
    return new Migrations(
        new Binder(new MapConfigurationPropertySource(settings))
            .bindOrCreate("hub", HubProperties.class));
  }
}
