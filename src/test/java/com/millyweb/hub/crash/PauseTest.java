package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.event.Failpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A hub that stands still for longer than its leases, beside another one on the same database. */
class PauseTest {
  /** Lease and locks of the hub that stands still run out; a busy machine takes its time. */
  private static final Duration TAKEOVER = Duration.ofSeconds(30);

  private static final String LATE_RESULTS = "hub_event_leases_lost_total";

  @Test
  void hub_that_stands_still_loses_its_work_to_the_other_and_its_late_results_are_refused() {
    try (var receiver = new Receiver();
        var sleeper = HubProcess.at("sleeper", receiver);
        var other = HubProcess.at("other", receiver)) {
      sleeper.start(stopAt(Failpoint.SENT));
      sleeper.awaitStarted();
      other.shareDatabaseOf(sleeper);
      other.start();
      other.awaitStarted();
      var load = new Load(sleeper.door(), "client");
      var otherLoad = new Load(other.door(), "other");
      try (load;
          otherLoad) {
        load.begin(8, 200);
        otherLoad.begin(2, 50);
        awaitTakeover(sleeper, otherLoad);
        sleeper.signal("CONT");
        load.awaitAccepted(50);
        Awaitility.await("the late results are refused")
            .atMost(HubProcess.PATIENCE)
            .until(() -> sleeper.metric(LATE_RESULTS) > 0);

        // now with the locks of an open transaction in hand
        sleeper.kill();
        sleeper.start(stopAt(Failpoint.UNCOMMITTED));
        awaitTakeover(sleeper, otherLoad);
        sleeper.signal("CONT");
        load.awaitAccepted(50);
      }
      List<Load.Accepted> accepted = new ArrayList<>(load.accepted());
      accepted.addAll(otherLoad.accepted());
      new Oracle(sleeper.postgres(), accepted, receiver).awaitHealed().keepsEveryPromise();
      assertThat(receiver.repetitions()).as("sent by both").isPositive();
    }
  }

  private static String[] stopAt(Failpoint point) {
    return new String[] {"--crash.point=" + point, "--crash.action=stop", "--crash.nth=20"};
  }

  private static void awaitTakeover(HubProcess sleeper, Load otherLoad) {
    Awaitility.await("the hub stands still").atMost(HubProcess.PATIENCE).until(sleeper::isStopped);
    var postgres = sleeper.postgres();
    Awaitility.await("the other hub took over what the first one had in hand")
        .atMost(TAKEOVER)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () ->
                postgres.number("select count(*) from attempt where outcome = 'lost'") > 0
                    && postgres.number(
                            "select count(*) from delivery where lost > 0 or lease_until < now()")
                        == 0);
    otherLoad.awaitAccepted(20);
  }
}
