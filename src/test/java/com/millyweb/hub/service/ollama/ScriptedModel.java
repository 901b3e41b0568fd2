package com.millyweb.hub.service.ollama;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A llama of 3 MB that says what is written here, in the format that
 * https://github.com/ggml-org/ggml/blob/master/docs/gguf.md tells. Its one layer does nothing: each
 * token points in a direction of its own, and from there the output points to the token that
 * follows. So what comes next depends on the last token alone, and a question is answered by the
 * line that belongs to the mark at its end.
 */
final class ScriptedModel {
  /** How many tokens it was made for, question and answer together. */
  static final int CONTEXT = 4096;

  private static final int END = 2;
  private static final int BYTES = 256;
  private static final int HEAD = 32;

  /** Far above all others, whatever the temperature is. */
  private static final float SURE = 10;

  private final List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
  private final List<Integer> kinds = new ArrayList<>(List.of(2, 3, 3));
  private final Map<Integer, Integer> next = new HashMap<>();

  ScriptedModel() {
    for (int i = 0; i < BYTES; i++) {
      token("<0x%02X>".formatted(i), 6);
    }
    token("\u2581", 1);
  }

  private int token(String text, int kind) {
    int known = tokens.indexOf(text);
    if (known >= 0) {
      return known;
    }
    tokens.add(text);
    kinds.add(kind);
    return tokens.size() - 1;
  }

  /**
   * What it says when a question ends with that mark.
   *
   * @param parts of a token each, which no other line has; a part that came before goes on from
   *     there, for ever
   */
  ScriptedModel says(String mark, String... parts) {
    int last = token(mark, 3);
    for (String part : parts) {
      int token = token(part.replace(' ', '\u2581'), 1);
      next.put(last, token);
      last = token;
    }
    next.putIfAbsent(last, END);
    return this;
  }

  /**
   * @param more what the file says of itself besides
   */
  void write(Path file, Map<String, Object> more) throws IOException {
    // each token has a direction, and all heads of the layer have the same width
    int width = (tokens.size() + HEAD - 1) / HEAD * HEAD;
    Map<String, Object> facts = facts(width);
    facts.putAll(more);
    Map<String, float[][]> tensors = tensors(width);
    var out = new Writer();
    out.bytes("GGUF".getBytes(StandardCharsets.US_ASCII)).int32(3);
    out.int64(tensors.size()).int64(facts.size());
    facts.forEach((key, value) -> out.text(key).value(value));
    long offset = 0;
    for (var tensor : tensors.entrySet()) {
      float[][] rows = tensor.getValue();
      boolean isVector = rows.length == 1;
      out.text(tensor.getKey()).int32(isVector ? 1 : 2).int64(rows[0].length);
      if (!isVector) {
        out.int64(rows.length);
      }
      out.int32(0).int64(offset);
      offset += (long) rows.length * rows[0].length * Float.BYTES;
    }
    out.align();
    tensors.values().forEach(out::floats);
    Files.write(file, out.bytes());
  }

  private Map<String, Object> facts(int width) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("general.architecture", "llama");
    facts.put("general.name", "scripted");
    facts.put("llama.context_length", CONTEXT);
    facts.put("llama.embedding_length", width);
    facts.put("llama.block_count", 1);
    facts.put("llama.feed_forward_length", HEAD);
    facts.put("llama.attention.head_count", width / HEAD);
    facts.put("llama.attention.head_count_kv", 1);
    facts.put("llama.attention.layer_norm_rms_epsilon", 1e-5f);
    facts.put("llama.rope.dimension_count", HEAD);
    facts.put("llama.vocab_size", tokens.size());
    facts.put("tokenizer.ggml.model", "llama");
    facts.put("tokenizer.ggml.tokens", tokens.toArray());
    Object[] scores = new Object[tokens.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) -i;
    }
    facts.put("tokenizer.ggml.scores", scores);
    facts.put("tokenizer.ggml.token_type", kinds.toArray());
    facts.put("tokenizer.ggml.unknown_token_id", 0);
    facts.put("tokenizer.ggml.bos_token_id", 1);
    facts.put("tokenizer.ggml.eos_token_id", END);
    facts.put("tokenizer.ggml.add_bos_token", true);
    facts.put("tokenizer.ggml.add_space_prefix", false);
    return facts;
  }

  private Map<String, float[][]> tensors(int width) {
    float[][] directions = new float[tokens.size()][width];
    float[][] follows = new float[tokens.size()][width];
    for (int i = 0; i < tokens.size(); i++) {
      directions[i][i] = 1;
    }
    next.forEach((token, after) -> follows[after][token] = SURE);
    Map<String, float[][]> tensors = new LinkedHashMap<>();
    tensors.put("token_embd.weight", directions);
    tensors.put("output.weight", follows);
    tensors.put("output_norm.weight", ones(width));
    tensors.put("blk.0.attn_norm.weight", ones(width));
    tensors.put("blk.0.attn_q.weight", new float[width][width]);
    tensors.put("blk.0.attn_k.weight", new float[HEAD][width]);
    tensors.put("blk.0.attn_v.weight", new float[HEAD][width]);
    tensors.put("blk.0.attn_output.weight", new float[width][width]);
    tensors.put("blk.0.ffn_norm.weight", ones(width));
    tensors.put("blk.0.ffn_gate.weight", new float[HEAD][width]);
    tensors.put("blk.0.ffn_up.weight", new float[HEAD][width]);
    tensors.put("blk.0.ffn_down.weight", new float[width][HEAD]);
    return tensors;
  }

  private static float[][] ones(int width) {
    float[][] ones = new float[1][width];
    Arrays.fill(ones[0], 1);
    return ones;
  }

  /** Numbers in the order that the format has. */
  private static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Writer bytes(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    Writer int32(int number) {
      return bytes(room(Integer.BYTES).putInt(number).array());
    }

    Writer int64(long number) {
      return bytes(room(Long.BYTES).putLong(number).array());
    }

    Writer text(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return int64(bytes.length).bytes(bytes);
    }

    void value(Object value) {
      int32(kind(value));
      if (value instanceof Object[] list) {
        int32(kind(list[0])).int64(list.length);
        for (Object each : list) {
          bare(each);
        }
      } else {
        bare(value);
      }
    }

    private static int kind(Object value) {
      if (value instanceof Integer) {
        return 4;
      }
      if (value instanceof Float) {
        return 6;
      }
      if (value instanceof Boolean) {
        return 7;
      }
      return value instanceof String ? 8 : 9;
    }

    private void bare(Object value) {
      if (value instanceof Integer number) {
        int32(number);
      } else if (value instanceof Float number) {
        bytes(room(Float.BYTES).putFloat(number).array());
      } else if (value instanceof Boolean is) {
        bytes(new byte[] {(byte) (is ? 1 : 0)});
      } else {
        text((String) value);
      }
    }

    void floats(float[][] rows) {
      for (float[] row : rows) {
        ByteBuffer bytes = room(row.length * Float.BYTES);
        bytes.asFloatBuffer().put(row);
        bytes(bytes.array());
      }
    }

    void align() {
      bytes(new byte[(32 - out.size() % 32) % 32]);
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private static ByteBuffer room(int bytes) {
      return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
