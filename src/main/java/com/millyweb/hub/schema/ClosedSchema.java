package com.millyweb.hub.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A JSON Schema (draft 2020-12) that reads no other file and no address. */
public final class ClosedSchema {
  /** Of a schema's text, in characters. */
  public static final int LONGEST = 64 * 1024;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).locale(Locale.ROOT).build();

  /** Reads the schema of schemas once; all others refer to themselves only. */
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  private final String name;
  private final JsonNode json;
  private final JsonSchema schema;

  private ClosedSchema(String name, JsonNode json, JsonSchema schema) {
    this.name = name;
    this.json = json;
    this.schema = schema;
  }

  /**
   * @param name of the file or option, for messages
   * @throws IllegalArgumentException when it is no such schema; its message names the place
   */
  public static ClosedSchema read(String name, String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "'%s' must have at most %,d characters, has %,d".formatted(name, LONGEST, text.length()));
    }
    try {
      return of(name, JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "'%s' is no JSON: %s%s".formatted(name, e.getOriginalMessage(), place(e)), e);
    }
  }

  /**
   * @param name of what it is of, for messages
   * @throws IllegalArgumentException when it is no such schema
   */
  public static ClosedSchema of(String name, JsonNode json) {
    requireClosed(name, json);
    Set<ValidationMessage> wrong =
        FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012), CONFIG).validate(json);
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' is no JSON Schema: %s"
              .formatted(
                  name,
                  String.join(
                      "; ",
                      wrong.stream()
                          .map(one -> Flaw.of(one, json))
                          .map(Flaw::text)
                          .sorted()
                          .limit(10)
                          .toList())));
    }
    return new ClosedSchema(name, json, FACTORY.getSchema(json, CONFIG));
  }

  /** Where a text stops being JSON, or what of it is too much; empty where that is not known. */
  public static String place(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return ", or nested too deeply, or with too long a number or name";
    }
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

  /** Of the file or option that it is from. */
  public String name() {
    return name;
  }

  public JsonNode json() {
    return json;
  }

  /** What of a value does not fit, in the order of the places; empty when all fits. */
  public List<Flaw> flaws(JsonNode given) {
    return schema.validate(given).stream().map(one -> Flaw.of(one, json)).sorted().toList();
  }
}
