package com.millyweb.hub.model;

import java.time.Duration;

/**
 * An answer and who gave it.
 *
 * @param model with its server, {@code ollama:qwen3:8b}
 */
public record Answered(String model, ModelAnswer answer, Duration took) {}
