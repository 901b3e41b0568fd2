package com.millyweb.hub.model;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer and who gave it.
 *
 * @param model with its server, {@code ollama:qwen3:8b}
 * @param first how long it took until somebody heard the first part of it; null when nobody did
 * @param cost by the prices of the configuration; null when it is not known
 */
public record Answered(
    String model,
    ModelAnswer answer,
    Duration took,
    @Nullable Duration first,
    @Nullable BigDecimal cost) {}
