package com.millyweb.hub.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.agent.loop.Replays;
import com.millyweb.hub.fake.Said;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run does with what its model says. */
class AgentRunTest {
  @TempDir static Path routes;
  private static AgentDesk desk;

  @BeforeAll
  static void start() throws IOException {
    desk =
        AgentDesk.start(
            routes,
            Map.of(
                "agent/clerk.agent.yaml",
                AgentDesk.agent("budget: {steps: 12}\n"),
                "tool/look.camel.yaml",
                AgentDesk.tool(
                    "look", "readOnlyHint: true", "- setBody: {simple: \"seen ${body[what]}\"}"),
                "tool/press.camel.yaml",
                AgentDesk.tool(
                    "press",
                    "destructiveHint: false",
                    "- to: {uri: \"notify:ops\", parameters: {text: desk pressed}}\n- setBody: {constant: pressed}"),
                "tool/fail.camel.yaml",
                AgentDesk.tool(
                    "fail",
                    "readOnlyHint: true",
                    "- to: {uri: \"notify:ops\", parameters: {text: desk failed}}\n- throwException: {exceptionType: java.lang.IllegalStateException, message: the drawer is stuck}")));
  }

  @AfterAll
  static void stop() {
    desk.close();
  }

  @AfterEach
  void everything_was_said() {
    desk.model.finish();
  }

  @Test
  void model_that_answers_ends_its_run() {
    desk.model.says("It is ", "fine.");
    RunRow run = desk.end(desk.begin("How is it?"));
    assertThat(run.state()).isEqualTo(RunRow.State.DONE);
    assertThat(run.answer()).isEqualTo("It is fine.");
    assertThat(run.tokensIn()).isPositive();
    assertThat(desk.steps(run.id())).extracting(StepRow::seq).containsExactly(1);
  }

  @Test
  void calls_of_one_answer_have_their_results_in_its_order() {
    desk.model.says(
        Said.text("I look.")
            .calls(
                new Said.Call("a", "look", "{\"what\":\"left\"}"),
                new Said.Call("b", "look", "{\"what\":\"right\"}")),
        Said.text("Both are there."));
    RunRow run = desk.end(desk.begin("Look left and right"));
    assertThat(run.answer()).isEqualTo("Both are there.");
    assertThat(desk.steps(run.id()))
        .extracting(StepRow::name, StepRow::state, StepRow::result)
        .containsExactly(
            tuple("ollama:" + AgentDesk.MODEL, StepRow.State.DONE, "I look."),
            tuple("look", StepRow.State.DONE, "seen left"),
            tuple("look", StepRow.State.DONE, "seen right"),
            tuple("ollama:" + AgentDesk.MODEL, StepRow.State.DONE, "Both are there."));
    var asked = desk.model.asked();
    var second = asked.get(asked.size() - 1);
    assertThat(second.at("/messages/2/tool_calls/1/function/name").asText()).isEqualTo("look");
    assertThat(second.at("/messages/3/content").asText()).isEqualTo("seen left");
    assertThat(second.at("/messages/4/content").asText()).isEqualTo("seen right");
    assertThat(desk.hub.bean(Replays.class).replay(run))
        .allMatch(Replays.Replayed::equal)
        .hasSize(2);
  }

  @Test
  void what_changes_something_is_done_once_a_person_allowed_it() {
    desk.model.says(
        Said.nothing().calls(new Said.Call("a", "press", "{\"what\":\"red\"}")),
        Said.text("Pressed."));
    long before = desk.told("desk pressed");
    UUID run = desk.begin("Press the red one");
    var question = desk.question(run);
    assertThat(question.tool()).isEqualTo("press");
    assertThat(question.arguments()).isEqualTo("{\"what\":\"red\"}");
    await().until(() -> desk.run(run).state() == RunRow.State.WAITING);
    assertThat(desk.told("desk pressed")).isEqualTo(before);
    desk.runs().decide(run, question.number(), "approve", "anna", null);
    assertThat(desk.end(run).answer()).isEqualTo("Pressed.");
    assertThat(desk.told("desk pressed")).isEqualTo(before + 1);
    assertThat(desk.steps(run).get(1).decision()).isEqualTo("approved by anna");
  }

  @Test
  void rejection_and_its_reason_are_told_the_model() {
    desk.model.says(
        Said.nothing().calls(new Said.Call("a", "press", "{\"what\":\"green\"}")),
        Said.text("Then not."));
    long before = desk.told("desk pressed");
    UUID run = desk.begin("Press the green one");
    desk.runs().decide(run, desk.question(run).number(), "reject", "anna", "too late");
    assertThat(desk.end(run).answer()).isEqualTo("Then not.");
    assertThat(desk.steps(run).get(1).state()).isEqualTo(StepRow.State.DENIED);
    assertThat(desk.steps(run).get(1).result()).contains("too late");
    assertThat(desk.told("desk pressed")).isEqualTo(before);
  }

  @Test
  void person_may_change_what_is_called() {
    desk.model.says(
        Said.nothing().calls(new Said.Call("a", "press", "{\"what\":\"blue\"}")),
        Said.text("Done."));
    UUID run = desk.begin("Press the blue one");
    desk.runs().decide(run, desk.question(run).number(), "edit", "anna", "{\"what\":\"white\"}");
    desk.end(run);
    assertThat(desk.steps(run).get(1).arguments()).isEqualTo("{\"what\":\"white\"}");
    assertThat(desk.told("press {\\\"what\\\":\\\"white\\\"}"))
        .as("what was done is told, and not what was asked about")
        .isEqualTo(1);
  }

