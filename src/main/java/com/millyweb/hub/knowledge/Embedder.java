package com.millyweb.hub.knowledge;

import java.io.IOException;
import java.util.List;

/** A model that makes embeddings. */
public interface Embedder {
  /**
   * One embedding a text, in their order, all of the same dimension and of any length.
   *
   * @throws IOException when the model cannot be reached or refuses; its message says why
   */
  List<float[]> embed(List<String> texts) throws IOException, InterruptedException;
}
