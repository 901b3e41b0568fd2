package com.millyweb.hub.route.trial;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One test of a {@code .test.yaml} file.
 *
 * @param name what holds, in a sentence
 * @param now where the test's clock begins
 * @param vars what {@code {{vars.x}}} stands for
 * @param given events, and time that passes, in this order
 * @param answers what other systems answer
 * @param expect what must go out, as maps of which only the keys that are there count
 * @param order whether it must go out in the order of {@code expect}
 * @param never what must not go out, whatever {@code others} says
 * @param others whether anything else may go out
 * @param line where it stands in its file, from 1
 */
record Trial(
    String name,
    @Nullable Instant now,
    Map<String, String> vars,
    List<Step> given,
    List<StubAnswer> answers,
    List<Map<String, Object>> expect,
    @Nullable Order order,
    List<Map<String, Object>> never,
    @Nullable Others others,
    @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) int line) {

  Trial {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("'name' must say what the test shows");
    }
    if (given == null || given.isEmpty()) {
      throw new IllegalArgumentException("'given' must have at least one event");
    }
    if (expect == null) {
      throw new IllegalArgumentException("'expect' is missing; [] says that nothing goes out");
    }
    vars = vars == null ? Map.of() : Map.copyOf(vars);
    given = List.copyOf(given);
    answers = answers == null ? List.of() : List.copyOf(answers);
    expect = List.copyOf(expect);
    never = never == null ? List.of() : List.copyOf(never);
    expect.forEach(one -> Expectations.check("expect", one));
    never.forEach(one -> Expectations.check("never", one));
  }

  /** Whether what is expected must go out one after the other. */
  enum Order {
    any,
    strict
  }

  /** What may go out beside what is expected. */
  enum Others {
    refused,
    ignored
  }

  boolean isInOrder() {
    return order == Order.strict;
  }

  boolean ignoresOthers() {
    return others == Others.ignored;
  }

  /**
   * An event that comes in, time that passes, or what failed and comes again.
   *
   * @param event its type; null when time passes
   * @param sample a JSON file beside the test, in the place of {@code data}
   * @param after what was delayed until then comes
   * @param again what failed so far is handed over once more, as the hub does after a while
   */
  record Step(
      @Nullable String event,
      @Nullable String source,
      @Nullable String subject,
      @Nullable String key,
      @Nullable Instant time,
      @Nullable Object data,
      @Nullable String sample,
      @Nullable String text,
      @Nullable Duration after,
      @Nullable Boolean again) {
    Step {
      boolean comesAgain = Boolean.TRUE.equals(again);
      if (Stream.of(event != null, after != null, comesAgain).filter(is -> is).count() != 1) {
        throw new IllegalArgumentException(
            "a step of 'given' has either 'event', 'after' or 'again: true'");
      }
    }
  }
}
