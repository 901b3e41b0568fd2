package com.millyweb.hub.workbench.why;

import com.millyweb.hub.event.history.AttemptStatus;
import com.millyweb.hub.event.history.EventSummary;
import com.millyweb.hub.event.trace.Trace;
import com.millyweb.hub.event.trace.TraceKept;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The answer in words. */
public final class WhyText {
  private static final int SHOWN_RESULTS = 20;
  private static final int SHOWN_STEPS = 30;
  private static final int LONGEST_MESSAGE = 3500;
  private static final Map<TraceKept, String> KEPT =
      Map.of(
          TraceKept.failed, "it failed",
          TraceKept.slow, "it was slower than usual",
          TraceKept.edited, "it was one of the first runs of this version",
          TraceKept.sampled, "it was drawn by lot");

  private final Lines lines;
  private final boolean content;

  private WhyText(Lines lines, boolean content) {
    this.lines = lines;
    this.content = content;
  }

  /** For a terminal. */
  public static String plain(Why why) {
    var lines = new Lines(false);
    new WhyText(lines, true).write(why);
    return lines.text(Integer.MAX_VALUE);
  }

  /**
   * For a chat.
   *
   * @param content whether who asks may see what events say
   */
  static String markdown(Why why, boolean content) {
    var lines = new Lines(true);
    new WhyText(lines, content).write(why);
    return lines.text(LONGEST_MESSAGE);
  }

  static String time(Instant instant) {
    return instant
        .truncatedTo(ChronoUnit.SECONDS)
        .toString()
        .replace('T', ' ')
        .replace("Z", " UTC");
  }

  private void write(Why why) {
    Why.AboutNotice notice = why.notice();
    if (notice != null) {
      lines.head(
          "Notice %s to %s came of this event"
              .formatted(
                  content && notice.title() != null ? lines.code(notice.title()) : "",
                  lines.words(notice.target() == null ? "somebody" : notice.target()))
              .replace("  ", " "));
      pressed(notice.pressed(), 0);
      notice.sending().forEach(sending -> ran(sending, "sent by "));
    }
    event(why);
    causes(why);
    run(why.run());
    lines.head(why.ran().isEmpty() ? "No flow took it" : "Flows that took it");
    why.ran().forEach(ran -> ran(ran, ""));
    missed(why);
    results(why);
  }

  private void event(Why why) {
    EventSummary event = why.event();
    lines.head(summary(event));
    lines.item(0, "id %s, %s".formatted(event.id(), lines.words(why.door())));
    if (content && why.key() != null) {
      lines.item(0, "key " + lines.code(why.key()));
    }
  }

  private String summary(EventSummary event) {
    String subject = event.subject() == null ? "" : ", about " + lines.words(event.subject());
    return "%s from %s%s, %s"
        .formatted(
            lines.words(event.type()), lines.words(event.source()), subject, time(event.time()));
  }

  private void causes(Why why) {
    if (why.causes().isEmpty()) {
      return;
    }
    lines.head("What led to it, the nearest first");
    for (Why.Cause cause : why.causes()) {
      String flow = cause.flow() == null ? "" : ", which " + lines.words(cause.flow()) + " took";
      lines.item(0, summary(cause.event()) + flow);
      pressed(cause.pressed(), 1);
    }
    if (why.moreCauses()) {
      lines.item(0, "and what came before it, which is too far away or kept no longer");
    }
  }

  private void pressed(Why.@Nullable Pressed pressed, int depth) {
    if (pressed != null && content) {
      String button = pressed.button() == null ? "a button" : lines.code(pressed.button());
      lines.item(depth, "%s pressed %s".formatted(lines.words(pressed.by()), button));
    }
  }

  private void ran(Why.Ran ran, String before) {
    String description = ran.description() == null ? "" : " (%s)".formatted(ran.description());
    lines.item(
        0,
        "%s%s%s: %s%s%s%s"
            .formatted(
                before,
                lines.words(ran.flow()),
                lines.words(description),
                state(ran),
                ran.claims() == 1 ? "" : ", handed out %d times".formatted(ran.claims()),
                ran.reason() == null ? "" : ", because: " + lines.words(ran.reason()),
                ran.sent() ? ". It sent the notice" : ""));
    for (AttemptStatus attempt : ran.attempts()) {
      String error = attempt.error() == null || !content ? "" : ": " + lines.code(attempt.error());
      lines.item(
          1,
          "attempt %d %s at %s%s"
              .formatted(attempt.claim(), attempt.outcome(), time(attempt.endedAt()), error));
    }
    version(ran.version());
    ran.traces().forEach(this::trace);
  }

