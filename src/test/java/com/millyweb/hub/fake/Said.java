package com.millyweb.hub.fake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * What a model of a fake server says, in the order in which it comes:
 *
 * <pre>{@code
 * Said.text("Let me ", "look.").thinking("Hm").call("weather", "{\"city\":\"Bern\"}")
 * Said.text("Once").until(latch).text(" upon a time")
 * Said.text("Once").cut()
 * Said.refused(429, "{\"error\":\"slow down\"}", "Retry-After", "1")
 * }</pre>
 */
public final class Said {
  private final List<Step> steps;

  private Said(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /** What happens next. */
  sealed interface Step {
    record Text(String part) implements Step {}

    record Thinking(String part) implements Step {}

    /** In one piece of the answer. */
    record Calls(List<Call> calls) implements Step {}

    record Pause(Duration time) implements Step {}

    record Until(CountDownLatch latch) implements Step {}

    /** A piece every now and then, until nobody reads on. */
    record Endless(String part) implements Step {}

    /** As it is written. */
    record Raw(String piece) implements Step {}

    /** The end of the answer, with the reason that it ends for. */
    record End(String reason) implements Step {}

    /** An error in the place of the rest. */
    record Error(String message) implements Step {}

    /** The answer ends as if it were whole. */
    record EndsEarly() implements Step {}

    /** The connection breaks. */
    record Cut() implements Step {}

    /** Instead of an answer. */
    record Refusal(int status, String body, Map<String, String> headers) implements Step {}
  }

  /**
   * A call of a tool.
   *
   * @param id empty where the server gives none
   * @param arguments JSON, or what a model takes for it
   */
  public record Call(String id, String name, String arguments) {}

  /** Nothing yet. */
  public static Said nothing() {
    return new Said(List.of());
  }

  /** A piece of the answer for each part. */
  public static Said text(String... parts) {
    return nothing().then(parts);
  }

  /** A status other than 200, before any answer. */
  public static Said refused(int status, String body, String... headers) {
    var pairs = new TreeMap<String, String>();
    for (int i = 0; i < headers.length; i += 2) {
      pairs.put(headers[i], headers[i + 1]);
    }
    return nothing().with(new Step.Refusal(status, body, pairs));
  }

  /** One call, whose id is {@code call_} and its name. */
  public static Said calling(String name, String arguments) {
    return nothing().call(name, arguments);
  }

  /** More text. */
  public Said then(String... parts) {
    Said said = this;
    for (String part : parts) {
      said = said.with(new Step.Text(part));
    }
    return said;
  }

  public Said thinking(String... parts) {
    Said said = this;
    for (String part : parts) {
      said = said.with(new Step.Thinking(part));
    }
    return said;
  }

  /** A call in a piece of its own. */
  public Said call(String name, String arguments) {
    return calls(new Call("call_" + name, name, arguments));
  }

  /** Calls in one piece. */
  public Said calls(Call... calls) {
    return with(new Step.Calls(List.of(calls)));
  }

  public Said pause(Duration time) {
    return with(new Step.Pause(time));
  }

  /** Nothing more comes before this is open, or the server closes. */
  public Said until(CountDownLatch latch) {
    return with(new Step.Until(latch));
  }

  /** This again and again, until nobody reads on or the server closes. */
  public Said endlessly(String part) {
    return with(new Step.Endless(part));
  }

  /** Bytes of the answer as they are, with their line ends. */
  public Said raw(String piece) {
    return with(new Step.Raw(piece));
  }

  /** There is no room for more. */
  public Said full() {
    return with(new Step.End("length"));
  }

  /** An error comes in the place of the rest, although the status is 200. */
  public Said error(String message) {
    return with(new Step.Error(message));
  }

  /** The answer ends without its last line. */
  public Said endsEarly() {
    return with(new Step.EndsEarly());
  }

  /** The connection breaks. */
  public Said cut() {
    return with(new Step.Cut());
  }

  List<Step> steps() {
    return steps;
  }

  private Said with(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    return new Said(more);
  }
}
