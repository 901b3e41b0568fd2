package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.process.HomePostgres;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hub lives, and its database does not. */
class PostgresFaultTest {
  private static final Logger log = LoggerFactory.getLogger(PostgresFaultTest.class);
  private static final int PER_SECOND = 100;
  private static final Duration WINDOW = Duration.ofSeconds(4);
  private static final double BACK = 0.95;

  /** For a machine that has much else to do. */
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  @Test
  void hub_outlives_a_restart_of_its_database_and_cut_connections() {
    try (var receiver = new Receiver();
        var owner = HubProcess.at("postgres-owner", receiver);
        var hub = HubProcess.at("postgres-fault", receiver)) {
      // the database belongs to a hub that is gone, as an external one belongs to nobody
      owner.start();
      owner.awaitStarted();
      owner.kill();
      HomePostgres postgres = owner.postgres();
      hub.shareDatabaseOf(owner);
      var load = new Load(hub.door(), "client");
      try (load) {
        hub.start();
        hub.awaitStarted();
        load.begin(8, PER_SECOND);
        load.awaitAccepted(3 * PER_SECOND);
        long before = rate(load);

        long cut = System.nanoTime();
        for (int i = 0; i < 40; i++) {
          postgres.cutConnections(4);
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        log.info("Answers while connections were cut: {}", load.answersSince(cut));
        awaitRate(load, before);

        long down = System.nanoTime();
        postgres.stopImmediately();
        long reallyDown = System.nanoTime();
        hub.awaitReadiness("not ready without database", 503, AT_ONCE);
        Awaitility.await("503 while the database is down")
            .atMost(HubProcess.PATIENCE)
            .until(() -> load.answersSince(reallyDown).getOrDefault(503, 0L) > 8);
        assertThat(load.acceptedSince(reallyDown)).as("accepted without database").isZero();
        postgres.startAgain();
        awaitRate(load, before);
        hub.awaitReadiness("ready again", 200, HubProcess.PATIENCE);
        log.info(
            "{} events/s before; back after {} ms; answers since the stop {}",
            before / WINDOW.toSeconds(),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - down),
            load.answersSince(down));
        assertThat(hub.isAlive()).isTrue();
      }
      new Oracle(postgres, load.accepted(), receiver).awaitHealed().keepsEveryPromise();
    }
  }

  @Test
  void hub_starts_its_own_database_again_when_it_was_killed() {
    try (var receiver = new Receiver();
        var hub = HubProcess.at("postgres-killed", receiver)) {
      var load = new Load(hub.door(), "client");
      try (load) {
        hub.start();
        hub.awaitStarted();
        load.begin(8, PER_SECOND).awaitAccepted(PER_SECOND);
        for (int kill = 1; kill <= 2; kill++) {
          long killed = System.nanoTime();
          hub.postgres().kill();
          Awaitility.await("503 while the database is away")
              .atMost(HubProcess.PATIENCE)
              .until(() -> load.answersSince(killed).containsKey(503));
          load.awaitAccepted(PER_SECOND);
        }
      }
      // nobody sends anything: the question itself must tell
      hub.awaitReadiness("ready", 200, HubProcess.PATIENCE);
      hub.postgres().kill();
      hub.awaitReadiness("not ready at once", 503, AT_ONCE);
      hub.awaitReadiness("ready again", 200, HubProcess.PATIENCE);
      new Oracle(hub.postgres(), load.accepted(), receiver).awaitHealed().keepsEveryPromise();
    }
  }

  private static long rate(Load load) {
    long start = System.nanoTime();
    LockSupport.parkNanos(WINDOW.toNanos());
    return load.acceptedSince(start);
  }

  private static void awaitRate(Load load, long before) {
    Awaitility.await("the rate is back")
        .atMost(HubProcess.PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> load.acceptedSince(System.nanoTime() - WINDOW.toNanos()) >= before * BACK);
  }
}
