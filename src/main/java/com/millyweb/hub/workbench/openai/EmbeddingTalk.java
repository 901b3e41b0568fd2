package com.millyweb.hub.workbench.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.knowledge.Embedder;
import com.millyweb.hub.knowledge.Embeddings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Embeddings by the models that documents are embedded with. */
@Component
class EmbeddingTalk {
  private static final int MOST = 256;
  private static final int LONGEST = 64 * 1024;

  /** What hub.embeddings calls the one in the hub itself. */
  private static final Map<String, String> SHORT = Map.of("local", "local:all-minilm-l6-v2-q");

  private final List<Embeddings> kinds;

  EmbeddingTalk(List<Embeddings> kinds) {
    this.kinds = kinds;
  }

  JsonNode answer(JsonNode body) throws InterruptedException {
    String name = body.path("model").asText("");
    String model = SHORT.getOrDefault(name, name);
    Embedder embedder =
        kinds.stream()
            .map(kind -> kind.find(model))
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow(
                () ->
                    Fault.noModel(
                        "There is no model '%s' for embeddings: 'local', or 'ollama:<model>'"
                            .formatted(name)));
    if (body.hasNonNull("dimensions")) {
      throw Fault.invalid("dimensions", "'dimensions' must be left out: they are the model's");
    }
    List<String> texts = texts(body.path("input"));
    List<float[]> vectors;
    try {
      vectors = embedder.embed(texts);
    } catch (IOException e) {
      throw Fault.unavailable("model_unavailable", String.valueOf(e.getMessage()), null);
    }
    boolean base64 = body.path("encoding_format").asText("").equals("base64");
    ObjectNode all = JsonNodeFactory.instance.objectNode().put("object", "list");
    ArrayNode data = all.putArray("data");
    for (int i = 0; i < vectors.size(); i++) {
      ObjectNode one = data.addObject().put("object", "embedding").put("index", i);
      if (base64) {
        one.put("embedding", base64(vectors.get(i)));
      } else {
        ArrayNode numbers = one.putArray("embedding");
        for (float number : vectors.get(i)) {
          numbers.add(number);
        }
      }
    }
    all.put("model", name);
    // these models do not count: four characters a token are a guess
    long tokens = texts.stream().mapToLong(text -> (text.length() + 3) / 4).sum();
    all.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
    return all;
  }

  private static List<String> texts(JsonNode input) {
    List<String> texts = new ArrayList<>();
    if (input.isTextual()) {
      texts.add(input.asText());
    }
    for (JsonNode one : input) {
      if (!one.isTextual()) {
        throw Fault.invalid("input", "'input' must be a text or a list of texts, not of tokens");
      }
      texts.add(one.asText());
    }
    if (texts.isEmpty() || texts.size() > MOST) {
      throw Fault.invalid(
          "input", "'input' must be 1 to %d texts, was: %d".formatted(MOST, texts.size()));
    }
    for (String text : texts) {
      if (text.isBlank() || text.length() > LONGEST) {
        throw Fault.invalid(
            "input",
            "Each text of 'input' must have 1 to %,d characters, one had %,d"
                .formatted(LONGEST, text.length()));
      }
    }
    return texts;
  }

  private static String base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : vector) {
      bytes.putFloat(number);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
