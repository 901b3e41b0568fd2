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
  @Test
  void hub_that_wakes_up_after_its_lease_changes_nothing() {
    try (var receiver = new Receiver();
        var sleeper = HubProcess.at("sleeper", receiver);
        var other = HubProcess.at("other", receiver)) {
      var load = new Load(sleeper.door());
      // it has sent, and falls asleep before it can say so
      sleeper.start("--crash.point=" + Failpoint.SENT, "--crash.action=stop", "--crash.nth=20");
      sleeper.awaitStarted();
      load.insist("ping", "first", 1);
      other.shareDatabaseOf(sleeper);
      other.start();
      other.awaitStarted();
      var otherLoad = new Load(other.door());
      try (load;
          otherLoad) {
        load.begin(8, 200);
        Awaitility.await("the hub sleeps").atMost(HubProcess.START).until(sleeper::isStopped);
        otherLoad.begin(2, 50);
        otherLoad.awaitAccepted(50);
        Awaitility.await("the other hub took over what the first one had in hand")
            .atMost(HubProcess.START)
            .until(
                () ->
                    sleeper.postgres().number("select count(*) from attempt where outcome = 'lost'")
                            > 0
                        && sleeper.postgres().number("select count(*) from delivery where lost > 0")
                            == 0);
        sleeper.signal("CONT");
        load.awaitAccepted(100);
      }
      List<Load.Accepted> accepted = new ArrayList<>(load.accepted());
      accepted.addAll(otherLoad.accepted());
      new Oracle(sleeper.postgres(), accepted, receiver).awaitHealed().keepsEveryPromise();
      assertThat(receiver.repetitions()).as("sent by both").isPositive();
      Awaitility.await("the late result was refused")
          .atMost(Duration.ofSeconds(30))
          .until(() -> sleeper.metric("hub_event_leases_lost_total") > 0);
    }
  }
}
