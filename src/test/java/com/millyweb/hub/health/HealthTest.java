package com.millyweb.hub.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.event.Appended;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.SettableClock;
import com.millyweb.hub.health.HealthProperties.Watched;
import com.millyweb.hub.health.probe.HealthProbe;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import com.millyweb.hub.health.probe.HealthProbe.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A system falls ill and recovers, with one hub and with two, over restarts and outages. */
class HealthTest {
  private final TestDatabase database = TestDatabase.create();
  private final FakeLog log = new FakeLog();
  private final FakeSystem nas = new FakeSystem("nas");
  private final FakeSystem shop = new FakeSystem("shop");
  private final FakeSystem page = new FakeSystem("page");
  private final Map<String, Watched> dependencies = new HashMap<>();
  private final Set<String> maintained = new HashSet<>();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void first_up_is_stored_but_not_told() {
    var hub = new HubUnderTest("one", nas);
    hub.polls(5);
    assertThat(hub.status("nas")).isEqualTo(Level.UP);
    assertThat(log.types()).isEmpty();
    assertThat(count("health_state")).isEqualTo(1);
  }

  @Test
  void system_is_told_down_after_three_failures_and_up_after_one_success() {
    var hub = new HubUnderTest("one", nas);
    nas.status = Status.down("connection refused");
    hub.polls(2);
    assertThat(log.types()).isEmpty();
    assertThat(hub.status("nas")).as("shown at once").isEqualTo(Level.DOWN);
    hub.polls(1);
    assertThat(log.types()).containsExactly("health.nas.down");
    nas.status = Status.up();
    hub.polls(1);
    assertThat(log.types()).containsExactly("health.nas.down", "health.nas.up");
    NewEvent down = log.events.get(0);
    assertThat(down.source()).isEqualTo("health");
    assertThat(down.subject()).isEqualTo("nas");
    assertThat(new String(down.data(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"system":"nas","status":"down","previous":"up","since":"2026-01-01T00:00:10Z","incident":"nas/1","error":"connection refused"}"""
                .strip());
  }

  @Test
  void incident_lasts_from_down_to_up() {
    var hub = new HubUnderTest("one", nas);
    for (Status status : List.of(Status.down("gone"), Status.up(), Status.down("gone again"))) {
      nas.status = status;
      hub.polls(3);
    }
    assertThat(log.events)
        .extracting(event -> new String(event.data(), StandardCharsets.UTF_8))
        .extracting(data -> data.replaceFirst(".*\"incident\":\"([^\"]*)\".*", "$1"))
        .containsExactly("nas/1", "nas/1", "nas/3");
  }

  @Test
  void single_failures_are_not_news() {
    var hub = new HubUnderTest("one", nas);
    for (int i = 0; i < 10; i++) {
      nas.status = i % 2 == 0 ? Status.up() : Status.down("lost packet");
      hub.polls(1);
    }
    assertThat(log.types()).isEmpty();
  }

  @Test
  void worse_answers_count_together_whatever_they_are() {
    var hub = new HubUnderTest("one", nas);
    nas.status = Status.degraded("slow");
    hub.polls(2);
    nas.status = Status.down("gone");
    hub.polls(1);
    assertThat(log.types()).containsExactly("health.nas.down");
  }

  @Test
  void restart_tells_nothing_that_was_told() {
    var hub = new HubUnderTest("one", nas);
    nas.status = Status.down("gone");
    hub.polls(3);
    var restarted = new HubUnderTest("one", nas);
    restarted.polls(5);
    assertThat(log.types()).containsExactly("health.nas.down");
    nas.status = Status.up();
    restarted.polls(1);
    assertThat(log.types()).containsExactly("health.nas.down", "health.nas.up");
  }

  @Test
  void two_hubs_tell_a_change_once() {
    var one = new HubUnderTest("one", nas);
    var two = new HubUnderTest("two", nas);
    nas.status = Status.down("gone");
    for (int i = 0; i < 5; i++) {
      one.polls(1);
      two.polls(1);
    }
    nas.status = Status.up();
    for (int i = 0; i < 3; i++) {
      two.polls(1);
      one.polls(1);
    }
    assertThat(log.types()).containsExactly("health.nas.down", "health.nas.up");
    assertThat(count("health_transition where status = 'down'")).isEqualTo(1);
  }

  @Test
  void hub_that_sees_a_system_well_leaves_it_to_the_hub_that_does_not() {
    var ownDisk = new FakeSystem("disk");
    var fullDisk = new FakeSystem("disk");
    fullDisk.status = Status.down("full");
    var one = new HubUnderTest("one", fullDisk);
    var two = new HubUnderTest("two", ownDisk);
    for (int i = 0; i < 20; i++) {
      one.polls(1);
      two.polls(1);
    }
    assertThat(log.types()).containsExactly("health.disk.down");
    // the hub with the full disk is gone for good
    JdbcClient.create(database.dataSource())
        .sql("update health_state set seen_at = now() - interval '3 minutes'")
        .update();
    two.polls(2);
    assertThat(log.types()).containsExactly("health.disk.down", "health.disk.up");
  }

  @Test
  void change_during_an_outage_is_told_after_it() {
    var hub = new HubUnderTest("one", nas);
    log.available = false;
    nas.status = Status.down("gone");
    hub.polls(3);
    assertThat(log.types()).isEmpty();
    nas.status = Status.up();
    hub.polls(1);
    log.available = true;
    hub.polls(1);
    assertThat(log.types()).containsExactly("health.nas.down", "health.nas.up");
  }

  @Test
  void change_that_the_database_missed_is_stored_after_its_outage() {
    var hub = new HubUnderTest("one", nas);
    hub.databaseIsAway = true;
    nas.status = Status.down("gone");
    hub.polls(3);
    nas.status = Status.up();
    hub.polls(1);
    assertThat(log.types()).isEmpty();
    hub.databaseIsAway = false;
    hub.polls(1);
    assertThat(log.types()).containsExactly("health.nas.down", "health.nas.up");
  }

  @Test
  void system_that_hangs_is_down_and_holds_up_nobody() {
    var hanging = new FakeSystem("hanging");
    hanging.hangs = new CountDownLatch(1);
    var hub = new HubUnderTest("one", Executors.newCachedThreadPool(), nas, hanging);
    await()
        .untilAsserted(
            () -> {
              hub.polls(1);
              assertThat(hub.status("hanging")).isEqualTo(Level.DOWN);
              assertThat(hub.status("nas")).isEqualTo(Level.UP);
            });
    assertThat(hub.systems.find("hanging").orElseThrow().detail()).contains("No answer within");
    assertThat(hub.systems.overall()).isEqualTo(Level.DEGRADED);
    hanging.hangs.countDown();
  }

  @Test
  void what_depends_on_a_system_that_is_down_is_quiet_and_so_is_its_return() {
    dependsOn("shop", "nas");
    dependsOn("page", "shop");
    var hub = new HubUnderTest("one", nas, shop, page);
    for (FakeSystem one : List.of(page, shop, nas)) {
      one.status = Status.down("gone");
    }
    hub.polls(3);
    for (FakeSystem one : List.of(page, shop, nas)) {
      one.status = Status.up();
    }
    hub.polls(2);
    assertThat(told()).containsExactly("nas down", "nas up");
    assertThat(log.types()).contains("health.shop.down", "health.page.down", "health.page.up");
    assertThat(data("health.page.down")).contains("\"quiet\":\"nas is down\",\"because\":\"nas\"");
    assertThat(data("health.nas.down")).contains("\"dependents\":[\"page\",\"shop\"]");
  }

  /** The shop feels it first; what it depends on is asked once more before the shop is blamed. */
  @Test
  void system_that_fails_before_what_it_depends_on_waits_for_that_to_settle() {
    dependsOn("shop", "nas");
    var hub = new HubUnderTest("one", nas, shop);
    shop.status = Status.down("no database");
    hub.polls(2);
    nas.status = Status.down("gone");
    hub.polls(2);
    assertThat(log.types()).as("the nas is not settled").isEmpty();
    hub.polls(2);
    assertThat(told()).containsExactly("nas down");
  }

  @Test
  void system_that_is_down_by_itself_is_told_although_it_depends_on_others() {
    dependsOn("shop", "nas");
    var hub = new HubUnderTest("one", nas, shop);
    shop.status = Status.down("out of memory");
    hub.polls(4);
    assertThat(told()).containsExactly("shop down");
  }

  @Test
  void what_stays_down_when_the_cause_is_over_is_told_then_over_a_restart_too() {
    dependsOn("shop", "nas");
    var hub = new HubUnderTest("one", nas, shop);
    nas.status = Status.down("gone");
    shop.status = Status.down("no database");
    hub.polls(4);
    nas.status = Status.up();
    hub.polls(2);
    assertThat(told()).containsExactly("nas down", "nas up");
    var restarted = new HubUnderTest("one", nas, shop);
    restarted.clock.now = hub.clock.now;
    restarted.polls(6);
    assertThat(told()).containsExactly("nas down", "nas up", "shop down");
    shop.status = Status.up();
    restarted.polls(2);
    assertThat(told()).containsExactly("nas down", "nas up", "shop down", "shop up");
  }

  @Test
  void maintenance_is_quiet_and_what_is_down_at_its_end_is_told() {
    var hub = new HubUnderTest("one", nas, shop);
    maintained.addAll(List.of("nas", "shop"));
    nas.status = Status.down("rebooting");
    shop.status = Status.down("rebooting");
    hub.polls(4);
    nas.status = Status.up();
    hub.polls(1);
    assertThat(told()).isEmpty();
    maintained.clear();
    hub.polls(2);
    assertThat(told()).containsExactly("shop down");
    assertThat(data("health.nas.up")).contains("\"quiet\":\"maintenance\"");
  }

  @Test
  void dependency_on_nothing_or_on_itself_stops_the_start() {
    dependsOn("shop", "nass");
    assertThatThrownBy(() -> new HubUnderTest("one", nas, shop))
        .hasMessageContaining("hub.health.systems.shop.depends-on: there is no system 'nass'")
        .hasMessageContaining("did you mean 'nas'?");
    dependsOn("shop", "nas");
    dependsOn("nas", "shop");
    assertThatThrownBy(() -> new HubUnderTest("one", nas, shop))
        .hasMessageContaining("depend on itself");
  }

  private void dependsOn(String system, String other) {
    dependencies.put(system, new Watched(null, null, null, null, null, null, List.of(other)));
  }

  /** What people are told, in order. */
  private List<String> told() {
    return log.events.stream()
        .filter(event -> !new String(event.data(), StandardCharsets.UTF_8).contains("\"quiet\""))
        .map(event -> event.type().replaceFirst("health\\.(.*)\\.(.*)", "$1 $2"))
        .toList();
  }

  private String data(String type) {
    return log.events.stream()
        .filter(event -> event.type().equals(type))
        .map(event -> new String(event.data(), StandardCharsets.UTF_8))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void unknown_says_nothing() {
    var hub = new HubUnderTest("one", nas);
    nas.status = Status.unknown("no idea");
    hub.polls(10);
    assertThat(hub.status("nas")).isEqualTo(Level.UNKNOWN);
    assertThat(log.types()).isEmpty();
  }

  private long count(String table) {
    return JdbcClient.create(database.dataSource())
        .sql("select count(*) from " + table)
        .query(Long.class)
        .single();
  }

  /** What polls, with a clock that the test sets. */
  private final class HubUnderTest {
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
              dependencies,
              null,
              Map.of());
      systems = new Systems(properties, List.of(probes), new SimpleMeterRegistry());
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
      poll = new Poll(systems, announcements, clock, threads);
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

  private static final class FakeSystem implements HealthProbe {
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
  private static final class FakeLog implements EventLog {
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
