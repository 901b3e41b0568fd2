package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code kill -9} at any time. {@code -Dhub.crash.kills=100} for more of it. */
class KillTest {
  private static final Logger log = LoggerFactory.getLogger(KillTest.class);
  private static final int KILLS = Integer.getInteger("hub.crash.kills", 5);
  private static final int MOST_EVENTS_IN_A_LIFE = 600;
  private static final long LONGEST_START = TimeUnit.SECONDS.toNanos(4);

  private static final String TOKEN = "token-of-the-administrator-in-the-crash-test";

  /** What people are told is little beside what happens. */
  private static final String TELL =
      """
      - route:
          id: flow.tell
          description: Tells of every fiftieth event of a client
          from:
            uri: event:crash.ping
            parameters:
              filter: "${body[seq]} regex '[0-9]*[05]0'"
              concurrency: 4
              maxAttempts: 100
              backoff: 50ms..500ms
            steps:
              - to: {uri: "notify:ops", parameters: {title: "${body[client]} ${body[seq]}"}}
      """;

  @Test
  void accepted_event_survives_kill_9() throws IOException {
    long seed = Long.getLong("hub.crash.seed", System.nanoTime());
    Random random = new Random(seed);
    try (var receiver = new Receiver();
        var hub = HubProcess.at("kill", receiver)) {
      Files.writeString(hub.flows().resolveSibling("tell.camel.yaml"), TELL);
      hub.set("hub.admin-token", TOKEN);
      var load = new Load(hub.door(), "client");
      long leased = 0;
      try (load) {
        hub.start();
        hub.awaitStarted();
        load.begin(16, 400);
        for (int kill = 1; kill <= KILLS; kill++) {
          if (kill % 4 == 0) {
            LockSupport.parkNanos(random.nextLong(LONGEST_START));
          } else {
            hub.awaitStarted();
            load.awaitAccepted(random.nextInt(MOST_EVENTS_IN_A_LIFE));
          }
          hub.kill();
          leased += hub.postgres().number("select count(*) from delivery where state = 1");
          hub.start();
        }
        hub.awaitStarted();
        load.awaitAccepted(100);
      }
      var oracle = new Oracle(hub.postgres(), load.accepted(), receiver).awaitHealed();
      log.info(
          "{} kills with seed {}: {} accepted, answers {}, {} deliveries in hand when killed, {} sent twice",
          KILLS,
          seed,
          load.accepted().size(),
          load.answersSince(0),
          leased,
          receiver.repetitions());
      oracle.keepsEveryPromise();
      oracle.orderIsKept();
      assertThat(receiver.repetitions()).as("repetitions").isLessThanOrEqualTo(leased);
      Awaitility.await("every notice is told")
          .atMost(HubProcess.PATIENCE)
          .until(
              () -> hub.postgres().number("select count(*) from delivery where state <> 3") == 0);
      new WhyOracle(hub, new AdminCalls(hub, TOKEN))
          .namesTheEventOfEveryNotice("flow.tell", "flow/tell.camel.yaml");
      assertThat(hub.log()).doesNotContain(HubProcess.DOOR_TOKEN, hub.postgres().password());
    }
  }
}
