package com.millyweb.hub.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.schema.ClosedSchema;
import com.millyweb.hub.schema.Flaw;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of calls of one tool. */
final class Arguments {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final int MOST_FLAWS = 10;

  /** Schemas that refer to themselves end with the values; this ends those that do not. */
  private static final int MOST_REFERENCES = 20;

  private final Tool tool;
  private final ClosedSchema schema;

  /**
   * @throws IllegalArgumentException when the contract's schemas do not go together
   */
  Arguments(Tool tool) {
    this.tool = tool;
    this.schema = ClosedSchema.of(tool.name(), JSON.valueToTree(tool.schema()));
  }

  /**
   * The arguments in the types of the contract, in its order. One that is null counts as missing.
   *
   * @throws WrongArguments with all that does not fit
   */
  Map<String, Object> read(Map<?, ?> given) {
    var flaws = new Flaws();
    Map<String, Object> read = new LinkedHashMap<>();
    var unknown = new TreeSet<String>();
    given.keySet().forEach(key -> unknown.add(String.valueOf(key)));
    for (ToolParameter parameter : tool.parameters()) {
      unknown.remove(parameter.name());
      Object value = given.get(parameter.name());
      if (value != null) {
        JsonNode shape = schema.json().path("properties").path(parameter.name());
        read.put(parameter.name(), coerced(shape, value, "/" + parameter.name(), flaws));
      }
    }
    List<String> known = tool.parameters().stream().map(ToolParameter::name).toList();
    for (String name : unknown) {
      flaws.add("/" + name, "it has no parameter %s".formatted(unknown(name, known)));
    }
    for (Flaw flaw : schema.flaws(JSON.valueToTree(read))) {
      flaws.add(flaw);
    }
    flaws.end();
    return read;
  }

  /** The value in the type that its schema says; as it is where it has none. */
  private Object coerced(JsonNode shape, Object value, String place, Flaws flaws) {
    JsonNode target = resolved(shape);
    String text = target.path("type").asText();
    ParameterType type = ParameterType.of(text);
    if (type == null) {
      return value;
    }
    Object read = type.read(unquoted(type, value));
    if (read == null) {
      flaws.add(place, wrongType(place, text, value));
      return value;
    }
    if (read instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      map.forEach(
          (key, field) -> {
            String name = String.valueOf(key);
            JsonNode of = target.path("properties").path(name);
            JsonNode known = of.isMissingNode() ? target.path("additionalProperties") : of;
            fields.put(
                name, field == null ? null : coerced(known, field, place + "/" + name, flaws));
          });
      return fields;
    }
    if (read instanceof List<?> list) {
      List<@Nullable Object> items = new ArrayList<>();
      for (Object item : list) {
        items.add(
            item == null
                ? null
                : coerced(target.path("items"), item, place + "/" + items.size(), flaws));
      }
      return items;
    }
    return read;
  }

  /** Models like to write lists and objects as text. */
  private static Object unquoted(ParameterType type, Object value) {
    boolean nested = type == ParameterType.ARRAY || type == ParameterType.OBJECT;
    if (!nested || !(value instanceof String text)) {
      return value;
    }
    try {
      Object read = JSON.readValue(text, Object.class);
      return read == null ? value : read;
    } catch (JsonProcessingException e) {
      return value;
    }
  }

  private JsonNode resolved(JsonNode shape) {
    JsonNode at = shape;
    for (int i = 0; i < MOST_REFERENCES && at.has("$ref"); i++) {
      String reference = at.path("$ref").asText();
      at =
          reference.startsWith("#/")
              ? schema.json().at(reference.substring(1))
              : JSON.missingNode();
    }
    return at;
  }

  private static String unknown(String name, List<String> known) {
    String meant = Nearest.to(name, known);
    return "%s; it takes %s%s"
        .formatted(
            WrongArguments.shown(name),
            known.isEmpty() ? "none" : String.join(", ", known),
            meant == null ? "" : "; did you mean '%s'?".formatted(meant));
  }

  private static String wrongType(String place, String type, Object value) {
    return "%s must be of type %s, was: %s"
        .formatted(Flaws.name(place), type, WrongArguments.shown(value));
  }

  /** What is wrong with one call. */
  private final class Flaws {
    private final Map<String, List<String>> found = new LinkedHashMap<>();

    /** A place as a message shows it: {@code 'items/0/price'}. */
    static String name(String place) {
      return WrongArguments.shown(
          place.substring(Math.min(1, place.length())).replace("~1", "/").replace("~0", "~"));
    }

    void add(String place, String clause) {
      found.computeIfAbsent(place, any -> new ArrayList<>()).add(clause);
    }

    void add(Flaw flaw) {
      // what is of the wrong type breaks other rules, too
      if (!found.containsKey(flaw.place())) {
        add(flaw.place() + " " + flaw.text(), clause(flaw));
      }
    }

    private String clause(Flaw flaw) {
      String place = flaw.place();
      String inside = place.isEmpty() ? "" : "%s: ".formatted(name(place));
      JsonNode expected = flaw.expected();
      JsonNode value = flaw.value();
      String property = flaw.property();
      if (flaw.rule().equals("required") && property != null) {
        return "it needs %s".formatted(name(place + "/" + property));
      }
      if (flaw.rule().equals("additionalProperties") && property != null && value != null) {
        return "%s has no field %s".formatted(name(place), unknown(property, flaw.known()));
      }
      if (flaw.rule().equals("enum") && expected != null && value != null) {
        List<String> choices = new ArrayList<>();
        expected.forEach(choice -> choices.add(choice.asText()));
        return "%s must be one of %s, was: %s"
            .formatted(name(place), String.join(", ", choices), shown(value));
      }
      if (flaw.rule().equals("type") && expected != null && value != null) {
        return wrongType(
            place, expected.isTextual() ? expected.asText() : expected.toString(), text(value));
      }
      String rule = flaw.text();
      return inside
          + (rule.startsWith(place + ": ") ? rule.substring(place.length() + 2) : rule)
          + (value != null && value.isValueNode() ? ", was: " + shown(value) : "");
    }

    private static String shown(JsonNode value) {
      return WrongArguments.shown(text(value));
    }

    private static String text(JsonNode value) {
      return value.isValueNode() ? value.asText() : value.toString();
    }

    void end() {
      List<String> clauses = found.values().stream().flatMap(List::stream).toList();
      if (clauses.isEmpty()) {
        return;
      }
      String start = "Tool '%s'".formatted(tool.name());
      if (clauses.size() == 1) {
        String only = clauses.get(0);
        throw new WrongArguments(
            only.startsWith("it ") ? start + only.substring(2) : start + ": " + only);
      }
      List<String> told = clauses.subList(0, Math.min(MOST_FLAWS, clauses.size()));
      throw new WrongArguments(
          "%s: %s%s"
              .formatted(
                  start,
                  String.join("; ", told),
                  told.size() == clauses.size()
                      ? ""
                      : "; and %d more".formatted(clauses.size() - told.size())));
    }
  }
}
