package com.millyweb.hub.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/** Bodies of routes as they travel by HTTP: data as JSON, text in its character set, bytes. */
final class HttpBodies {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final String FORM = "application/x-www-form-urlencoded";

  /** Besides {@code text/*}. */
  private static final Set<String> TEXTS =
      Set.of("application/xml", "application/javascript", "application/yaml", FORM);

  private HttpBodies() {}

  /**
   * The body as it goes out; null for one that Camel sends as it is.
   *
   * @throws CamelExchangeException when it cannot be JSON
   */
  static @Nullable HttpEntity entity(Message message) throws CamelExchangeException {
    Object body = message.getBody();
    ContentType type = type(message.getHeader(Exchange.CONTENT_TYPE, String.class));
    if (body instanceof CharSequence text) {
      ContentType sent = type == null ? ContentType.TEXT_PLAIN : type;
      Charset charset = sent.getCharset(StandardCharsets.UTF_8);
      boolean unsaid = isText(sent.getMimeType()) && sent.getCharset() == null;
      return new ByteArrayEntity(
          text.toString().getBytes(charset), unsaid ? sent.withCharset(charset) : sent);
    }
    if (body instanceof Map<?, ?> form && type != null && type.getMimeType().equals(FORM)) {
      return new ByteArrayEntity(form(form).getBytes(StandardCharsets.US_ASCII), type);
    }
    if (!isData(body)) {
      return null;
    }
    // what the answer before this call was is no statement about what is sent now
    ContentType sent =
        type != null && isJson(type.getMimeType()) ? type : ContentType.APPLICATION_JSON;
    try {
      return new ByteArrayEntity(json(body), sent.withCharset((Charset) null));
    } catch (JsonProcessingException e) {
      throw new CamelExchangeException(
          "The body cannot be sent as JSON: " + e.getOriginalMessage(), message.getExchange(), e);
    }
  }

  /** Makes a body of bytes what its content type says: data, text, or bytes. */
  static void read(Message message) throws IOException {
    byte[] bytes = message.getBody(byte[].class);
    ContentType type = type(message.getHeader(Exchange.CONTENT_TYPE, String.class));
    if (bytes == null || type == null) {
      message.setBody(bytes);
      return;
    }
    if (isJson(type.getMimeType()) && bytes.length > 0) {
      message.setBody(data(bytes));
    } else if (isJson(type.getMimeType()) || isText(type.getMimeType())) {
      message.setBody(new String(bytes, type.getCharset(StandardCharsets.UTF_8)));
      // text has no character set any more; whoever sends it on chooses one
      message.setHeader(Exchange.CONTENT_TYPE, type.getMimeType());
    } else {
      message.setBody(bytes);
    }
  }

  /** A content type without a character set that this machine does not know. */
  static String readable(String contentType) {
    try {
      ContentType type = ContentType.parse(contentType);
      return type == null ? "application/octet-stream" : contentType;
    } catch (IllegalArgumentException e) {
      ContentType lenient = ContentType.parseLenient(contentType);
      return lenient == null ? "application/octet-stream" : lenient.getMimeType();
    }
  }

  /** What says that it is JSON and is not stays text: asking again would not make it so. */
  private static Object data(byte[] bytes) throws IOException {
    try {
      return JSON.readValue(bytes, Object.class);
    } catch (JsonProcessingException e) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  static byte[] json(Object data) throws JsonProcessingException {
    return JSON.writeValueAsBytes(data);
  }

  private static boolean isData(@Nullable Object body) {
    return body instanceof Map
        || body instanceof Collection
        || body instanceof JsonNode
        || body instanceof Number
        || body instanceof Boolean;
  }

  private static String form(Map<?, ?> fields) {
    return fields.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(@Nullable Object value) {
    return value == null ? "" : URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
  }

  private static boolean isJson(String mimeType) {
    String type = mimeType.toLowerCase(Locale.ROOT);
    return type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
  }

  private static boolean isText(String mimeType) {
    String type = mimeType.toLowerCase(Locale.ROOT);
    return type.startsWith("text/") || type.endsWith("+xml") || TEXTS.contains(type);
  }

  private static @Nullable ContentType type(@Nullable String header) {
    return header == null || header.isBlank() ? null : ContentType.parseLenient(header);
  }
}
