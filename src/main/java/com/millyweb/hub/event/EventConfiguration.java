package com.millyweb.hub.event;

import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.event.history.FlowStop;
import com.millyweb.hub.event.history.PostgresReplay;
import com.millyweb.hub.event.history.Replay;
import com.millyweb.hub.event.pacing.Cancellations;
import com.millyweb.hub.event.postgres.AppendConnections;
import com.millyweb.hub.event.postgres.Housekeeping;
import com.millyweb.hub.event.postgres.PeerWakeUps;
import com.millyweb.hub.event.postgres.PostgresTransport;
import com.millyweb.hub.event.postgres.SubscriptionTable;
import com.millyweb.hub.event.trace.TraceProperties;
import com.millyweb.hub.secret.Redaction;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Assembles the engine. */
@Configuration(proxyBeanMethods = false)
class EventConfiguration {
  @Bean
  @DependsOnDatabaseInitialization
  SubscriptionTable subscriptions(DataSource dataSource) {
    return new SubscriptionTable(dataSource);
  }

  @Bean
  EventIds eventIds(Clock clock) {
    return new EventIds(clock);
  }

  @Bean(destroyMethod = "close")
  AppendConnections appendConnections(HikariDataSource dataSource, EventProperties properties) {
    return AppendConnections.like(dataSource, properties.writers());
  }

  @Bean
  Transport transport(
      DataSource dataSource,
      AppendConnections appends,
      SubscriptionTable subscriptions,
      EventIds ids) {
    return new PostgresTransport(dataSource, appends.dataSource(), subscriptions, ids);
  }

  @Bean
  @DependsOnDatabaseInitialization
  StoreProbe storeProbe(DataSource dataSource) {
    return new StoreProbe(dataSource);
  }

  @Bean
  EngineMetrics engineMetrics(MeterRegistry registry) {
    return new EngineMetrics(registry);
  }

  @Bean(destroyMethod = "close")
  Dispatcher dispatcher(
      Transport transport,
      SubscriptionTable subscriptions,
      Clock clock,
      EventProperties properties,
      EngineMetrics metrics) {
    return new Dispatcher(
        transport,
        subscriptions,
        new Failures(Redaction.instance()::redact),
        clock,
        properties.lease(),
        perTask(),
        metrics);
  }

  /** Only an external database has other hubs on it: null for the embedded one. */
  @Bean(destroyMethod = "close")
  @Nullable PeerWakeUps neighbourWakeUps(
      HubProperties properties, DataSource dataSource, Dispatcher dispatcher) {
    return properties.db().url() == null ? null : new PeerWakeUps(dataSource, dispatcher::wake);
  }

  @Bean(destroyMethod = "close")
  AppendLog eventLog(
      Transport transport,
      EventIds ids,
      Dispatcher dispatcher,
      EventProperties properties,
      StoreProbe state,
      Optional<PeerWakeUps> neighbours) {
    return new AppendLog(
        transport,
        ids,
        subscriptions -> {
          dispatcher.wake(subscriptions);
          neighbours.ifPresent(others -> others.tell(subscriptions));
        },
        properties.writers(),
        state);
  }

  /** Outside of a flow, where nothing else commits. */
  @Bean
  Cancellations cancellations(Transport transport, Dispatcher dispatcher) {
    return cancel -> {
      try {
        dispatcher.wake(transport.cancel(List.of(cancel)));
      } catch (SQLException e) {
        throw new EventLogUnavailable(
            "Event '%s' with key '%s' was not taken back: %s"
                .formatted(cancel.type(), cancel.key(), e.getMessage()),
            e);
      }
    };
  }

  @Bean
  Replay replay(DataSource dataSource, SubscriptionTable subscriptions, Dispatcher dispatcher) {
    return new PostgresReplay(dataSource, subscriptions, dispatcher::wake);
  }

  @Bean
  FlowStop flowStop(DataSource dataSource, Dispatcher dispatcher) {
    return new FlowStop(dataSource, dispatcher::wake);
  }

  @Bean
  @DependsOnDatabaseInitialization
  Housekeeping housekeeping(
      DataSource dataSource, Clock clock, EventProperties properties, TraceProperties traces)
      throws SQLException {
    var housekeeping =
        new Housekeeping(
            dataSource, clock, properties.retention(), properties.dedupe(), traces.retention());
    housekeeping.run();
    return housekeeping;
  }

  @Bean(destroyMethod = "close")
  EngineTimers engineLoops(
      EventProperties properties,
      Transport transport,
      Dispatcher dispatcher,
      SubscriptionTable subscriptions,
      EngineMetrics metrics,
      Housekeeping housekeeping) {
    return new EngineTimers(
        properties, transport, dispatcher, subscriptions, metrics, housekeeping);
  }

  /**
   * Threads of the system and no virtual ones: a step that computes without end would keep the few
   * carriers of those from everything else of the hub, the doors included.
   */
  private static Executor perTask() {
    return Executors.newCachedThreadPool(
        task -> {
          Thread thread = new Thread(task, "hub-flow");
          thread.setDaemon(true);
          return thread;
        });
  }
}
