package com.millyweb.hub.service.ollama;

import com.millyweb.hub.knowledge.Embedder;
import com.millyweb.hub.knowledge.Embeddings;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.ollama.OllamaEmbeddingModel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Embeddings by a model of Ollama,
 * https://github.com/ollama/ollama/blob/main/docs/api.md#generate-embeddings.
 */
@Component
final class OllamaEmbeddings implements Embeddings {
  private static final String KIND = "ollama:";

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** A model is loaded at its first use, which takes a while. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final OllamaProperties properties;
  private final Map<String, EmbeddingModel> models = new ConcurrentHashMap<>();

  OllamaEmbeddings(OllamaProperties properties) {
    this.properties = properties;
  }

  @Override
  public @Nullable Embedder find(String model) {
    return model.startsWith(KIND) ? texts -> embed(model.substring(KIND.length()), texts) : null;
  }

  private List<float[]> embed(String name, List<String> texts) throws IOException {
    EmbeddingModel model =
        models.computeIfAbsent(
            name,
            any ->
                OllamaEmbeddingModel.builder()
                    .baseUrl(properties.address().toString())
                    .modelName(name)
                    .httpClientBuilder(
                        new JdkHttpClientBuilder().connectTimeout(CONNECT).readTimeout(LONGEST))
                    // who waits asks again, and meanwhile words are searched
                    .maxRetries(0)
                    .build());
    try {
      List<float[]> embedded =
          model.embedAll(texts.stream().map(TextSegment::from).toList()).content().stream()
              .map(embedding -> embedding.vector())
              .toList();
      if (embedded.size() != texts.size()) {
        throw new IOException(
            "Ollama answered %d embeddings for %d texts".formatted(embedded.size(), texts.size()));
      }
      return embedded;
    } catch (RuntimeException e) {
      throw new IOException(
          "Ollama at %s: %s".formatted(properties.address().getHost(), reason(e)), e);
    }
  }

  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null && deepest.getMessage() == null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    return message == null ? deepest.getClass().getSimpleName() : message;
  }
}
