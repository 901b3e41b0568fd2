package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.event.Failpoint;
import org.junit.jupiter.api.Test;

/** Death at every named point, one after the other on the same home. */
class FailpointTest {
  @Test
  void accepted_event_survives_death_at_every_point() {
    try (var receiver = new Receiver();
        var hub = HubProcess.at("failpoint", receiver)) {
      var load = new Load(hub.door(), "client");
      try (load) {
        hub.start();
        hub.awaitStarted();
        load.begin(16, 400).awaitAccepted(50);
        hub.kill();
        for (Failpoint point : Failpoint.PLAIN) {
          hub.start("--crash.point=" + point, "--crash.nth=20");
          hub.awaitDeath();
          assertThat(hub.exit()).as("end at %s", point).isEqualTo(137);
        }
        hub.start();
        hub.awaitStarted();
        load.awaitAccepted(100);
      }
      var oracle = new Oracle(hub.postgres(), load.accepted(), receiver).awaitHealed();
      oracle.keepsEveryPromise();
      oracle.orderIsKept();
      assertThat(load.accepted())
          .as("answers to what was stored before a death and sent again after it")
          .anyMatch(Load.Accepted::duplicate);
      assertThat(receiver.repetitions())
          .as("repetitions after deaths between send and settle")
          .isPositive();
    }
  }
}
