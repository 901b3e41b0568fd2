package com.millyweb.hub.route.trial;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The answers that a test has. The first that fits, and is not used up, answers. */
final class GivenAnswers implements Answers {
  private final List<StubAnswer> answers;
  private final List<Map<String, Object>> made;
  private final Map<StubAnswer, Integer> used = new IdentityHashMap<>();

  /**
   * @param made takes every call
   */
  GivenAnswers(List<StubAnswer> answers, List<Map<String, Object>> made) {
    this.answers = answers;
    this.made = made;
  }

  @Override
  public synchronized StubAnswer answer(Call call, boolean needed) {
    made.add(call.facts());
    boolean known = false;
    for (StubAnswer answer : answers) {
      if (Match.glob(answer.call(), call.name())) {
        known = true;
        if (answer.times() == null || used.merge(answer, 1, Integer::sum) <= answer.times()) {
          return answer;
        }
      }
    }
    if (needed) {
      throw new IllegalStateException(
          known
              ? "The answers of the test to the call '%s' are used up (times)"
                  .formatted(call.name())
              : "The test has no answer for the call '%s' (answers: - call: …)"
                  .formatted(call.name()));
    }
    return StubAnswer.none(call);
  }
}
