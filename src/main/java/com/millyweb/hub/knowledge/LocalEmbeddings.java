package com.millyweb.hub.knowledge;

import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.home.PrivateFiles;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The model in the hub itself, which is loaded when the first text needs it. */
@Component
final class LocalEmbeddings implements Embeddings, Embedder {
  static final String MODEL = "local:all-minilm-l6-v2-q";

  private final Path home;
  private @Nullable EmbeddingModel model;

  LocalEmbeddings(HubProperties properties) {
    home = properties.home();
  }

  @Override
  public @Nullable Embedder find(String name) {
    return name.equals(MODEL) ? this : null;
  }

  @Override
  public List<float[]> embed(List<String> texts) throws IOException {
    return model().embedAll(texts.stream().map(TextSegment::from).toList()).content().stream()
        .map(embedding -> embedding.vector())
        .toList();
  }

  private synchronized EmbeddingModel model() throws IOException {
    if (model == null) {
      // where the tokenizer unpacks its library; by default into the home of the user
      Path folder = home.resolve("models").toAbsolutePath();
      PrivateFiles.createDirectory(folder);
      System.setProperty("DJL_CACHE_DIR", folder.toString());
      System.setProperty("ENGINE_CACHE_DIR", folder.toString());
      // texts follow on each other: a second thread would take time from the flows
      model = new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run);
    }
    return model;
  }
}
