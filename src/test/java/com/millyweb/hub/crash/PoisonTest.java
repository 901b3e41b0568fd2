package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An event that kills every hub that works on it. */
class PoisonTest {
  private static final int INNOCENT = 40;
  private static final int DEATHS = 4;

  @Test
  void event_that_kills_the_hub_becomes_a_dead_letter_and_the_others_go_on() {
    try (var receiver = new Receiver();
        var hub = HubProcess.at("poison", receiver)) {
      var load = new Load(hub.door(), "client");
      try (load) {
        hub.start();
        hub.awaitStarted();
        load.insist("pill", "poison", 0);
        load.begin(4, 100);
        CompletableFuture<Void> innocent = CompletableFuture.runAsync(() -> innocent(load));
        for (int death = 1; death <= DEATHS; death++) {
          hub.awaitDeath();
          hub.start();
        }
        hub.awaitStarted();
        innocent.join();
        load.awaitAccepted(100);
      }
      var postgres = hub.postgres();
      new Oracle(postgres, load.accepted(), receiver).awaitHealed().noLeaseIsStale();
      assertThat(hub.isAlive()).as("the hub lives on").isTrue();
      assertThat(
              postgres.number(
                  """
                  select count(*) from delivery d join event e on e.id = d.event_id
                  where d.state = 3 and d.reason = 'poison' and e.subject = 'poison'
                  """))
          .as("the poison is a dead letter")
          .isEqualTo(1);
      assertThat(postgres.number("select count(*) from delivery where state = 3"))
          .as("dead letters")
          .isEqualTo(1);
      assertThat(postgres.number("select count(*) from event where type = 'delivery.dead'"))
          .as("news of it")
          .isEqualTo(1);
      assertThat(
              postgres.number(
                  "select count(*) from event where type = 'effect.pill' and cause_delivery is not null"))
          .as("effects of the others")
          .isEqualTo(INNOCENT);
    }
  }

  private static void innocent(Load load) {
    for (int seq = 1; seq <= INNOCENT; seq++) {
      load.insist("pill", "innocent", seq);
    }
  }
}
