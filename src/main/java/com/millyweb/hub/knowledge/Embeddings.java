package com.millyweb.hub.knowledge;

import org.jspecify.annotations.Nullable;

/** Models of one kind. */
public interface Embeddings {
  /**
   * @param model the name under which embeddings are stored, such as {@code ollama:bge-m3}
   * @return null when the model is of another kind
   */
  @Nullable Embedder find(String model);
}