  private static String state(Why.Ran ran) {
    return switch (ran.state()) {
      case done -> ran.endedAt() == null ? "done" : "done at " + time(ran.endedAt());
      case dead -> "dead: it was given up, and waits for a retry by hand";
      case waiting -> "it waits for its turn, or for its next attempt";
      case blocked -> "it waits for one before it in its order";
      case paused -> "it waits, because a target asked for time";
      case parked -> "it waits, because the route of the flow is gone";
      case running -> "it runs now";
      case filtered -> "it was turned down";
      case discarded -> "it was discarded by hand";
      case cancelled -> "it was taken back before a flow began it";
    };
  }

  private void version(Why.@Nullable Version version) {
    if (version == null) {
      return;
    }
    lines.item(
        1,
        "version of %s from %s, %s"
            .formatted(
                lines.words(version.file()),
                time(version.since()),
                version.changedSince() ? "which was changed since" : "which runs today, too"));
    if (version.diff() != null && content) {
      lines.block(version.diff());
    }
  }

  private void trace(Trace trace) {
    lines.item(
        1,
        "what attempt %d did in %s, kept because %s"
            .formatted(trace.claim(), millis(trace.tookMicros()), KEPT.get(trace.kept())));
    if (!content) {
      return;
    }
    trace
        .steps()
        .forEach(step -> lines.item(2 + Math.min(step.depth(), 4), StepWords.of(step, lines)));
    if (trace.omitted() > 0) {
      lines.item(2, "%d steps are left out before the last ones".formatted(trace.omitted()));
    }
  }

  static String millis(long micros) {
    return String.format(Locale.ROOT, "%.1f ms", micros / 1000.0);
  }

  private void missed(Why why) {
    if (why.missed().isEmpty() && why.others() == 0) {
      return;
    }
    lines.head("Flows that did not");
    for (Why.Missed missed : why.missed()) {
      lines.item(0, lines.words(missed.flow()) + ": " + lines.words(missed.text()));
      if (content) {
        missed.parts().forEach(part -> lines.item(1, part(part)));
      }
    }
    if (why.others() > 0) {
      lines.item(0, "%d more want other events".formatted(why.others()));
    }
  }

  private String part(Why.FilterPart part) {
    String values =
        part.values().entrySet().stream()
            .map(value -> lines.code(value.getKey()) + " was " + lines.code(value.getValue()))
            .collect(Collectors.joining(", "));
    String problem = part.problem() == null ? "" : lines.words(part.problem());
    return lines.code(part.text())
        + (values.isEmpty() ? "" : ": " + values)
        + (problem.isEmpty() ? "" : ": " + problem);
  }

  private void run(Why.@Nullable AgentRun run) {
    if (run == null) {
      return;
    }
    lines.head("Agent %s, run %s: %s".formatted(lines.words(run.agent()), run.id(), run.state()));
    int first = Math.max(0, run.steps().size() - SHOWN_STEPS);
    if (first > 0) {
      lines.item(0, "%d steps before these".formatted(first));
    }
    for (Why.AgentStep step : run.steps().subList(first, run.steps().size())) {
      lines.item(
          0,
          "%d %s%s: %s%s%s"
              .formatted(
                  step.seq(),
                  step.model() ? "asked " : "",
                  lines.words(step.name()),
                  step.state(),
                  step.decision() == null ? "" : ", " + lines.words(step.decision()),
                  step.tookMillis() == null ? "" : ", took %d ms".formatted(step.tookMillis())));
    }
  }

  private void results(Why why) {
    if (why.results().isEmpty()) {
      return;
    }
    lines.head("What came of it");
    List<Why.Result> results = why.results();
    results.stream()
        .limit(SHOWN_RESULTS)
        .forEach(
            result ->
                lines.item(
                    Math.min(result.level() - 1, 5),
                    summary(result.event())
                        + (result.title() == null || !content
                            ? ""
                            : ": " + lines.code(result.title()))));
    if (results.size() > SHOWN_RESULTS || why.moreResults()) {
      lines.item(
          0,
          "and %d%s more"
              .formatted(
                  Math.max(0, results.size() - SHOWN_RESULTS), why.moreResults() ? " or" : ""));
    }
  }
}
