package com.millyweb.hub.route.trial;

import java.util.List;
import java.util.Map;

/**
 * The answers that a test has.
 *
 * @param made takes every call
 */
record GivenAnswers(List<StubAnswer> answers, List<Map<String, Object>> made) implements Answers {
  @Override
  public StubAnswer answer(Call call, boolean needed) {
    made.add(call.facts());
    for (StubAnswer answer : answers) {
      if (Match.glob(answer.call(), call.name())) {
        return answer;
      }
    }
    if (needed) {
      throw new IllegalStateException(
          "The test has no answer for the call '%s' (answers: - call: …)".formatted(call.name()));
    }
    return StubAnswer.none(call);
  }
}
