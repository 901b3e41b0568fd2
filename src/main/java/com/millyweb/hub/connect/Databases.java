package com.millyweb.hub.connect;

import com.millyweb.hub.connect.ConnectProperties.Database;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
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

  /**
   * A connection of its own, for who asks whether the database lets the hub in.
   *
   * @param patience after which a server that says nothing is given up
   * @throws SQLException which does not quote the url: there may be a password in it
   */
  Connection connect(String name, Duration patience) throws SQLException {
    Database database = Objects.requireNonNull(configured.get(name), name);
    var login = new Properties();
    if (database.user() != null) {
      login.setProperty("user", database.user());
    }
    if (database.password() != null) {
      login.setProperty("password", database.password().reveal());
    }
    if (database.url().startsWith("jdbc:postgresql:")) {
      String seconds = String.valueOf(patience.toSeconds());
      login.setProperty("connectTimeout", seconds);
      login.setProperty("socketTimeout", seconds);
    }
    Connection connection = driver(name, database.url()).connect(database.url(), login);
    if (connection == null) {
      throw new SQLException("The driver of '%s' does not take its url".formatted(name));
    }
    return connection;
  }

  private static Driver driver(String name, String url) throws SQLException {
    try {
      return DriverManager.getDriver(url);
    } catch (SQLException e) {
      throw new SQLException(
          "There is no driver for '%s', whose url begins with %s"
              .formatted(name, url.replaceFirst("^(jdbc:[a-z0-9]+).*", "$1")));
    }
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
