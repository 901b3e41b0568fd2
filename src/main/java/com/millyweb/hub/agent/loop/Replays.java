package com.millyweb.hub.agent.loop;

import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.journal.Contents;
import com.millyweb.hub.agent.journal.Journal;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.model.LanguageModels;
import com.millyweb.hub.model.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Replays runs strictly: with what was recorded, each question to the model is put together again,
 * and must be the one that was asked.
 */
@Component
public final class Replays {
  private final Journal journal;
  private final Contents contents;
  private final Definitions definitions;
  private final LanguageModels models;

  Replays(Journal journal, Contents contents, Definitions definitions, LanguageModels models) {
    this.journal = journal;
    this.contents = contents;
    this.definitions = definitions;
    this.models = models;
  }

  /**
   * A question, asked again.
   *
   * @param seq of its step
   * @param equal whether it is the one that was asked
   */
  public record Replayed(int seq, boolean equal, int turns) {}

  /** In the order of the run. */
  public List<Replayed> replay(RunRow run) {
    List<StepRow> steps = journal.steps(run.id());
    AgentDefinition agent = definitions.get(run.definition());
    List<Replayed> replayed = new ArrayList<>();
    for (StepRow step : steps) {
      if (step.kind() != StepRow.Kind.MODEL || step.request() == null) {
        continue;
      }
      List<StepRow> before = steps.stream().filter(other -> other.turn() < step.turn()).toList();
      List<Turn> turns = asked(run, agent, step, before, 1);
      boolean equal = Thinking.request(agent, turns, step.tools()).equals(step.request());
      if (!equal) {
        // it was longer than the model takes, and asked again with less
        turns = asked(run, agent, step, before, 2);
        equal = Thinking.request(agent, turns, step.tools()).equals(step.request());
      }
      replayed.add(new Replayed(step.seq(), equal, turns.size()));
    }
    return replayed;
  }

  /** The question of a step, as the model got it. */
  public List<Turn> question(UUID id, int seq) {
    RunRow run =
        journal.find(id).orElseThrow(() -> new IllegalArgumentException("There is no run " + id));
    List<StepRow> steps = journal.steps(id);
    StepRow step =
        steps.stream()
            .filter(one -> one.seq() == seq && one.kind() == StepRow.Kind.MODEL)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Step %d of run %s is no question to a model".formatted(seq, id)));
    List<StepRow> before = steps.stream().filter(other -> other.turn() < step.turn()).toList();
    return asked(run, definitions.get(run.definition()), step, before, 1);
  }

  private List<Turn> asked(
      RunRow run, AgentDefinition agent, StepRow step, List<StepRow> before, int share) {
    int window =
        models.configured(agent.model()) ? models.facts(agent.model()).window() : Integer.MAX_VALUE;
    int tools = step.tools() == null ? 0 : contents.get(step.tools()).length();
    return Thinking.turns(contents, run, before).within(window / share, tools);
  }
}
