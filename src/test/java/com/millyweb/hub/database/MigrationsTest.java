package com.millyweb.hub.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.HubProperties;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A database gets the hub's tables once; one with the tables of an earlier version is refused. */
class MigrationsTest {
  private static final String LAST_OF_BEFORE = "17";

  private final TestDatabase database = TestDatabase.createEmpty();
  private final JdbcTemplate sql = new JdbcTemplate(database.dataSource());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void empty_database_gets_the_tables_and_a_second_start_changes_nothing() {
    migrations(Map.of()).migrate(flyway());
    migrations(Map.of()).migrate(flyway());
    assertThat(sql.queryForList("select script from flyway_schema_history", String.class))
        .hasSize(7)
        .allMatch(script -> script.matches("V[1-7]__[a-z]+\\.sql"));
  }

  @Test
  void database_of_an_earlier_version_is_refused_in_one_line() {
    flyway().migrate();
    history_of_before();
    assertThatThrownBy(() -> migrations(Map.of("hub.home", "/srv/hub")).migrate(flyway()))
        .isInstanceOf(ConfigurationProblem.class)
        .message()
        .startsWith(
            "The tables of the database at HUB_HOME=/srv/hub were made by an earlier version of the hub (by 17 migrations,")
        .contains("start with a new HUB_HOME")
        .contains("README, Questions, 'A database of an earlier version'")
        .hasLineCount(1);
    assertThatThrownBy(
            () ->
                migrations(Map.of("hub.db.url", "postgres://u:canary@db:5432/hub"))
                    .migrate(flyway()))
        .message()
        .startsWith("The tables of the database at jdbc:postgresql://db:5432/hub were made")
        .doesNotContain("canary");
  }

  /** What Flyway wrote down for V1 to V17, each with the checksum of a file that is no more. */
  private void history_of_before() {
    sql.update("delete from flyway_schema_history where installed_rank > 0");
    sql.update(
        """
        insert into flyway_schema_history
          (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
        select n, n::text, 'before', 'SQL', 'V' || n || '__before.sql', 1000 + n, current_user, 1, true
          from generate_series(1, ?::int) n
        """,
        LAST_OF_BEFORE);
  }

  private Flyway flyway() {
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
