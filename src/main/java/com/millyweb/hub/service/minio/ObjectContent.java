package com.millyweb.hub.service.minio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.PermanentFailure;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.jspecify.annotations.Nullable;

/**
 * The content of an object, as a flow has it.
 *
 * @param size in bytes; -1 when only the end of the stream says it
 */
record ObjectContent(InputStream stream, long size, String type) implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BYTES = "application/octet-stream";

  /** Data as JSON, text as UTF-8, files and streams as they are, without reading them first. */
  static ObjectContent of(Message message) throws IOException {
    Object body = message.getBody();
    String type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
    if (body instanceof Map<?, ?> || body instanceof Iterable<?>) {
      return of(JSON.writeValueAsBytes(body), "application/json");
    }
    if (body instanceof CharSequence || body instanceof Number || body instanceof Boolean) {
      return of(body.toString().getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8");
    }
    if (body instanceof WrappedFile<?> wrapped && wrapped.getFile() instanceof File file) {
      return new ObjectContent(
          new FileInputStream(file), file.length(), type == null ? BYTES : type);
    }
    if (body instanceof byte[] bytes) {
      return of(bytes, type == null ? BYTES : type);
    }
    if (body instanceof InputStream stream && body instanceof StreamCache cache) {
      return new ObjectContent(
          stream, cache.length() - cache.position(), type == null ? BYTES : type);
    }
    InputStream stream = message.getBody(InputStream.class);
    if (stream == null) {
      throw new IllegalArgumentException("There is no body to store");
    }
    return new ObjectContent(stream, -1, type == null ? BYTES : type);
  }

  private static ObjectContent of(byte[] bytes, String type) {
    return new ObjectContent(new ByteArrayInputStream(bytes), bytes.length, type);
  }

  /**
   * @param as auto, text, json or bytes
   */
  static @Nullable Object read(byte[] bytes, @Nullable String type, String as) {
    String plain = type == null ? "" : type.toLowerCase(Locale.ROOT);
    boolean json = plain.startsWith("application/json") || plain.contains("+json");
    boolean text = plain.startsWith("text/") || plain.startsWith("application/xml");
    return switch (as) {
      case "json" -> json(bytes);
      case "text" -> new String(bytes, StandardCharsets.UTF_8);
      case "bytes" -> bytes;
      default -> json ? json(bytes) : text ? new String(bytes, StandardCharsets.UTF_8) : bytes;
    };
  }

  private static @Nullable Object json(byte[] bytes) {
    try {
      return JSON.readValue(new String(bytes, StandardCharsets.UTF_8), Object.class);
    } catch (JsonProcessingException e) {
      throw new PermanentFailure("The object is no JSON", e);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
