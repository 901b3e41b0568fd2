package com.millyweb.hub.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a million tokens cost, in whatever money the configuration counts.
 *
 * @param in of questions
 * @param out of answers
 */
record Prices(BigDecimal in, BigDecimal out) {
  /** What an answer cost; null when the server does not say how many tokens it took. */
  @Nullable BigDecimal of(ModelAnswer answer) {
    Long tokensIn = answer.tokensIn();
    Long tokensOut = answer.tokensOut();
    return tokensIn == null || tokensOut == null
        ? null
        : in.multiply(BigDecimal.valueOf(tokensIn))
            .add(out.multiply(BigDecimal.valueOf(tokensOut)))
            .movePointLeft(6);
  }
}
