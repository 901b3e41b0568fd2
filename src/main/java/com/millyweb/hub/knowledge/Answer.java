package com.millyweb.hub.knowledge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found.
 *
 * @param model whose embeddings were compared; null when only words were
 * @param note why only words were compared
 */
public record Answer(
    String question, @Nullable String model, @Nullable String note, List<Found> results) {}
