package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.event.Failpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists, limits, holds and what is taken back, over {@code kill -9}. */
class PaceTest {
  private static final String TOKEN = "token-of-the-administrator-in-the-crash-test";
  private static final int KILLS = Integer.getInteger("hub.crash.kills", 3);

  @Test
  void lists_limits_cancellations_and_holds_survive_death_at_every_point() throws Exception {
    try (var receiver = new Receiver();
        var hub = HubProcess.at("pace", receiver)) {
      hub.runs("pace.camel.yaml", "hold.camel.yaml").set("hub.admin-token", TOKEN);
      Path held = hub.flows().resolveSibling("hold.camel.yaml");
      Files.writeString(held, Files.readString(held).replace("hold: 1h", "hold: 2s"));
      var holds = new HoldOracle(hub, new AdminCalls(hub, TOKEN));
      List<Load.Accepted> accepted = new ArrayList<>();
      for (Failpoint point : Failpoint.values()) {
        // senders that are new have not yet reached their limits
        var load = new Load(hub.door(), point.name());
        try (load) {
          hub.start("--crash.point=" + point, "--crash.nth=" + nth(point));
          load.begin(4, 50);
          holds.undoUntilDeath();
          assertThat(hub.exit()).as("end at %s", point).isEqualTo(137);
        }
        accepted.addAll(load.accepted());
      }
      var load = new Load(hub.door(), "last");
      try (load) {
        hub.start();
        hub.awaitStarted();
        load.begin(4, 50).awaitAccepted(100);
      }
      accepted.addAll(load.accepted());
      new PaceOracle(hub, accepted).keepsEveryPromise();
      holds.keepsEveryPromise();
    }
  }

  @Test
  void two_hubs_that_are_killed_in_turn_keep_lists_limits_and_cancellations() throws Exception {
    try (var receiver = new Receiver();
        var one = HubProcess.at("pace-one", receiver);
        var two = HubProcess.at("pace-two", receiver)) {
      one.runs("pace.camel.yaml");
      two.runs("pace.camel.yaml");
      one.start();
      one.awaitStarted();
      two.shareDatabaseOf(one);
      two.start();
      two.awaitStarted();
      var load = new Load(one.door(), "one");
      var other = new Load(two.door(), "two");
      try (load;
          other) {
        load.begin(4, 50);
        other.begin(4, 50);
        for (int kill = 1; kill <= KILLS; kill++) {
          HubProcess victim = kill % 2 == 0 ? one : two;
          Load survivors = kill % 2 == 0 ? other : load;
          survivors.awaitAccepted(100);
          victim.kill();
          survivors.awaitAccepted(100);
          victim.start();
          victim.awaitStarted();
        }
        load.awaitAccepted(50);
        other.awaitAccepted(50);
      }
      List<Load.Accepted> accepted = new ArrayList<>(load.accepted());
      accepted.addAll(other.accepted());
      new PaceOracle(one, accepted).keepsEveryPromise();
    }
  }

  /**
   * Late enough that no event sees a fourth death, which would make it a dead letter: each has some
   * ten deliveries.
   */
  private static int nth(Failpoint point) {
    return Failpoint.PLAIN.contains(point) ? 40 : 2;
  }
}
