package com.millyweb.hub.agent.loop;

import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.model.ToolCall;
import com.millyweb.hub.model.Turn;
import com.millyweb.hub.text.Truncate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked next: the instructions, what was said before, the task, and what came of it
 * so far. It is put together of the journal alone, so that the same journal makes the same
 * question.
 *
 * <p>Where it has not room for all, whole rounds are left out, the oldest first: an answer of the
 * model always stands with the results of all its calls.
 */
final class Dialogue {
  /** Of English text; other text has fewer characters a token, so that it is guessed as less. */
  private static final double CHARACTERS_PER_TOKEN = 3.5;

  private static final int AROUND_A_TURN = 8;

  /** What is left for the answer, and for what the guess is wrong by. */
  private static final double SHARE = 0.7;

  private static final String NO_RESULT = "There is no result: the call was not done.";

  /** How much of a round that is left out is said of it. */
  private static final int MOST_OF_A_ROUND = 300;

  private final List<Turn> first;
  private final List<List<Turn>> before;
  private final Turn task;
  private final List<List<Turn>> rounds;

  private Dialogue(List<Turn> first, List<List<Turn>> before, Turn task, List<List<Turn>> rounds) {
    this.first = first;
    this.before = before;
    this.task = task;
    this.rounds = rounds;
  }

  /**
   * @param history turns of the conversation before; null for none
   */
  static Dialogue of(
      String instructions, @Nullable List<Turn> history, String task, List<StepRow> steps) {
    return new Dialogue(
        List.of(new Turn.Instructions(instructions)),
        history == null ? List.of() : rounds(history),
        new Turn.Question(task),
        roundsOf(steps));
  }

  /** One round begins with each question. */
  private static List<List<Turn>> rounds(List<Turn> turns) {
    List<List<Turn>> rounds = new ArrayList<>();
    for (Turn turn : turns) {
      if (turn instanceof Turn.Question || rounds.isEmpty()) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(rounds.size() - 1).add(turn);
    }
    return rounds;
  }

  /** An answer with the results of its calls, in the order of the calls, each exactly once. */
  static List<List<Turn>> roundsOf(List<StepRow> steps) {
    List<List<Turn>> rounds = new ArrayList<>();
    for (StepRow step : steps) {
      if (step.kind() != StepRow.Kind.MODEL) {
        continue;
      }
      List<Turn> round = new ArrayList<>();
      round.add(
          new Turn.Reply(
              Objects.requireNonNullElse(step.result(), ""), step.calls(), step.thinking()));
      for (ToolCall call : step.calls()) {
        String result =
            steps.stream()
                .filter(
                    other ->
                        other.kind() == StepRow.Kind.TOOL
                            && other.turn() == step.turn()
                            && call.id().equals(other.call()))
                .map(StepRow::result)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(NO_RESULT);
        round.add(new Turn.Result(call.id(), call.name(), result));
      }
      rounds.add(round);
    }
    return rounds;
  }

  /**
   * All of it, or what there is room for.
   *
   * @param window tokens that question and answer may have together
   * @param besides characters of what else is sent, such as the tools
   */
  List<Turn> within(int window, int besides) {
    double room = window * SHARE - tokens(besides);
    List<List<Turn>> earlier = new ArrayList<>(before);
    List<List<Turn>> own = new ArrayList<>(rounds);
    List<List<Turn>> out = new ArrayList<>();
    while (!earlier.isEmpty() && tokens(earlier, own, out) > room) {
      out.add(earlier.remove(0));
    }
    // the newest round is what the model has to go on with
    while (own.size() > 1 && tokens(earlier, own, out) > room) {
      out.add(own.remove(0));
    }
    List<Turn> all = new ArrayList<>(first);
    if (!out.isEmpty()) {
      all.add(new Turn.Instructions(summary(out)));
    }
    earlier.forEach(all::addAll);
    all.add(task);
    own.forEach(all::addAll);
    return all;
  }

  private double tokens(List<List<Turn>> earlier, List<List<Turn>> own, List<List<Turn>> out) {
    double sum = size(first) + size(List.of(task));
    for (List<Turn> round : earlier) {
      sum += size(round);
    }
    for (List<Turn> round : own) {
      sum += size(round);
    }
    return out.isEmpty() ? sum : sum + tokens(summary(out).length());
  }

  private static double size(List<Turn> turns) {
    double sum = 0;
    for (Turn turn : turns) {
      int characters = turn.text().length();
      if (turn instanceof Turn.Reply reply) {
        characters += reply.thinking() == null ? 0 : reply.thinking().length();
        for (ToolCall call : reply.calls()) {
          characters += call.name().length() + call.arguments().length();
        }
      }
      sum += tokens(characters) + AROUND_A_TURN;
    }
    return sum;
  }

  private static double tokens(int characters) {
    return characters / CHARACTERS_PER_TOKEN;
  }

  /** What fell out is never missing without a word. */
  private static String summary(List<List<Turn>> out) {
    var text =
        new StringBuilder(
            "There was no room for the beginning of this conversation. In short, it was:\n");
    // of a very long one the newest part
    for (List<Turn> round : out.subList(Math.max(0, out.size() - 20), out.size())) {
      for (Turn turn : round) {
        String what =
            turn instanceof Turn.Question
                ? "Asked: "
                : turn instanceof Turn.Result result ? result.tool() + " answered: " : "You: ";
        String said = turn.text();
        if (turn instanceof Turn.Reply reply && !reply.calls().isEmpty()) {
          said =
              said
                  + " [called "
                  + String.join(
                      ", ",
                      reply.calls().stream()
                          .map(call -> call.name() + " " + Truncate.line(call.arguments(), 100))
                          .toList())
                  + "]";
        }
        text.append("- ").append(what).append(Truncate.line(said.strip(), MOST_OF_A_ROUND / 2));
        text.append('\n');
      }
    }
    return text.toString();
  }
}
