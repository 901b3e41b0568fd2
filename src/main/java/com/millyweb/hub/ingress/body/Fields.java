package com.millyweb.hub.ingress.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.millyweb.hub.ingress.Refused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a form or a query, in the order in which they came. */
public final class Fields {
  public static final Fields NONE = new Fields(Map.of());

  private static final int MOST = 1_000;

  private final Map<String, List<JsonNode>> values;

  private Fields(Map<String, List<JsonNode>> values) {
    this.values = values;
  }

  /**
   * Reads {@code a=1&b=2}, percent-encoded.
   *
   * @throws Refused when it is not well encoded, or has more fields than a form of people
   */
  public static Fields parse(byte[] encoded) {
    var fields = new Collector();
    Form.each(
        encoded,
        field ->
            fields.add(Texts.decode(field.name()), TextNode.valueOf(Texts.decode(field.value()))));
    return fields.fields();
  }

  /**
   * @param encoded one character a byte
   */
  public static Fields parse(@Nullable String encoded) {
    return encoded == null ? NONE : parse(encoded.getBytes(StandardCharsets.ISO_8859_1));
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** The text of the field; null when it is not there, empty, no text or there twice. */
  public @Nullable String only(String name) {
    List<JsonNode> found = values.get(name);
    return found == null || found.size() > 1 ? null : JsonTree.text(found.get(0));
  }

  public Fields without(String name) {
    if (!values.containsKey(name)) {
      return this;
    }
    var rest = new LinkedHashMap<>(values);
    rest.remove(name);
    return new Fields(rest);
  }

  /** A text for a field that came once, a list for one that came more often. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    values.forEach(
        (name, all) -> {
          if (all.size() == 1) {
            json.set(name, all.get(0));
          } else {
            ArrayNode list = json.putArray(name);
            all.forEach(list::add);
          }
        });
    return json;
  }

  /** Takes fields one by one. */
  static final class Collector {
    private final Map<String, List<JsonNode>> values = new LinkedHashMap<>();
    private int count;

    /**
     * @throws Refused when there are too many
     */
    void add(String name, JsonNode value) {
      if (++count > MOST) {
        throw Refused.malformed("more than " + MOST + " fields");
      }
      values.computeIfAbsent(name, unknown -> new ArrayList<>(1)).add(value);
    }

    Fields fields() {
      return values.isEmpty() ? NONE : new Fields(values);
    }
  }
}
