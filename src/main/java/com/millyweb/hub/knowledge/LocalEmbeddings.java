package com.millyweb.hub.knowledge;

import ai.onnxruntime.OrtEnvironment;
import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.home.PrivateFiles;
import com.millyweb.hub.home.WorkFolder;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The model in the hub itself, which is loaded when the first text needs it. */
@Component
final class LocalEmbeddings implements Embeddings, Embedder {
  static final String MODEL = "local:all-minilm-l6-v2-q";

  private final Path home;
  private final WorkFolder work;
  private @Nullable EmbeddingModel model;

  LocalEmbeddings(HubProperties properties, WorkFolder work) {
    home = properties.home();
    this.work = work;
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
      unpack();
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

  /**
   * Puts the runtime's libraries where a hub that is killed leaves nothing behind: it would make a
   * new folder for them at every start. Where it has none for this machine, it says so itself.
   */
  private void unpack() throws IOException {
    String system = System.getProperty("os.name").startsWith("Mac") ? "osx" : "linux";
    String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x64";
    Path folder = work.folder("onnxruntime");
    for (String library : List.of("onnxruntime", "onnxruntime4j_jni")) {
      String file = System.mapLibraryName(library);
      try (InputStream in =
          OrtEnvironment.class.getResourceAsStream(
              "/ai/onnxruntime/native/%s-%s/%s".formatted(system, processor, file))) {
        if (in == null) {
          return;
        }
        Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    System.setProperty("onnxruntime.native.path", folder.toString());
  }
}
