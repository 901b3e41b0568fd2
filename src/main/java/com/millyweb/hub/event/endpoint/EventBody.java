package com.millyweb.hub.event.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.millyweb.hub.event.ContentTypes;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.jspecify.annotations.Nullable;

/** The data of an event that a route sends: text and bytes as they are, everything else as JSON. */
record EventBody(String contentType, byte[] data) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  /** A larger file is read part by part: by split, or unmarshal. */
  private static final long LARGEST_FILE = 8L * 1024 * 1024;

  private static final Map<String, String> TYPES =
      Map.of(
          "json", ContentTypes.JSON,
          "txt", ContentTypes.TEXT,
          "csv", "text/csv",
          "xml", "application/xml",
          "md", "text/markdown");

  private static EventBody ofFile(Message message, @Nullable String declared) {
    Long length = message.getHeader(Exchange.FILE_LENGTH, Long.class);
    if (length != null && length > LARGEST_FILE) {
      throw new IllegalArgumentException(
          "A file of %d bytes is too large for one event, which takes %d: read it part by part"
              .formatted(length, LARGEST_FILE));
    }
    String name = String.valueOf(message.getHeader(Exchange.FILE_NAME, String.class));
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String type = declared == null ? TYPES.getOrDefault(ending, ContentTypes.BYTES) : declared;
    return new EventBody(type, message.getBody(byte[].class));
  }

  static EventBody of(Exchange exchange) {
    Message message = exchange.getMessage();
    Object body = message.getBody();
    String declared = message.getHeader(Exchange.CONTENT_TYPE, String.class);
    if (body instanceof CharSequence text) {
      return new EventBody(
          declared == null ? ContentTypes.TEXT : declared,
          text.toString().getBytes(StandardCharsets.UTF_8));
    }
    if (body instanceof WrappedFile) {
      return ofFile(message, declared);
    }
    if (body instanceof byte[] || body instanceof InputStream || body instanceof StreamCache) {
      return new EventBody(
          declared == null ? ContentTypes.BYTES : declared, message.getBody(byte[].class));
    }
    try {
      return new EventBody(ContentTypes.JSON, JSON.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "A body of %s cannot be written as JSON: %s"
              .formatted(body.getClass().getName(), e.getOriginalMessage()),
          e);
    }
  }
}
