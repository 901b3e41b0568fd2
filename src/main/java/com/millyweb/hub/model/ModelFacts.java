package com.millyweb.hub.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says of a model.
 *
 * @param model with its server, {@code ollama:qwen3:8b}
 * @param context how many tokens question and answer may have together; null where the server
 *     decides
 * @param priceIn of a million tokens of questions; null when it is not known
 * @param priceOut of a million tokens of answers; null when it is not known
 */
public record ModelFacts(
    String model,
    @Nullable Integer context,
    @Nullable BigDecimal priceIn,
    @Nullable BigDecimal priceOut) {
  /**
   * What models take that agents are run with. It is a guess: an Ollama with little memory gives
   * 4096 by itself, and then says so when a question is longer.
   */
  public static final int USUAL_WINDOW = 8192;

  /** How many tokens to reckon with. */
  public int window() {
    return context == null ? USUAL_WINDOW : context;
  }
}
