package com.millyweb.hub.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.agent.journal.Approvals;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.fake.Said;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several people are asked the same question. */
class AgentDecisionTest {
  private static final int ROUNDS = 10;

  @TempDir static Path routes;
  private static AgentDesk desk;

  @BeforeAll
  static void start() throws IOException {
    desk =
        AgentDesk.start(
            routes,
            Map.of(
                "agent/clerk.agent.yaml",
                AgentDesk.agent(""),
                "tool/press.camel.yaml",
                AgentDesk.tool(
                    "press",
                    "destructiveHint: false",
                    "- to: {uri: \"notify:ops\", parameters: {text: \"pressed ${body[what]}!\"}}\n"
                        + "- setBody: {constant: pressed}")),
            Map.of("hub.notify.channels.family[0].medium", "inbox"));
  }

  @AfterAll
  static void stop() {
    desk.close();
  }

  @Test
  void first_of_two_decisions_counts_and_is_done_once() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      desk.model.says(
          Said.nothing()
              .calls(new Said.Call("a", "press", "{\"what\":\"button-%d\"}".formatted(round))),
          Said.text("Done."));
      UUID run = desk.begin("Press it");
      long number = desk.question(run).number();
      var together = new CyclicBarrier(4);
      List<Thread> people = new ArrayList<>();
      for (String verb : List.of("approve", "reject", "approve", "reject")) {
        Thread person =
            new Thread(
                () -> {
                  try {
                    together.await();
                  } catch (Exception e) {
                    throw new IllegalStateException("Not together", e);
                  }
                  desk.runs().decide(run, number, verb, "who says " + verb, null);
                });
        person.start();
        people.add(person);
      }
      for (Thread person : people) {
        person.join();
      }
      desk.end(run);
      Approvals.Approval decided = desk.hub.bean(Approvals.class).find(number).orElseThrow();
      StepRow step = desk.steps(run).get(1);
      boolean approved = decided.state().equals("approved");
      assertThat(step.state()).isEqualTo(approved ? StepRow.State.DONE : StepRow.State.DENIED);
      assertThat(step.decision())
          .isEqualTo(approved ? "approved by who says approve" : "rejected by who says reject");
      assertThat(desk.told("pressed button-%d!".formatted(round))).isEqualTo(approved ? 1 : 0);
    }
    desk.model.finish();
  }

  @Test
  void answer_takes_back_what_would_come_when_nobody_answers() {
    for (String verb : List.of("approve", "reject", "edit")) {
      desk.model.says(
          Said.nothing().calls(new Said.Call("a", "press", "{\"what\":\"light\"}")),
          Said.text("Done."));
      UUID run = desk.begin("Press the light");
      long number = desk.question(run).number();
      assertThat(desk.expiry(run)).isEqualTo("to come");
      desk.runs().decide(run, number, verb, "bob", "{\"what\":\"lamp\"}");
      desk.end(run);
      assertThat(desk.expiry(run))
          .as(verb)
          .isEqualTo("cancelled: cancelled by the answer to A%d".formatted(number));
    }
    desk.model.finish();
  }

  @Test
  void end_of_a_run_takes_back_the_expiry_of_what_it_asked() {
    desk.model.says(Said.nothing().calls(new Said.Call("a", "press", "{\"what\":\"door\"}")));
    UUID run = desk.begin("Press the door");
    desk.question(run);
    desk.runs().cancel(run, "anna");
    desk.end(run);
    assertThat(desk.expiry(run)).isEqualTo("cancelled: cancelled by the end of run " + run);
    desk.model.finish();
  }

  @Test
  void question_that_was_passed_on_is_asked_and_answered_in_both_channels() {
    desk.model.says(
        Said.nothing().calls(new Said.Call("a", "press", "{\"what\":\"bell\"}")),
        Said.text("Done."));
    UUID run = desk.begin("Press the bell");
    long number = desk.question(run).number();
    desk.runs().decide(run, number, "pass", "ada", "family");
    desk.runs().decide(run, number, "pass", "ada", "nobody");
    await().atMost(AgentDesk.LONG).until(() -> desk.told("Passed on by") == 1);
    assertThat(desk.question(run).passedTo()).containsExactly("family");
    assertThat(desk.expiry(run)).as("they may say nothing, too").isEqualTo("to come");

    desk.runs().decide(run, number, "approve", "bob", null);
    desk.end(run);
    await()
        .atMost(AgentDesk.LONG)
        .until(() -> desk.told("A%d: approved by bob".formatted(number)) == 2);
    desk.model.finish();
  }
}
