package com.millyweb.hub.event.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.millyweb.hub.event.ContentTypes;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;

/** The data of an event that a route sends: text and bytes as they are, everything else as JSON. */
record EventBody(String contentType, byte[] data) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  static EventBody of(Exchange exchange) {
    Message message = exchange.getMessage();
    Object body = message.getBody();
    String declared = message.getHeader(Exchange.CONTENT_TYPE, String.class);
    if (body instanceof CharSequence text) {
      return new EventBody(
          declared == null ? ContentTypes.TEXT : declared,
          text.toString().getBytes(StandardCharsets.UTF_8));
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
