package com.millyweb.hub.connect;

import com.millyweb.hub.connect.ConnectProperties.Database;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The databases that the configuration names; a pool is made when the first route asks for it. */
public final class Databases implements AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final long IDLE_MS = 60_000;
  private static final long PATIENCE_MS = 10_000;
  private static final String MOST_READ = "16M";

  private final Map<String, Database> configured;
  private final Map<String, HikariDataSource> open = new HashMap<>();
  private final Map<String, HikariDataSource> reading = new HashMap<>();

  Databases(Map<String, Database> configured) {
    this.configured = new TreeMap<>(configured);
  }

  public synchronized @Nullable DataSource find(String name) {
    Database database = configured.get(name);
    return database == null
        ? null
        : open.computeIfAbsent(name, made -> new HikariDataSource(config(name, database)));
  }

  /** The same for who only reads: no answer is larger than what fits into memory. */
  public synchronized @Nullable DataSource reading(String name) {
    Database database = configured.get(name);
    return database == null ? null : reading.computeIfAbsent(name, made -> reader(name, database));
  }

  Set<String> names() {
    return configured.keySet();
  }

  /** A connection of its own, for who asks whether the database lets the hub in. */
  Connection connect(String name) throws SQLException {
    Database database = Objects.requireNonNull(configured.get(name), name);
    var login = new Properties();
    if (database.user() != null) {
      login.setProperty("user", database.user());
    }
    if (database.password() != null) {
      login.setProperty("password", database.password().reveal());
    }
    return DriverManager.getConnection(database.url(), login);
  }

  private static HikariDataSource reader(String name, Database database) {
    HikariConfig config = config("reading-" + name, database);
    config.addDataSourceProperty("maxResultBuffer", MOST_READ);
    // a text fits any type that it can be read as
    config.addDataSourceProperty("stringtype", "unspecified");
    return new HikariDataSource(config);
  }

  /** A database that is down fails the statement, not the start of the route. */
  private static HikariConfig config(String name, Database database) {
    var config = new HikariConfig();
    config.setPoolName("connect-" + name);
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password() == null ? null : database.password().reveal());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE_MS);
    config.setConnectionTimeout(PATIENCE_MS);
    config.setInitializationFailTimeout(-1);
    return config;
  }

  @Override
  public synchronized void close() {
    open.values().forEach(HikariDataSource::close);
    reading.values().forEach(HikariDataSource::close);
  }
}
