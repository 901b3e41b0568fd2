package com.millyweb.hub.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What answers of no use took of one question, before one came that is of use. */
final class Wasted {
  private @Nullable Long in;
  private @Nullable Long out;
  private @Nullable BigDecimal cost;

  void add(ConfiguredModel model, ModelAnswer answer) {
    in = sum(in, answer.tokensIn());
    out = sum(out, answer.tokensOut());
    cost = sum(cost, model.costOf(answer));
  }

  /** The answer of use, with all that the question took. */
  Answered with(Answered answered) {
    ModelAnswer answer = answered.answer();
    return new Answered(
        answered.model(),
        new ModelAnswer(
            answer.text(),
            answer.calls(),
            answer.thinking(),
            sum(in, answer.tokensIn()),
            sum(out, answer.tokensOut()),
            answer.cut()),
        answered.took(),
        answered.first(),
        sum(cost, answered.cost()));
  }

  private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
    return one == null ? other : other == null ? one : Long.valueOf(one + other);
  }

  private static @Nullable BigDecimal sum(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    return one == null ? other : other == null ? one : one.add(other);
  }
}
