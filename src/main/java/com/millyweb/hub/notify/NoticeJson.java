package com.millyweb.hub.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Notices as the data of events. */
public final class NoticeJson {
  public static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          // "target" stands beside the notice, and later hubs may add to it
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private NoticeJson() {}

  public static byte[] write(Notice notice, Target target) {
    var json = MAPPER.<ObjectNode>valueToTree(notice);
    json.put("target", target.id());
    return bytes(json);
  }

  public static String text(Notice notice) {
    // Postgres text cannot hold U+0000
    return new String(bytes(notice), StandardCharsets.UTF_8).replace("\\u0000", "\\ufffd");
  }

  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON cannot be written", e);
    }
  }

  /**
   * @throws IllegalArgumentException when it is not a notice
   */
  public static Notice read(Map<?, ?> json) {
    return MAPPER.convertValue(json, Notice.class);
  }
}
