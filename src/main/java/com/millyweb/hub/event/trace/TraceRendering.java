package com.millyweb.hub.event.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.millyweb.hub.database.Rows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/** Makes bounded steps without secrets of a run. */
final class TraceRendering {
  static final int MOST_BYTES = 16 * 1024;
  static final int LONGEST_VALUE = 512;
  private static final int LONGEST_ANSWER = 4096;
  private static final int LONGEST_URI = 200;
  private static final int FEW_STEPS = 10;
  private static final String STATUS = "CamelHttpResponseCode";

  private final int value;
  private final int answer;

  private TraceRendering(int value, int answer) {
    this.value = value;
    this.answer = answer;
  }

  /**
   * @param json of the steps, as Postgres can store it
   */
  record Rendered(List<TraceStep> steps, String json) {
    private static Rendered of(List<TraceStep> steps) {
      try {
        String json = TraceWriter.JSON.writeValueAsString(steps);
        return new Rendered(steps, Rows.storableJson(json));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("Steps are texts and numbers", e);
      }
    }

    /** A character has three bytes at most, in UTF-8 and of one unit of UTF-16. */
    private boolean fits() {
      return json.length() <= MOST_BYTES / 3
          || json.length() <= MOST_BYTES
              && json.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    }
  }

  /** As much as fits into {@link #MOST_BYTES}. */
  static Rendered steps(TraceRun run, @Nullable Throwable failure) {
    int value = LONGEST_VALUE;
    int answer = LONGEST_ANSWER;
    while (true) {
      List<TraceStep> steps = new TraceRendering(value, answer).all(run, failure);
      Rendered rendered = Rendered.of(steps);
      if (rendered.fits()) {
        return rendered;
      }
      if (value == 0) {
        return Rendered.of(steps.subList(steps.size() - FEW_STEPS, steps.size()));
      }
      answer = answer <= 64 ? 0 : answer / 2;
      value = value <= 16 ? 0 : answer <= value ? value / 2 : value;
    }
  }

  private List<TraceStep> all(TraceRun run, @Nullable Throwable failure) {
    List<RunStep> recorded = run.steps();
    Set<Throwable> told =
        recorded.stream()
            .filter(step -> !step.kind.contains() && step.failure != null)
            .map(step -> step.failure)
            .collect(Collectors.toSet());
    List<TraceStep> steps = new ArrayList<>();
    for (RunStep step : recorded) {
      Throwable own =
          failure instanceof StillRunning && step.isRunning() && !step.kind.contains()
              ? failure
              : step.failure != null && step.kind.contains() && told.contains(step.failure)
                  ? null
                  : step.failure;
      steps.add(step(step, own));
      told.add(own);
    }
    if (failure != null && !told.contains(failure)) {
      steps.add(new TraceStep("the end of the flow", null, 0, 0, List.of(), null, text(failure)));
    }
    return steps;
  }

  private TraceStep step(RunStep step, @Nullable Throwable failure) {
    return new TraceStep(
        step.kind.name().label(),
        step.kind.name().place(),
        Math.max(0, step.depth - 1),
        step.nanosSoFar() / 1000,
        value == 0 ? List.of() : new MessageChanges(value).of(step.before, step.after),
        call(step),
        failure == null ? null : text(failure));
  }

  private TraceStep.@Nullable Call call(RunStep step) {
    String uri = step.uri;
    if (uri == null || !StepKind.isOutside(uri)) {
      return null;
    }
    boolean http = uri.startsWith("http");
    String shown = ShownText.uri(step.called == null ? uri : step.called, LONGEST_URI);
    if (step.failure instanceof HttpOperationFailedException refused) {
      var body = ShownText.shown(refused.getResponseBody(), answer);
      return new TraceStep.Call(shown, refused.getStatusCode(), body.text(), body.whole());
    }
    if (step.failure != null || step.after == null) {
      return new TraceStep.Call(shown, null, null, false);
    }
    var body = ShownText.shown(step.after.body(), answer);
    return new TraceStep.Call(
        shown, http ? status(step.after.headers()) : null, body.text(), body.whole());
  }

  private static @Nullable Integer status(@Nullable Object[] headers) {
    for (int i = 0; i < headers.length; i += 2) {
      if (STATUS.equals(headers[i]) && headers[i + 1] instanceof Number status) {
        return status.intValue();
      }
    }
    return null;
  }

  private String text(Throwable failure) {
    return ShownText.failure(failure, Math.max(value, 64));
  }
}