  @Test
  void tool_that_fails_is_told_the_model_and_sends_nothing() {
    desk.model.says(
        Said.nothing().calls(new Said.Call("a", "fail", "{}")), Said.text("It is stuck."));
    RunRow run = desk.end(desk.begin("Open the drawer"));
    assertThat(run.answer()).isEqualTo("It is stuck.");
    assertThat(desk.steps(run.id()).get(1).result()).contains("the drawer is stuck");
    assertThat(desk.told("desk failed")).isZero();
  }

  @Test
  void calls_that_cannot_be_done_so_are_told_the_model() {
    desk.model.says(
        Said.nothing()
            .calls(
                new Said.Call("a", "lok", "{}"),
                new Said.Call("b", "look", "{\"what\": "),
                new Said.Call("c", "look", "{\"wat\": \"x\"}")),
        Said.text("I give up."));
    RunRow run = desk.end(desk.begin("Try"));
    List<StepRow> steps = desk.steps(run.id());
    assertThat(steps.get(1).result()).contains("did you mean 'look'?");
    assertThat(steps.get(2).result()).contains("one JSON object");
    assertThat(steps.get(3).result()).contains("wat");
    assertThat(run.answer()).isEqualTo("I give up.");
  }

  @Test
  void calls_of_a_model_that_gives_no_ids_are_told_apart_in_the_whole_run() {
    desk.model.says(
        Said.nothing().calls(new Said.Call("call_1", "look", "{\"what\":\"door\"}")),
        Said.nothing().calls(new Said.Call("call_1", "look", "{\"what\":\"window\"}")),
        Said.text("Both are there."));
    RunRow run = desk.end(desk.begin("Look at both"));
    assertThat(desk.steps(run.id()).stream().map(StepRow::call).filter(Objects::nonNull))
        .containsExactly("call_1", "call_1-2");
    assertThat(run.answer()).isEqualTo("Both are there.");
  }

  @Test
  void run_at_its_limit_asks_whether_it_goes_on() {
    for (int i = 0; i < 6; i++) {
      desk.model.says(
          Said.nothing().calls(new Said.Call("a", "look", "{\"what\":\"%d\"}".formatted(i))));
    }
    UUID run = desk.begin("Look at all");
    var question = desk.question(run);
    assertThat(question.kind()).isEqualTo("budget");
    assertThat(question.why()).contains("12 steps of 12");
    desk.model.says("Enough.");
    desk.runs().decide(run, question.number(), "approve", "anna", null);
    assertThat(desk.end(run).answer()).isEqualTo("Enough.");
  }

  @Test
  void same_call_again_and_again_ends_the_run() {
    for (int i = 0; i < 5; i++) {
      desk.model.says(Said.nothing().calls(new Said.Call("a", "look", "{\"what\":\"same\"}")));
    }
    desk.model.says(Said.nothing().calls(new Said.Call("a", "look", "{\"what\":\"same\"}")));
    UUID run = desk.begin("Look again");
    var question = desk.question(run);
    desk.runs().decide(run, question.number(), "approve", "anna", null);
    RunRow ended = desk.end(run);
    assertThat(ended.state()).isEqualTo(RunRow.State.FAILED);
    assertThat(ended.error()).contains("look 6 times");
  }

  @Test
  void model_that_says_nothing_ends_its_runs_and_answers_all_others() {
    desk.model.answering(question -> Said.nothing().thinking("Hm"));
    // as many as would have the server left alone, if it had failed
    for (UUID run : Stream.generate(() -> desk.begin("Say nothing")).limit(5).toList()) {
      RunRow silent = desk.end(run);
      assertThat(silent.state()).isEqualTo(RunRow.State.FAILED);
      assertThat(silent.error()).contains("neither text nor calls of tools, twice in a row");
    }
    desk.model.says("I am here.");
    assertThat(desk.end(desk.begin("Are you there?")).answer()).isEqualTo("I am here.");
  }

  @Test
  void model_that_has_nothing_to_add_to_its_tools_ends_its_run() {
    desk.model.says(
        Said.nothing().calls(new Said.Call("a", "look", "{\"what\":\"left\"}")),
        Said.nothing(),
        Said.nothing());
    RunRow run = desk.end(desk.begin("Look left"));
    assertThat(run.state()).isEqualTo(RunRow.State.FAILED);
    assertThat(run.error()).contains("neither text nor calls of tools, twice in a row");
    assertThat(desk.steps(run.id()).get(1).result()).isEqualTo("seen left");
  }

  @Test
  void cancelled_run_asks_nobody_any_more() {
    desk.model.says(Said.nothing().calls(new Said.Call("a", "press", "{\"what\":\"x\"}")));
    UUID run = desk.begin("Press x");
    var question = desk.question(run);
    desk.runs().cancel(run, "anna");
    RunRow ended = desk.end(run);
    assertThat(ended.state()).isEqualTo(RunRow.State.CANCELLED);
    desk.runs().decide(run, question.number(), "approve", "anna", null);
    await().until(() -> desk.events("agent.ended") > 0);
    assertThat(desk.steps(run).get(1).state()).isEqualTo(StepRow.State.CANCELLED);
  }
}
