package com.millyweb.hub.model.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.schema.ClosedSchema;
import com.millyweb.hub.schema.Flaw;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The schema that an answer must fit. */
record AnswerSchema(ClosedSchema schema) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};
  private static final int MOST_FLAWS = 10;

  /** Models like to put JSON into a block of code. */
  private static final String FENCE = "```";

  /**
   * An answer that was read.
   *
   * @param value null when it does not fit
   * @param flaws what is wrong, each with its place; empty when it fits
   */
  record Read(@Nullable Map<String, Object> value, List<String> flaws) {}

  /**
   * @param name of the file or option, for messages
   * @throws IllegalArgumentException when it is no such schema
   */
  static AnswerSchema read(String name, String text) {
    var schema = ClosedSchema.read(name, text);
    if (!schema.json().path("type").asText().equals("object")) {
      throw new IllegalArgumentException(
          "'%s' must be a JSON Schema of an object: {\"type\": \"object\", \"properties\": …}"
              .formatted(name));
    }
    return new AnswerSchema(schema);
  }

  String name() {
    return schema.name();
  }

  JsonNode json() {
    return schema.json();
  }

  Read read(String answer) {
    JsonNode given;
    try {
      given = JSON.readTree(bare(answer));
    } catch (JsonProcessingException e) {
      return new Read(
          null, List.of("it is no JSON: " + e.getOriginalMessage() + ClosedSchema.place(e)));
    }
    if (given == null || !given.isObject()) {
      return new Read(null, List.of("it is no JSON object"));
    }
    List<String> flaws = schema.flaws(given).stream().map(Flaw::text).limit(MOST_FLAWS).toList();
    return flaws.isEmpty() ? new Read(JSON.convertValue(given, MAP), flaws) : new Read(null, flaws);
  }

  private static String bare(String answer) {
    String text = answer.strip();
    int line = text.indexOf('\n');
    return text.startsWith(FENCE) && text.endsWith(FENCE) && line > 0 && line < text.length() - 3
        ? text.substring(line, text.length() - FENCE.length())
        : text;
  }
}
