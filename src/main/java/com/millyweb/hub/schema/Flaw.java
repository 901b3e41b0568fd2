package com.millyweb.hub.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.text.Truncate;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What does not fit a schema.
 *
 * @param place as a JSON pointer, such as {@code /items/0/price}; empty for the whole
 * @param rule the keyword of the schema that it breaks, such as {@code required}
 * @param property what is missing or not known, where the rule is about one
 * @param value what is there
 * @param expected what the schema says under that keyword
 * @param known the properties of the object that the rule stands in
 * @param text the place and the rule in words
 */
public record Flaw(
    String place,
    String rule,
    @Nullable String property,
    @Nullable JsonNode value,
    @Nullable JsonNode expected,
    List<String> known,
    String text)
    implements Comparable<Flaw> {

  /** A flaw may name what a model made up. */
  private static final int MOST_TOLD = 200;

  private static final Comparator<Flaw> ORDER =
      Comparator.comparing(Flaw::place).thenComparing(Flaw::text);

  /**
   * @param schema that the message is about
   */
  static Flaw of(ValidationMessage message, JsonNode schema) {
    return new Flaw(
        message.getInstanceLocation().toString(),
        message.getType(),
        message.getProperty(),
        message.getInstanceNode(),
        message.getSchemaNode(),
        known(message, schema),
        // what is about the whole begins with the place of nothing
        Truncate.line(message.getMessage().replaceFirst("^: ", ""), MOST_TOLD));
  }

  private static List<String> known(ValidationMessage message, JsonNode schema) {
    var place = message.getSchemaLocation().getFragment().getParent();
    List<String> names = new ArrayList<>();
    if (place != null) {
      schema.at(place.toString()).path("properties").fieldNames().forEachRemaining(names::add);
    }
    return names;
  }

  @Override
  public int compareTo(Flaw other) {
    return ORDER.compare(this, other);
  }
}
