package com.millyweb.hub.model.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.text.Truncate;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema (draft 2020-12) that an answer must fit. It reads no other file and no address.
 */
final class AnswerSchema {
  static final int LONGEST = 64 * 1024;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};
  private static final int MOST_FLAWS = 10;

  /** A flaw may name what the model made up. */
  private static final int MOST_TOLD = 200;

  /** Models like to put JSON into a block of code. */
  private static final String FENCE = "```";

  private final String name;
  private final JsonNode json;
  private final JsonSchema schema;

  /**
   * An answer that was read.
   *
   * @param value null when it does not fit
   * @param flaws what is wrong, each with its place; empty when it fits
   */
  record Read(@Nullable Map<String, Object> value, List<String> flaws) {}

  private AnswerSchema(String name, JsonNode json, JsonSchema schema) {
    this.name = name;
    this.json = json;
    this.schema = schema;
  }

  /**
   * @param name of the file or option, for messages
   * @throws IllegalArgumentException when it is no such schema
   */
  static AnswerSchema read(String name, String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "'%s' must have at most %,d characters, has %,d".formatted(name, LONGEST, text.length()));
    }
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "'%s' is no JSON: %s%s".formatted(name, e.getOriginalMessage(), place(e)), e);
    }
    if (!json.path("type").asText().equals("object")) {
      throw new IllegalArgumentException(
          "'%s' must be a JSON Schema of an object: {\"type\": \"object\", \"properties\": …}"
              .formatted(name));
    }
    requireClosed(name, json);
    var factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ROOT)
            .build();
    List<String> flaws =
        told(factory.getSchema(SchemaLocation.of(SchemaId.V202012), config).validate(json));
    if (!flaws.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' is no JSON Schema: %s".formatted(name, String.join("; ", flaws)));
    }
    return new AnswerSchema(name, json, factory.getSchema(json, config));
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " in line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  /** A reference to elsewhere would be fetched. */
  private static void requireClosed(String name, JsonNode node) {
    for (String key : List.of("$ref", "$dynamicRef", "$id", "$schema")) {
      JsonNode value = node.get(key);
      boolean open =
          key.endsWith("ef")
              ? value != null && !value.asText().startsWith("#")
              : value != null && key.equals("$id");
      if (open) {
        throw new IllegalArgumentException(
            "'%s' must refer to parts of itself only (#/$defs/…), has %s: '%s'"
                .formatted(name, key, value.asText()));
      }
      if (key.equals("$schema") && value != null && !value.asText().equals(SchemaId.V202012)) {
        throw new IllegalArgumentException(
            "'%s' must be of draft 2020-12 ($schema: %s, or none), was: '%s'"
                .formatted(name, SchemaId.V202012, value.asText()));
      }
    }
    node.forEach(child -> requireClosed(name, child));
  }

  String name() {
    return name;
  }

  JsonNode json() {
    return json;
  }

  Read read(String answer) {
    JsonNode given;
    try {
      given = JSON.readTree(bare(answer));
    } catch (JsonProcessingException e) {
      return new Read(null, List.of("it is no JSON: " + e.getOriginalMessage() + place(e)));
    }
    if (given == null || !given.isObject()) {
      return new Read(null, List.of("it is no JSON object"));
    }
    List<String> flaws = told(schema.validate(given));
    return flaws.isEmpty() ? new Read(JSON.convertValue(given, MAP), flaws) : new Read(null, flaws);
  }

  private static String bare(String answer) {
    String text = answer.strip();
    int line = text.indexOf('\n');
    return text.startsWith(FENCE) && text.endsWith(FENCE) && line > 0 && line < text.length() - 3
        ? text.substring(line, text.length() - FENCE.length())
        : text;
  }

  private static List<String> told(Collection<ValidationMessage> messages) {
    return messages.stream()
        // what is about the whole begins with the place of nothing
        .map(message -> Truncate.line(message.getMessage().replaceFirst("^: ", ""), MOST_TOLD))
        .sorted()
        .limit(MOST_FLAWS)
        .toList();
  }
}
