package com.millyweb.hub.event;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.event.history.PostgresReplay;
import com.millyweb.hub.event.postgres.Housekeeping;
import com.millyweb.hub.event.postgres.PostgresTransport;
import com.millyweb.hub.event.postgres.SubscriptionTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The engine without Camel and Spring, on a real Postgres. */
public final class EngineFixture implements AutoCloseable {
  final TestDatabase database;
  final Transport transport;
  final SubscriptionTable subscriptions;
  final Dispatcher dispatcher;
  final AppendLog log;
  final PostgresReplay replay;
  final EventProperties properties;
  private final EngineTimers loops;

  EngineFixture() {
    this(TestDatabase.create());
  }

  EngineFixture(TestDatabase database) {
    this(database, Duration.ofMillis(100));
  }

  EngineFixture(TestDatabase database, Duration poll) {
    this.database = database;
    properties =
        new EventProperties(
            Duration.ofSeconds(2),
            poll,
            Duration.ofDays(30),
            Duration.ofDays(30),
            Duration.ofDays(7),
            2);
    var dataSource = database.dataSource();
    var ids = new EventIds(Clock.systemUTC());
    subscriptions = new SubscriptionTable(dataSource);
    transport = new PostgresTransport(dataSource, dataSource, subscriptions, ids);
    var metrics = new EngineMetrics(new SimpleMeterRegistry());
    dispatcher =
        new Dispatcher(
            transport,
            subscriptions,
            new Failures(text -> text),
            Clock.systemUTC(),
            properties.lease(),
            Executors.newCachedThreadPool(),
            metrics);
    log = new AppendLog(transport, ids, dispatcher::wake, 2, new StoreProbe(dataSource));
    replay = new PostgresReplay(dataSource, subscriptions, dispatcher::wake);
    loops =
        new EngineTimers(
            properties,
            transport,
            dispatcher,
            subscriptions,
            metrics,
            new Housekeeping(
                dataSource,
                Clock.systemUTC(),
                properties.retention(),
                properties.dedupe(),
                Duration.ofDays(7)));
  }

  public static SubscriptionSpec spec(String group, String pattern) {
    return spec(group, pattern, OrderBy.none, 4);
  }

  public static SubscriptionSpec spec(
      String group, String pattern, OrderBy orderBy, int concurrency) {
    return new SubscriptionSpec(
        group,
        TypePattern.of(pattern),
        orderBy,
        concurrency,
        3,
        new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)),
        Duration.ofSeconds(30),
        null);
  }

  static NewEvent event(String type, String text) {
    return NewEvent.json(type, "test", ("\"" + text + "\"").getBytes(StandardCharsets.UTF_8));
  }

  static String text(Event event) {
    String json = new String(event.data(), StandardCharsets.UTF_8);
    return json.substring(1, json.length() - 1);
  }

  JdbcClient sql() {
    return JdbcClient.create(database.dataSource());
  }

  long count(String from) {
    return sql().sql("select count(*) from " + from).query(Long.class).single();
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }

  /** Ends in the middle of what it does; the database goes on. */
  void die() {
    loops.close();
    dispatcher.close();
    log.close();
  }

  @Override
  public void close() {
    die();
    database.close();
  }
}
