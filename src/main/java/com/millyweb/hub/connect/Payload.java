package com.millyweb.hub.connect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a message holds. Few senders say so; JSON, which single numbers are too, is found out, so
 * that a flow gets data and not bytes.
 *
 * @param body text, or bytes that are none
 */
public record Payload(Object body, String contentType) {
  private static final JsonFactory JSON = new JsonFactory();

  public static Payload of(byte[] bytes, @Nullable String declared) {
    String text = text(bytes);
    if (text == null) {
      return new Payload(bytes, declared == null ? "application/octet-stream" : declared);
    }
    if (declared != null && !declared.isBlank()) {
      return new Payload(text, declared);
    }
    return new Payload(text, isJson(text) ? "application/json" : "text/plain");
  }

  private static @Nullable String text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\0') >= 0 ? null : text;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static boolean isJson(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }
}
