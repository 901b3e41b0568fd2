package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A hub that stands still for longer than its leases while it works on runs of agents. */
class AgentPauseTest {
  private static final String UNDER_WAY =
      "select count(*) from agent_step where state in ('planned', 'begun')";
  private static final String LATE_RESULTS = "hub_event_leases_lost_total";

  @Test
  void other_hub_goes_on_with_the_runs_and_late_results_are_refused() {
    try (var receiver = new Receiver();
        var duty = new AgentDuty();
        var sleeper = HubProcess.at("agent-sleeper", receiver);
        var other = HubProcess.at("agent-other", receiver)) {
      duty.preparing(sleeper);
      duty.preparing(other);
      sleeper.start();
      sleeper.awaitStarted();
      other.shareDatabaseOf(sleeper);
      duty.decide(other, sleeper.postgres());

      UUID thinks = AgentDuty.run("thinks");
      UUID puts = AgentDuty.run("puts");
      UUID posts = AgentDuty.run("posts");
      duty.pause(thinks, 0);
      duty.deeds.hold("PUT", puts.toString());
      duty.deeds.hold("POST", posts.toString());
      for (String name : List.of("thinks", "puts", "posts")) {
        duty.begin(sleeper, name);
      }
      Awaitility.await("the runs are in the hands of the first hub")
          .atMost(HubProcess.PATIENCE)
          .until(
              () ->
                  duty.isPaused(thinks, 0)
                      && duty.deeds.isHeld("PUT", puts.toString())
                      && duty.deeds.isHeld("POST", posts.toString())
                      && sleeper.postgres().number(UNDER_WAY) == 2);
      sleeper.signal("STOP");
      other.start();
      other.awaitStarted();
      List<UUID> runs = List.of(thinks, puts, posts);
      AgentKillTest.awaitEnd(sleeper, runs);
      List<AgentOutcome> before =
          runs.stream().map(run -> AgentOutcome.of(sleeper, duty, run)).toList();
      assertThat(before)
          .allMatch(outcome -> !outcome.isLost() && outcome.twice() == 0)
          .extracting(AgentOutcome::repeats)
          .containsExactly(0L, 0L, 1L);
      assertThat(duty.deeds.puts(puts.toString())).as("requests with the same key").isEqualTo(2);
      long revisions = revisions(sleeper);

      duty.release();
      sleeper.signal("CONT");
      Awaitility.await("the late results are refused")
          .atMost(HubProcess.PATIENCE)
          .until(() -> sleeper.metric(LATE_RESULTS) >= 3);
      assertThat(runs.stream().map(run -> AgentOutcome.of(sleeper, duty, run)))
          .containsExactlyElementsOf(before);
      assertThat(revisions(sleeper)).as("changes of the runs").isEqualTo(revisions);
    }
  }

  private static long revisions(HubProcess hub) {
    return hub.postgres().number("select sum(revision) from agent_run");
  }
}
