package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Flows that begin in the past, over {@code kill -9} while they get it. */
class SinceKillTest {
  private static final int PAST = 1200;
  private static final int PAGES = 3;

  @Test
  void past_and_present_come_once_each_however_often_the_hub_dies_over_it() throws Exception {
    try (var receiver = new Receiver();
        var hub = HubProcess.at("since", receiver)) {
      hub.runs();
      hub.start();
      hub.awaitStarted();
      // some are there before the flows, some come while these get them
      var load = new Load(hub.door(), "client");
      try (load) {
        load.begin(8, 300).awaitAccepted(PAST);
        long delivered = 0;
        try (var begin =
            SlowRows.of(hub, "subscription_past", Duration.ofMillis(700), "new.delivered >= 0")) {
          write(hub);
          // the transaction that makes a subscription, and with order delivers all of its past
          begin.killWithin();
          assertThat(pasts(hub)).as("beginnings that were not committed").isLessThan(2);
          hub.start();
          Awaitility.await("both flows have a past")
              .atMost(HubProcess.PATIENCE)
              .until(() -> pasts(hub) == 2);
          for (int page = 1; page <= PAGES; page++) {
            hub.awaitStarted();
            long before = delivered;
            Awaitility.await("another page of the past")
                .atMost(HubProcess.PATIENCE)
                .until(() -> delivered(hub) > before);
            begin.killWithin();
            delivered = delivered(hub);
            hub.start();
          }
          assertThat(number(hub, "select count(*) from subscription_past where done_at is null"))
              .as("a past of which the hub was killed in the middle")
              .isEqualTo(1);
        }
        hub.awaitStarted();
        load.awaitAccepted(100);
      }
      Awaitility.await("nothing of the past is to come")
          .atMost(HubProcess.PATIENCE)
          .until(
              () ->
                  number(hub, "select count(*) from subscription_past where done_at is null") == 0);
      var oracle = new Oracle(hub.postgres(), load.accepted(), receiver).awaitHealed();
      oracle.keepsEveryPromise();
      oracle.orderIsKept();
      assertThat(number(hub, "select count(*) from delivery where state = 3")).isZero();
    }
  }

  /** The flows of the crash tests, both from a week ago on. */
  private static void write(HubProcess hub) throws IOException {
    String flows = Files.readString(Path.of("src/test/resources/crash/crash.camel.yaml"));
    String since =
        flows.replace(
            "event:crash.ping\n      parameters: {",
            "event:crash.ping\n      parameters: {since: -7d, ");
    assertThat(since.split("since", -1)).hasSize(3);
    Files.writeString(hub.flows(), since);
  }

  private static long pasts(HubProcess hub) {
    return number(hub, "select count(*) from subscription_past");
  }

  /** By pages, besides what the flow with order got at once. */
  private static long delivered(HubProcess hub) {
    return number(
        hub,
        """
        select coalesce(sum(p.delivered), 0) from subscription_past p
        join subscription s on s.id = p.subscription where s.name = 'flow.crash.send'
        """);
  }

  private static long number(HubProcess hub, String query) {
    return hub.postgres().number(query);
  }
}
