package com.millyweb.hub.knowledge;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What makes embeddings.
 *
 * @param embeddings {@code local} for the model in the hub (all-MiniLM-L6-v2, 384 dimensions, best
 *     with English), {@code ollama:<model>} for one of hub.ollama.url, or {@code off} to find by
 *     words alone
 */
@ConfigurationProperties("hub")
record EmbeddingsProperties(@DefaultValue("local") String embeddings) {
  static final String OFF = "off";
  private static final String LOCAL = "local";
  private static final String OLLAMA = "ollama:";

  EmbeddingsProperties {
    if (!embeddings.equals(LOCAL)
        && !embeddings.equals(OFF)
        && !(embeddings.startsWith(OLLAMA) && embeddings.length() > OLLAMA.length())) {
      throw new IllegalArgumentException(
          "hub.embeddings must be local, ollama:<model> or off, was: '%s'".formatted(embeddings));
    }
  }

  /** The name under which the model's embeddings are stored; {@code off} for none. */
  String model() {
    return embeddings.equals(LOCAL) ? LocalEmbeddings.MODEL : embeddings;
  }
}
