package com.millyweb.hub.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.model.ToolCall;
import com.millyweb.hub.model.Turn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What a model is asked is put together of the journal, whole, or in whole rounds. */
class DialogueTest {
  private static final Path RECORDED = Path.of("../shared/tau-bench/gpt-4o-airline.json.gz");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ALL = 10_000_000;

  private static final String SAMPLE =
      """
      [{"traj": [
        {"role": "system", "content": "You are a desk."},
        {"role": "user", "content": "Change my seat"},
        {"role": "assistant", "content": null, "tool_calls": [
          {"id": "a", "function": {"name": "find", "arguments": "{\\"who\\": \\"me\\"}"}},
          {"id": "b", "function": {"name": "seats", "arguments": "{}"}}]},
        {"role": "tool", "tool_call_id": "a", "name": "find", "content": "row 3"},
        {"role": "tool", "tool_call_id": "b", "name": "seats", "content": "4a, 4b"},
        {"role": "assistant", "content": "4a or 4b?"},
        {"role": "user", "content": "4a"},
        {"role": "assistant", "content": null, "tool_calls": [
          {"id": "a", "function": {"name": "move", "arguments": "{\\"to\\": \\"4a\\"}"}}]},
        {"role": "tool", "tool_call_id": "a", "name": "move", "content": "done"},
        {"role": "assistant", "content": "Done."}]}]
      """;

  @Test
  void conversation_is_asked_again_as_it_was() throws IOException {
    check(JSON.readTree(SAMPLE));
  }

  @Test
  void recorded_conversations_are_asked_again_as_they_were() throws IOException {
    assumeThat(Files.exists(RECORDED)).as("there are no recorded conversations").isTrue();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(RECORDED))) {
      JsonNode all = JSON.readTree(in);
      assertThat(all.size()).isEqualTo(200);
      check(all);
    }
  }

  private static void check(JsonNode conversations) {
    for (JsonNode conversation : conversations) {
      List<Turn> turns = turns(conversation.path("traj"));
      int[] questions =
          IntStream.range(0, turns.size())
              .filter(i -> turns.get(i) instanceof Turn.Question)
              .toArray();
      for (int q = 0; q < questions.length; q++) {
        int end = q + 1 < questions.length ? questions[q + 1] : turns.size();
        List<Turn> history = turns.subList(1, questions[q]);
        List<Turn> run = turns.subList(questions[q] + 1, end);
        Dialogue dialogue =
            Dialogue.of(turns.get(0).text(), history, turns.get(questions[q]).text(), steps(run));
        assertThat(dialogue.within(ALL, 0)).isEqualTo(turns.subList(0, end));
        for (int window : new int[] {64, 512, 2048, 4096}) {
          isWhole(dialogue.within(window, 0), turns.get(questions[q]));
        }
      }
    }
  }

  /** Each call has its result, once and right after it; the task is there, and who says what. */
  private static void isWhole(List<Turn> asked, Turn task) {
    assertThat(asked.get(0)).isInstanceOf(Turn.Instructions.class);
    assertThat(asked).contains(task);
    for (int i = 0; i < asked.size(); i++) {
      if (asked.get(i) instanceof Turn.Reply reply) {
        for (int c = 0; c < reply.calls().size(); c++) {
          assertThat(asked.get(i + 1 + c))
              .isInstanceOfSatisfying(
                  Turn.Result.class,
                  result ->
                      assertThat(reply.calls()).extracting(ToolCall::id).contains(result.call()));
        }
      } else if (asked.get(i) instanceof Turn.Result) {
        assertThat(asked.get(i - 1)).isNotInstanceOf(Turn.Question.class);
      }
    }
  }

  private static List<Turn> turns(JsonNode messages) {
    List<Turn> turns = new ArrayList<>();
    for (JsonNode message : messages) {
      String text = message.path("content").asText("");
      switch (message.path("role").asText()) {
        case "system" -> turns.add(new Turn.Instructions(text));
        case "user" -> turns.add(new Turn.Question(text));
        case "tool" ->
            turns.add(
                new Turn.Result(
                    message.path("tool_call_id").asText(), message.path("name").asText(), text));
        default -> {
          List<ToolCall> calls = new ArrayList<>();
          message
              .path("tool_calls")
              .forEach(
                  call ->
                      calls.add(
                          new ToolCall(
                              call.path("id").asText(),
                              call.at("/function/name").asText(),
                              call.at("/function/arguments").asText())));
          turns.add(new Turn.Reply(text.equals("null") ? "" : text, calls, null));
        }
      }
    }
    return turns;
  }

  /** The rows that such a run would have put down. */
  private static List<StepRow> steps(List<Turn> run) {
    List<StepRow> steps = new ArrayList<>();
    int turn = -1;
    for (Turn each : run) {
      int seq = steps.size() + 1;
      if (each instanceof Turn.Reply reply) {
        turn++;
        steps.add(step(seq, turn, StepRow.Kind.MODEL, "m", null, reply.text(), reply.calls()));
      } else if (each instanceof Turn.Result result) {
        steps.add(
            step(
                seq,
                turn,
                StepRow.Kind.TOOL,
                result.tool(),
                result.call(),
                result.text(),
                List.of()));
      }
    }
    return steps;
  }

  private static StepRow step(
      int seq,
      int turn,
      StepRow.Kind kind,
      String name,
      String call,
      String result,
      List<ToolCall> calls) {
    return new StepRow(
        seq,
        turn,
        kind,
        StepRow.State.DONE,
        name,
        call,
        "{}",
        result,
        null,
        calls,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        1,
        Instant.EPOCH,
        null,
        Instant.EPOCH);
  }

  @Test
  void call_without_a_result_is_told_as_that() {
    List<StepRow> steps =
        List.of(
            step(1, 0, StepRow.Kind.MODEL, "m", null, "", List.of(new ToolCall("a", "t", "{}"))));
    assertThat(Dialogue.of("x", null, "y", steps).within(ALL, 0))
        .last()
        .isInstanceOfSatisfying(
            Turn.Result.class, result -> assertThat(result.text()).contains("no result"));
  }

  @Test
  void what_falls_out_is_told_in_short() {
    List<Turn> history = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      history.add(new Turn.Question("question %d %s".formatted(i, "x".repeat(200))));
      history.add(new Turn.Reply("answer %d".formatted(i)));
    }
    List<Turn> asked = Dialogue.of("rules", history, "now", List.of()).within(2000, 0);
    assertThat(asked.size()).isLessThan(60);
    assertThat(asked.get(1).text()).contains("no room").contains("answer");
    Set<String> kept = new HashSet<>();
    asked.forEach(turn -> kept.add(turn.text()));
    assertThat(kept).contains("answer 49", "now");
  }
}
