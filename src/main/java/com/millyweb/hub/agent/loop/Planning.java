package com.millyweb.hub.agent.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.journal.Journal;
import com.millyweb.hub.agent.journal.PlannedCall;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.agent.policy.Call;
import com.millyweb.hub.agent.policy.Judgement;
import com.millyweb.hub.agent.policy.Policy;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.model.OfferedTool;
import com.millyweb.hub.model.ToolCall;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Truncate;
import com.millyweb.hub.tool.Tool;
import com.millyweb.hub.tool.Tools;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides of each call that a model wants whether it is done, asked about, or refused. */
@Component
final class Planning {
  /** More at once are told to come again. */
  static final int MOST_CALLS = 16;

  /** From here on the same call has no answer but that it had one. */
  private static final int SAME = 3;

  private static final int SHOWN = 200;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

  private final Journal journal;
  private final Tools tools;
  private final Policy policy;
  private final Questions questions;
  private final StepEvents events;
  private final Clock clock;

  Planning(
      Journal journal,
      Tools tools,
      Policy policy,
      Questions questions,
      StepEvents events,
      Clock clock) {
    this.journal = journal;
    this.tools = tools;
    this.policy = policy;
    this.questions = questions;
    this.events = events;
    this.clock = clock;
  }

  /** In the order in which the model wants them. */
  List<PlannedCall> plan(
      RunRow run,
      AgentDefinition agent,
      List<StepRow> steps,
      Toolbox.Offer offer,
      List<ToolCall> calls) {
    List<PlannedCall> planned = new ArrayList<>();
    for (ToolCall call : calls) {
      int seq = run.seq() + 2 + planned.size();
      planned.add(
          planned.size() < MOST_CALLS
              ? plan(run, agent, steps, offer, call, seq)
              : ended(
                  seq,
                  StepRow.State.FAILED,
                  call,
                  "At most %d calls at once; call it again".formatted(MOST_CALLS),
                  null));
    }
    return planned;
  }

  private PlannedCall plan(
      RunRow run,
      AgentDefinition agent,
      List<StepRow> steps,
      Toolbox.Offer offer,
      ToolCall call,
      int seq) {
    if (!offer.has(call.name())) {
      List<String> names = offer.tools().stream().map(OfferedTool::name).toList();
      String meant = Nearest.to(call.name(), names);
      return ended(
          seq,
          StepRow.State.FAILED,
          call,
          "There is no tool '%s'%s"
              .formatted(
                  Truncate.line(call.name(), SHOWN),
                  meant == null
                      ? "; there are " + (names.isEmpty() ? "none" : String.join(", ", names))
                      : "; did you mean '%s'?".formatted(meant)),
          null);
    }
    Map<String, Object> arguments;
    try {
      arguments = arguments(call);
    } catch (IllegalArgumentException e) {
      return ended(seq, StepRow.State.FAILED, call, e.getMessage(), null);
    }
    String text = Redaction.instance().redact(json(arguments));
    if (same(steps, call.name(), text) >= SAME) {
      return ended(
          seq,
          StepRow.State.FAILED,
          new ToolCall(call.id(), call.name(), text),
          "You called this %d times with the same arguments, and have its answers: go on with them"
              .formatted(SAME),
          null);
    }
    if (call.name().startsWith(Toolbox.ASK) && tools.find(call.name()).isEmpty()) {
      return new PlannedCall(
          seq,
          StepRow.State.PLANNED,
          call.name(),
          call.id(),
          text,
          null,
          null,
          "an agent that it may ask",
          null);
    }
    Tool tool = tools.find(call.name()).orElseThrow();
    Judgement judged =
        policy.judge(agent, new Call(agent.name(), tool, arguments, run.taint(), knows(steps)));
    return switch (judged.verdict()) {
      case ALLOW ->
          new PlannedCall(
              seq,
              StepRow.State.PLANNED,
              call.name(),
              call.id(),
              text,
              null,
              null,
              judged.reason(),
              null);
      case DENY ->
          ended(
              seq,
              StepRow.State.DENIED,
              new ToolCall(call.id(), call.name(), text),
              "You may not do this; it is denied by " + judged.reason(),
              judged.reason());
      case ASK ->
          new PlannedCall(
              seq,
              StepRow.State.ASKED,
              call.name(),
              call.id(),
              text,
              null,
              null,
              null,
              new PlannedCall.Question(
                  journal.nextNumber(),
                  "call",
                  judged.reason(),
                  clock.instant().plus(agent.expiry())));
    };
  }

  /** What follows at once: the calls that are done, and what people are asked. */
  void events(
      RunRow run,
      AgentDefinition agent,
      String said,
      List<PlannedCall> planned,
      List<NewEvent> all) {
    for (PlannedCall call : planned) {
      if (call.state() == StepRow.State.PLANNED) {
        all.add(events.act(run.id(), call.seq()));
      } else if (call.question() != null) {
        questions.ask(run, agent, call.question(), call.tool(), call.arguments(), said, all);
      }
    }
    if (planned.stream().noneMatch(PlannedCall::isOpen)) {
      all.add(events.think(run.id(), run.turn() + 1));
    }
  }

  /** Whether it has read what is the house's own. */
  boolean knows(List<StepRow> steps) {
    return steps.stream()
        .filter(step -> step.kind() == StepRow.Kind.TOOL && step.state() == StepRow.State.DONE)
        .anyMatch(
            step ->
                tools
                    .find(step.name())
                    .map(tool -> !tool.hints().openWorld() && !tool.tags().contains("time"))
                    .orElse(true));
  }

  private static long same(List<StepRow> steps, String tool, String arguments) {
    return steps.stream()
        .filter(
            step ->
                step.kind() == StepRow.Kind.TOOL
                    && step.name().equals(tool)
                    && arguments.equals(step.arguments()))
        .count();
  }

  private Map<String, Object> arguments(ToolCall call) {
    Map<String, Object> given = read(call.arguments());
    return tools.find(call.name()).isPresent()
        ? tools.read(call.name(), given)
        : task(call.name(), given);
  }

  private static Map<String, Object> task(String name, Map<String, Object> given) {
    if (!(given.get("task") instanceof String task) || task.isBlank() || given.size() > 1) {
      throw new IllegalArgumentException("'%s' takes one argument, 'task', a text".formatted(name));
    }
    return given;
  }

  /**
   * @throws IllegalArgumentException when it is no JSON object
   */
  static Map<String, Object> read(String arguments) {
    if (arguments.isBlank()) {
      return Map.of();
    }
    try {
      Map<String, Object> read = JSON.readValue(arguments, MAP);
      return read == null ? Map.of() : read;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "The arguments must be one JSON object, were: %s"
              .formatted(Truncate.line(arguments, SHOWN)),
          e);
    }
  }

  static String json(Map<String, Object> arguments) {
    try {
      return JSON.writeValueAsString(arguments);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The arguments cannot be JSON", e);
    }
  }

  private static PlannedCall ended(
      int seq, StepRow.State state, ToolCall call, String told, @Nullable String decision) {
    return new PlannedCall(
        seq,
        state,
        Truncate.to(call.name(), SHOWN),
        call.id(),
        Redaction.instance().redact(call.arguments()),
        told,
        state == StepRow.State.FAILED ? told : null,
        decision,
        null);
  }
}
