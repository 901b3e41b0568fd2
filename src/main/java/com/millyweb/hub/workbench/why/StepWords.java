package com.millyweb.hub.workbench.why;

import com.millyweb.hub.event.trace.TraceStep;

/** A step in one line. */
final class StepWords {
  private static final int MOST_CHANGES = 5;

  private StepWords() {}

  static String of(TraceStep step, Lines lines) {
    StringBuilder words = new StringBuilder(lines.code(step.step()));
    if (step.at() != null) {
      words.append(" (").append(lines.words(step.at())).append(')');
    }
    words.append(' ').append(WhyText.millis(step.micros()));
    step.changed().stream()
        .limit(MOST_CHANGES)
        .forEach(change -> words.append("; ").append(changed(change, lines)));
    if (step.changed().size() > MOST_CHANGES) {
      words.append("; and %d more changes".formatted(step.changed().size() - MOST_CHANGES));
    }
    TraceStep.Call call = step.call();
    if (call != null) {
      words.append("; asked ").append(lines.code(call.uri()));
      words.append(call.status() == null ? "" : ", was answered " + call.status());
    }
    if (step.failure() != null) {
      words.append("; failed: ").append(lines.code(step.failure()));
    }
    return words.toString();
  }

  private static String changed(TraceStep.Change change, Lines lines) {
    return change.now() == null
        ? "%s is gone".formatted(lines.words(change.what()))
        : "%s is %s".formatted(lines.words(change.what()), lines.code(change.now()));
  }
}
