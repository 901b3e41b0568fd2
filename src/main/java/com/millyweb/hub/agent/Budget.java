package com.millyweb.hub.agent;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much a run may use before a person is asked whether it goes on.
 *
 * @param steps calls of models and tools together
 * @param tokens of all questions and answers together
 * @param time from its begin, without the time in which it waits for people
 * @param depth how many agents may stand between it and who asked the first one
 * @param cost in the currency of {@code hub.models.<name>.price-in}; null for any
 */
public record Budget(int steps, long tokens, Duration time, int depth, @Nullable BigDecimal cost) {
  public static final Budget USUAL = new Budget(40, 400_000, Duration.ofMinutes(30), 2, null);

  /** Half as much again, for a run that a person lets go on. */
  public Budget extended(Budget first) {
    return new Budget(
        steps + first.steps,
        tokens + first.tokens,
        time.plus(first.time),
        depth,
        cost == null || first.cost == null ? cost : cost.add(first.cost));
  }
}
