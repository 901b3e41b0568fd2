package com.millyweb.hub.tool;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** What a tool answers: a map, list, number, boolean or text. */
final class ToolResult {
  private ToolResult() {}

  /**
   * @throws IllegalStateException when the body is none of these
   */
  static @Nullable Object of(Tool tool, Message end) {
    Object body = end.getBody();
    if (body == null
        || body instanceof Map<?, ?>
        || body instanceof Iterable<?>
        || body instanceof Number
        || body instanceof Boolean
        || body instanceof String) {
      return body;
    }
    byte[] bytes = end.getBody(byte[].class);
    if (bytes == null) {
      throw new IllegalStateException(
          "Tool '%s' answered neither data nor text".formatted(tool.name()));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalStateException(
          "Tool '%s' answered %d bytes that are no text".formatted(tool.name(), bytes.length), e);
    }
  }
}
