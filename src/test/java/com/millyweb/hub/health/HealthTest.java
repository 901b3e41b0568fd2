package com.millyweb.hub.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.health.HealthFixture.FakeLog;
import com.millyweb.hub.health.HealthFixture.FakeSystem;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import com.millyweb.hub.health.probe.HealthProbe.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A system falls ill and recovers, with one hub and with two, over restarts and outages. */
class HealthTest {
  private final HealthFixture health = new HealthFixture();
  private final FakeLog log = health.log;
  private final FakeSystem nas = new FakeSystem("nas");

  @AfterEach
  void close() {
    health.close();
  }

  @Test
  void first_up_is_stored_but_not_told() {
    var hub = health.hub("one", nas);
    hub.polls(5);
    assertThat(hub.status("nas")).isEqualTo(Level.UP);
    assertThat(log.types()).isEmpty();
    assertThat(count("health_state")).isEqualTo(1);
  }

  @Test
  void system_is_told_down_after_three_failures_and_up_after_one_success() {
    var hub = health.hub("one", nas);
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
    var hub = health.hub("one", nas);
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
  void system_that_flaps_is_told_until_it_stays_well() {
    var hub = health.hub("one", nas);
    for (int i = 0; i < 10; i++) {
      nas.status = Status.down("wobbles");
      hub.polls(3);
      nas.status = Status.up();
      hub.polls(1);
    }
    assertThat(log.types())
        .as("the second trouble is one until it stays well")
        .containsExactly("health.nas.down", "health.nas.up", "health.nas.down");
    hub.polls(2);
    assertThat(log.types()).hasSize(4).endsWith("health.nas.up");

    hub.clock.now = hub.clock.now.plus(Duration.ofMinutes(16));
    nas.status = Status.down("gone");
    hub.polls(3);
    nas.status = Status.up();
    hub.polls(1);
    assertThat(log.types()).as("long after, it is a trouble like the first").hasSize(6);
  }

  @Test
  void single_failures_are_not_news() {
    var hub = health.hub("one", nas);
    for (int i = 0; i < 10; i++) {
      nas.status = i % 2 == 0 ? Status.up() : Status.down("lost packet");
      hub.polls(1);
    }
    assertThat(log.types()).isEmpty();
  }

  @Test
  void worse_answers_count_together_whatever_they_are() {
    var hub = health.hub("one", nas);
    nas.status = Status.degraded("slow");
    hub.polls(2);
    nas.status = Status.down("gone");
    hub.polls(1);
    assertThat(log.types()).containsExactly("health.nas.down");
  }

  @Test
  void restart_tells_nothing_that_was_told() {
    var hub = health.hub("one", nas);
    nas.status = Status.down("gone");
    hub.polls(3);
    var restarted = health.hub("one", nas);
    restarted.polls(5);
    assertThat(log.types()).containsExactly("health.nas.down");
    nas.status = Status.up();
    restarted.polls(1);
    assertThat(log.types()).containsExactly("health.nas.down", "health.nas.up");
  }

  @Test
  void two_hubs_tell_a_change_once() {
    var one = health.hub("one", nas);
    var two = health.hub("two", nas);
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
    var one = health.hub("one", fullDisk);
    var two = health.hub("two", ownDisk);
    for (int i = 0; i < 20; i++) {
      one.polls(1);
      two.polls(1);
    }
    assertThat(log.types()).containsExactly("health.disk.down");
    // the hub with the full disk is gone for good
    health.sql().sql("update health_state set seen_at = now() - interval '3 minutes'").update();
    two.polls(2);
    assertThat(log.types()).containsExactly("health.disk.down", "health.disk.up");
  }

  @Test
  void change_during_an_outage_is_told_after_it() {
    var hub = health.hub("one", nas);
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
    var hub = health.hub("one", nas);
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
    var hub = health.hub("one", Executors.newCachedThreadPool(), nas, hanging);
    await()
        .untilAsserted(
            () -> {
              hub.polls(1);
              assertThat(hub.status("hanging")).isEqualTo(Level.DOWN);
              assertThat(hub.status("nas")).isEqualTo(Level.UP);
            });
    assertThat(hub.systems.find("hanging").orElseThrow().detail())
        .matches("No answer within \\d+m?s");
    assertThat(hub.systems.overall()).isEqualTo(Level.DEGRADED);
    hanging.hangs.countDown();
  }

  @Test
  void unknown_says_nothing() {
    var hub = health.hub("one", nas);
    nas.status = Status.unknown("no idea");
    hub.polls(10);
    assertThat(hub.status("nas")).isEqualTo(Level.UNKNOWN);
    assertThat(log.types()).isEmpty();
  }

  private long count(String table) {
    return health.sql().sql("select count(*) from " + table).query(Long.class).single();
  }
}
