package com.millyweb.hub.event.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/**
 * Connections of their own for appends, whose one statement is planned once for a connection.
 * Postgres would plan it again for each append, which takes several times as long as to run it,
 * because a plan for the values at hand always looks cheaper than one for any. Elsewhere that is
 * right: a claim's limit decides about its plan.
 */
public final class AppendConnections implements AutoCloseable {
  private static final String ONE_PLAN = "set plan_cache_mode = force_generic_plan";

  private final HikariDataSource pool;

  private AppendConnections(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * @param hub the pool of everything else, whose settings these have as well
   * @param writers how many appends may be under way at once
   */
  public static AppendConnections like(HikariDataSource hub, int writers) {
    var config = new HikariConfig();
    hub.copyStateTo(config);
    config.setPoolName("hub-append");
    config.setMaximumPoolSize(writers + 1);
    config.setMinimumIdle(1);
    config.setInitializationFailTimeout(-1);
    String others = hub.getConnectionInitSql();
    config.setConnectionInitSql(others == null ? ONE_PLAN : others + "; " + ONE_PLAN);
    return new AppendConnections(new HikariDataSource(config));
  }

  public DataSource dataSource() {
    return pool;
  }

  @Override
  public void close() {
    pool.close();
  }
}
