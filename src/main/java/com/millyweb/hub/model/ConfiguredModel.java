package com.millyweb.hub.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model of the configuration.
 *
 * @param name as flows call it
 * @param model with its server, {@code ollama:qwen3:8b}
 * @param fallback names of those that are asked when it cannot answer, in this order
 * @param prices null where it costs nothing that is known
 */
record ConfiguredModel(
    String name,
    String model,
    @Nullable Integer context,
    @Nullable Double temperature,
    @Nullable Duration keepAlive,
    List<String> fallback,
    @Nullable Prices prices) {

  /** What the name of its server's kind is. */
  String server() {
    return model.substring(0, model.indexOf(':'));
  }

  /** As the server calls it. */
  String bare() {
    return model.substring(model.indexOf(':') + 1);
  }

  /** What an answer cost; null when that is not known. */
  @Nullable BigDecimal costOf(ModelAnswer answer) {
    return prices == null ? null : prices.of(answer);
  }
}
