package com.millyweb.hub.agent.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.model.ToolCall;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A run as spans of the GenAI conventions of OpenTelemetry 1.41, with what Langfuse reads beside
 * them. All that depends on these conventions is here.
 *
 * @param trace hex of 16 bytes
 * @param above the span in which the run was begun; null for none
 * @param run that has ended
 * @param root the run that people or flows began, of which this one is a part
 * @param instructions what the model was told first; null where content is not sent
 */
record RunSpans(
    String trace, @Nullable String above, RunRow run, RunRow root, @Nullable String instructions) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int SHORT_HASH = 12;

  /** The run first, then its steps in their order. */
  List<ObjectNode> of(List<StepRow> steps) {
    // a fork has the steps of another run, which were sent with that one
    List<StepRow> own =
        steps.stream().filter(step -> !step.planned().isBefore(run.started())).toList();
    List<ObjectNode> spans = new ArrayList<>();
    spans.add(agent().json());
    for (StepRow step : own) {
      spans.add((step.kind() == StepRow.Kind.TOOL ? tool(step) : chat(step, own)).json());
    }
    return spans;
  }

  private Span agent() {
    boolean isRoot = run.id().equals(root.id());
    Span span =
        about(
            new Span(
                trace, Span.id(run.id(), 0), above, "invoke_agent " + run.agent(), Span.INTERNAL),
            "invoke_agent",
            "agent",
            run.state().name());
    span.lasting(run.started(), end());
    if (run.state() == RunRow.State.FAILED) {
      span.failed("failed", run.error());
    }
    if (instructions == null) {
      return span;
    }
    span.withJson("gen_ai.system_instructions", list(part("text", instructions, 1)))
        .withJson("gen_ai.input.messages", list(message("user", part("text", run.task(), 1))));
    if (isRoot) {
      span.with("langfuse.trace.input", run.task());
    }
    if (run.answer() != null) {
      span.withJson(
          "gen_ai.output.messages", list(message("assistant", part("text", run.answer(), 1))));
      if (isRoot) {
        span.with("langfuse.trace.output", run.answer());
      }
    }
    return span;
  }

  private Span chat(StepRow step, List<StepRow> steps) {
    int colon = step.name().indexOf(':');
    String model = step.name().substring(colon + 1);
    Span span = step(step, "chat " + model, Span.CLIENT, "chat", "generation");
    String finish = step.error() != null ? "length" : step.calls().isEmpty() ? "stop" : "tool_call";
    span.with("gen_ai.provider.name", colon < 0 ? "unknown" : step.name().substring(0, colon))
        .with("gen_ai.request.model", model)
        .with("gen_ai.response.model", model)
        .withList("gen_ai.response.finish_reasons", finish)
        .with("gen_ai.usage.input_tokens", step.tokensIn())
        .with("gen_ai.usage.output_tokens", step.tokensOut())
        .with("gen_ai.response.time_to_first_chunk", seconds(step.firstMillis()))
        .with("gen_ai.usage.cost", step.cost());
    if (step.cost() != null) {
      span.withJson(
          "langfuse.observation.cost_details",
          JSON.objectNode().put("total", step.cost()).toString());
    }
    if (instructions != null) {
      span.withJson("gen_ai.input.messages", asked(step, steps).toString());
      span.withJson("gen_ai.output.messages", said(step, finish));
    }
    return span;
  }

  private Span tool(StepRow step) {
    Span span =
        step(step, "execute_tool " + step.name(), Span.INTERNAL, "execute_tool", "tool")
            .with("gen_ai.tool.name", step.name())
            .with("gen_ai.tool.call.id", step.call())
            .with("gen_ai.tool.type", "function")
            .with("hub.decision", step.decision());
    if (step.state() == StepRow.State.FAILED) {
      // what a tool fails with is what it answered
      span.failed("failed", instructions == null ? null : step.error());
    }
    if (instructions != null) {
      span.with("gen_ai.tool.call.arguments", step.arguments())
          .with("gen_ai.tool.call.result", step.result());
    }
    return span;
  }

  private Span step(StepRow step, String name, int kind, String operation, String type) {
    Span span = new Span(trace, Span.id(run.id(), step.seq()), Span.id(run.id(), 0), name, kind);
    Instant end = step.ended() == null ? end() : step.ended();
    Instant begun = step.begun() == null ? step.planned() : step.begun();
    span.lasting(
        step.tookMillis() == null ? begun : end.minus(Duration.ofMillis(step.tookMillis())), end);
    return about(span, operation, type, step.state().name());
  }

  /** What every span says, so that each of them can be found and counted by it. */
  private Span about(Span span, String operation, String type, String state) {
    return span.with("gen_ai.operation.name", operation)
        .with("gen_ai.agent.name", run.agent())
        .with(
            "gen_ai.agent.version",
            run.definition().substring(0, Math.min(SHORT_HASH, run.definition().length())))
        .with("gen_ai.conversation.id", root.conversation())
        .with("user.id", root.person())
        .with("langfuse.user.id", root.person())
        .with("langfuse.trace.name", root.agent())
        .with("langfuse.observation.type", type)
        .with("hub.run", run.id().toString())
        .with("hub.state", state.toLowerCase(Locale.ROOT));
  }

  private Instant end() {
    return run.ended() == null ? run.started() : run.ended();
  }

  /** What is new in a question since the one before: the task, or what tools answered. */
  private ArrayNode asked(StepRow step, List<StepRow> steps) {
    List<StepRow> answers =
        steps.stream()
            .filter(one -> one.kind() == StepRow.Kind.TOOL && one.turn() == step.turn() - 1)
            .toList();
    ArrayNode messages = JSON.arrayNode();
    if (answers.isEmpty()) {
      return messages.add(message("user", part("text", run.task(), 1)));
    }
    for (StepRow answer : answers) {
      ObjectNode part = JSON.objectNode().put("type", "tool_call_response");
      part.put("id", answer.call());
      part.put("response", clean(String.valueOf(answer.result()), answers.size()));
      messages.add(message("tool", part));
    }
    return messages;
  }

  private static String said(StepRow step, String finish) {
    int parts = 2 + step.calls().size();
    ObjectNode message = JSON.objectNode().put("role", "assistant");
    ArrayNode all = message.putArray("parts");
    if (step.thinking() != null) {
      all.add(part("reasoning", step.thinking(), parts));
    }
    if (step.result() != null && !step.result().isEmpty()) {
      all.add(part("text", step.result(), parts));
    }
    for (ToolCall call : step.calls()) {
      all.addObject()
          .put("type", "tool_call")
          .put("id", call.id())
          .put("name", clean(call.name(), parts))
          .put("arguments", clean(call.arguments(), parts));
    }
    message.put("finish_reason", finish);
    return list(message);
  }

  private static ObjectNode message(String role, ObjectNode part) {
    ObjectNode message = JSON.objectNode().put("role", role);
    message.putArray("parts").add(part);
    return message;
  }

  private static ObjectNode part(String type, String text, int parts) {
    return JSON.objectNode().put("type", type).put("content", clean(text, parts));
  }

  private static String list(ObjectNode only) {
    return JSON.arrayNode().add(only).toString();
  }

  /** The parts of an attribute share its room. */
  private static String clean(String text, int parts) {
    return Span.clean(text, Span.LONGEST / parts);
  }

  private static @Nullable BigDecimal seconds(@Nullable Long millis) {
    return millis == null ? null : BigDecimal.valueOf(millis, 3);
  }
}
