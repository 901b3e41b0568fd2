package com.millyweb.hub.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.event.Appended;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.SettableClock;
import com.millyweb.hub.health.HealthProperties.Watched;
import com.millyweb.hub.health.probe.ContainerHealth;
import com.millyweb.hub.health.probe.HealthProbe;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import com.millyweb.hub.health.probe.HealthProbe.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Hubs on one database that poll systems of the test, with a clock that it sets. */
final class HealthFixture implements AutoCloseable {
  private final TestDatabase database = TestDatabase.create();
  final FakeLog log = new FakeLog();
  final Map<String, Watched> settings = new HashMap<>();
  final Set<String> maintained = new HashSet<>();

  HubUnderTest hub(String name, HealthProbe... probes) {
    return new HubUnderTest(name, probes);
  }

  HubUnderTest hub(String name, ExecutorService threads, HealthProbe... probes) {
    return new HubUnderTest(name, threads, probes);
  }

  JdbcClient sql() {
    return JdbcClient.create(database.dataSource());
  }

  @Override
  public void close() {
    database.close();
  }

  /** What polls, with a clock that the test sets. */
  final class HubUnderTest {
    final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    final Systems systems;
    final Poll poll;
    boolean databaseIsAway;

    HubUnderTest(String name, HealthProbe... probes) {
      this(name, new CallerRuns(), probes);
    }

    HubUnderTest(String name, ExecutorService threads, HealthProbe... probes) {
      var properties =
          new HealthProperties(
              Duration.ofSeconds(10),
              Duration.ofSeconds(5),
              3,
              Duration.ZERO,
              settings,
              null,
              Map.of());
      systems =
          new Systems(
              properties,
              List.of(probes),
              List.of(),
              List.of(),
              new StaticListableBeanFactory().getBeanProvider(ContainerHealth.class),
              new SimpleMeterRegistry());
      var dataSource =
          new DelegatingDataSource(database.dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
              if (databaseIsAway) {
                throw new SQLException("The database is away");
              }
              return super.getConnection();
            }
          };
      var beans = new StaticListableBeanFactory(Map.of("log", log));
      var announcements =
          new HealthReporter(
              new HealthStore(JdbcClient.create(dataSource)),
              beans.getBeanProvider(EventLog.class),
              new ObjectMapper(),
              systems,
              new Causes(systems, maintained::contains, clock),
              name);
      poll = new Poll(systems, announcements, clock, new SimpleMeterRegistry(), threads);
      poll.tick();
      clock.now = clock.now.plusSeconds(1);
      poll.tick();
      clock.now = clock.now.plusSeconds(9);
    }

    /** Asks every system, takes the answers, stores and tells what changed. */
    void polls(int times) {
      for (int i = 0; i < times; i++) {
        poll.tick();
        clock.now = clock.now.plusSeconds(1);
        poll.tick();
        clock.now = clock.now.plusSeconds(9);
      }
    }

    Level status(String system) {
      return systems.find(system).orElseThrow().status();
    }
  }

  private static final class CallerRuns extends AbstractExecutorService {
    @Override
    public void execute(Runnable command) {
      command.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }

  static final class FakeSystem implements HealthProbe {
    private final String name;
    volatile Status status = Status.up();
    volatile CountDownLatch hangs = new CountDownLatch(0);

    FakeSystem(String name) {
      this.name = name;
    }

    @Override
    public String system() {
      return name;
    }

    @Override
    public Status probe() throws InterruptedException {
      hangs.await();
      return status;
    }
  }

  /** Knows keys as the real log does. */
  static final class FakeLog implements EventLog {
    final List<NewEvent> events = new CopyOnWriteArrayList<>();
    private final Set<String> keys = new HashSet<>();
    volatile boolean available = true;

    @Override
    public CompletableFuture<List<Appended>> append(List<NewEvent> news) {
      if (!available) {
        return CompletableFuture.failedFuture(new EventLogUnavailable("away", null));
      }
      return CompletableFuture.completedFuture(
          news.stream()
              .map(
                  event -> {
                    boolean fresh = keys.add(event.source() + " " + event.key());
                    if (fresh) {
                      events.add(event);
                    }
                    return new Appended(UUID.randomUUID(), !fresh);
                  })
              .toList());
    }

    List<String> types() {
      return events.stream().map(NewEvent::type).toList();
    }
  }
}
