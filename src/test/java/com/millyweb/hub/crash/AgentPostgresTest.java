package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The database of a hub dies while its agents work. */
class AgentPostgresTest {
  @Test
  void runs_go_on_when_their_database_was_killed_under_them() {
    try (var receiver = new Receiver();
        var duty = new AgentDuty();
        var hub = HubProcess.at("agent-postgres", receiver)) {
      duty.preparing(hub);
      hub.start();
      hub.awaitStarted();
      duty.decide(hub, hub.postgres());
      List<UUID> runs = new ArrayList<>();
      for (int turn = 0; turn < 4; turn++) {
        UUID run = AgentDuty.run("thinks " + turn);
        duty.pause(run, turn);
        runs.add(run);
        duty.begin(hub, "thinks " + turn);
      }
      for (String method : List.of("PUT", "POST")) {
        UUID run = AgentDuty.run(method);
        duty.deeds.hold(method, run.toString());
        runs.add(run);
        duty.begin(hub, method);
      }
      Awaitility.await("runs stand still")
          .atMost(HubProcess.PATIENCE)
          .until(() -> standStill(duty, runs));
      hub.postgres().kill();
      // what they wait for comes while there is nowhere to put it down
      duty.release();
      AgentKillTest.awaitEnd(hub, runs);
      for (UUID run : runs) {
        AgentOutcome outcome = AgentOutcome.of(hub, duty, run);
        assertThat(outcome.isLost()).as("lost").isFalse();
        assertThat(outcome.twice()).as("effects twice").isZero();
        assertThat(outcome.answer()).endsWith("helped with inside seen");
        assertThat(outcome.steps()).hasSize(11);
      }
      assertThat(hub.isAlive()).isTrue();
    }
  }

  private static boolean standStill(AgentDuty duty, List<UUID> runs) {
    for (int turn = 0; turn < 4; turn++) {
      if (!duty.isPaused(runs.get(turn), turn)) {
        return false;
      }
    }
    return duty.deeds.isHeld("PUT", runs.get(4).toString())
        && duty.deeds.isHeld("POST", runs.get(5).toString());
  }
}
