package com.millyweb.hub.database;

import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.HubProperties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/**
 * Makes the tables. There is one migration for each noun; a database whose migrations are other
 * ones is of a version before the first release, and nothing leads from there to here.
 */
@Component
final class Migrations implements FlywayMigrationStrategy {
  private final HubProperties properties;

  Migrations(HubProperties properties) {
    this.properties = properties;
  }

  /**
   * @throws ConfigurationProblem when the tables are of another version
   */
  @Override
  public void migrate(Flyway flyway) {
    try {
      flyway.migrate();
    } catch (FlywayValidateException e) {
      throw new ConfigurationProblem(
          """
          The tables of the database at %s were made by an earlier version of the hub (by %d migrations, other ones than this version's), and this version cannot take them over: \
          start with a new HUB_HOME, or let HUB_DB_URL lead to an empty database or schema; README, Questions, 'A database of an earlier version' says how to keep what is in the old one"""
              .formatted(place(), flyway.info().applied().length),
          e);
    }
  }

  private String place() {
    return properties.db().url() == null
        ? "HUB_HOME=" + properties.home()
        : DatabaseUrl.of(properties.db()).shown();
  }
}
