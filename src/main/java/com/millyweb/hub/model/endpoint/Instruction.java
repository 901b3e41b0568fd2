package com.millyweb.hub.model.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What the hub itself tells models; it stands in files under {@code prompt/model}. */
record Instruction(String text) {
  static Instruction read(String name) {
    String path = "/prompt/model/" + name + ".md";
    try (InputStream in = Instruction.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("No instruction at " + path);
      }
      return new Instruction(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new IllegalStateException("Instruction cannot be read: " + path, e);
    }
  }

  /** With a value in its place. */
  String with(String name, String value) {
    return text.replace("{{" + name + "}}", value);
  }
}
