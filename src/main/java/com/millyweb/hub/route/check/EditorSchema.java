package com.millyweb.hub.route.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.camel.OpenEndpoints;
import com.millyweb.hub.camel.OpenLanguages;
import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.notify.wording.NoticePart;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointOptionModel;

/**
 * The JSON schema of route files, for editors that complete and explain what is typed: Camel's own,
 * without what is closed to routes, and with the options of each component that routes can use. An
 * editor knows the form of a file by it; whether a file runs is said by {@code check}.
 */
public final class EditorSchema {
  // if and then came with draft 7; nothing of Camel's draft 4 reads otherwise there
  private static final String DRAFT = "http://json-schema.org/draft-07/schema#";
  private static final String DEFINITIONS = "#/items/definitions/";
  private static final String MODEL = "org.apache.camel.model.";
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final String LANGUAGES = "META-INF/services/org/apache/camel/language/";
  private static final List<String> SENDING =
      List.of("ToDefinition", "ToDynamicDefinition", "WireTapDefinition");
  private static final List<String> RECEIVING = List.of("FromDefinition", "PollDefinition");

  private final Reach reach;
  private final EndpointCatalogue catalogue;
  private final ObjectNode root = RouteSchema.document();
  private final ObjectNode definitions = (ObjectNode) root.at("/items/definitions");

  private EditorSchema(Reach reach) {
    this.reach = reach;
    this.catalogue = EndpointCatalogue.load(reach);
  }

  /**
   * @param reach which connectors are there
   */
  public static JsonNode of(Reach reach) {
    var schema = new EditorSchema(reach);
    schema.build();
    return schema.root;
  }

  private void build() {
    root.put("$schema", DRAFT);
    root.put("title", "Routes of the hub");
    Set<String> elements = new TreeSet<>(RoutePolicy.ELEMENTS);
    elements.addAll(RoutePolicy.POLICY_ELEMENTS);
    ((ObjectNode) root.at("/items/properties")).retain(elements);
    without(closedLanguages(), root);
    definition("RouteDefinition").withArray("required").add("id").add("description");
    for (String scheme : catalogue.available()) {
      ComponentModel model = catalogue.model(scheme);
      if (model != null) {
        options(scheme, model, "in", option -> !isOf(option, "producer"), RECEIVING);
        options(scheme, model, "out", option -> !isOf(option, "consumer"), SENDING);
      }
    }
  }

  /** What is open on one side, at each element of that side whose URI names the component. */
  private void options(
      String scheme,
      ComponentModel model,
      String side,
      Predicate<EndpointOptionModel> isOfThatSide,
      List<String> elements) {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    for (EndpointOptionModel option : model.getEndpointOptions()) {
      if ("parameter".equals(option.getKind())
          && !option.isMultiValue()
          && isOfThatSide.test(option)
          && OpenEndpoints.takes(scheme, option.getName())) {
        properties.set(option.getName(), value(option));
      }
    }
    String name = "hub.%s.%s".formatted(scheme, side);
    ObjectNode parameters = definitions.putObject(name).put("type", "object");
    parameters.put("description", model.getDescription());
    parameters.set("properties", properties);
    if (scheme.equals("notify")) {
      words(parameters);
    } else {
      named(model, isOfThatSide, parameters);
    }
    parameters.put("additionalProperties", model.isLenientProperties());
    for (String element : elements) {
      ObjectNode rule = definition(element).withArray("allOf").addObject();
      rule.putObject("if")
          .putObject("properties")
          .putObject("uri")
          .put("type", "string")
          .put("pattern", "^%s(:|$)".formatted(scheme));
      rule.withObject("/if").putArray("required").add("uri");
      rule.putObject("then")
          .putObject("properties")
          .putObject("parameters")
          .put("$ref", DEFINITIONS + name);
    }
  }

  /** Camel says of an option whether it is for one side alone by the first word of its label. */
  private static boolean isOf(EndpointOptionModel option, String side) {
    return option.getLabel() != null && option.getLabel().startsWith(side);
  }

  /** Parameters that have a name of the writer's own: {@code field.Items}. */
  private static void words(ObjectNode parameters) {
    ObjectNode named = parameters.putObject("patternProperties");
    for (NoticePart.Kind kind : NoticePart.Kind.values()) {
      if (kind.isNamed()) {
        named.putObject("^%s\\..+".formatted(kind)).put("type", "string");
      }
    }
  }

  /** The same of other components: {@code parameter.name}, {@code value.who}. */
  private static void named(
      ComponentModel model, Predicate<EndpointOptionModel> isOfThatSide, ObjectNode parameters) {
    for (EndpointOptionModel option : model.getEndpointOptions()) {
      if (option.isMultiValue() && option.getPrefix() != null && isOfThatSide.test(option)) {
        parameters
            .withObject("/patternProperties")
            .putObject("^%s.+".formatted(option.getPrefix().replace(".", "\\.")))
            .put("description", option.getDescription());
      }
    }
  }

  private static ObjectNode value(EndpointOptionModel option) {
    ObjectNode value = JsonNodeFactory.instance.objectNode();
    value.put("title", option.getDisplayName());
    value.put("description", option.getDescription());
    if (option.getDefaultValue() != null) {
      value.put("default", option.getDefaultValue().toString());
    }
    if (option.isDeprecated()) {
      value.put("deprecated", true);
    }
    // a placeholder or an expression may stand wherever a value may
    ArrayNode types = value.putArray("anyOf");
    if (option.getEnums() != null && !option.getEnums().isEmpty()) {
      ArrayNode choices = types.addObject().putArray("enum");
      for (String choice : option.getEnums()) {
        choices.add(choice);
        if (NUMBER.matcher(choice).matches()) {
          choices.add(Integer.parseInt(choice));
        }
      }
      types.addObject().put("type", "string").put("pattern", "\\{\\{|\\$\\{");
    } else {
      types.addObject().putArray("type").add("string").add("number").add("boolean");
    }
    return value;
  }

  /** Wherever an expression can stand, Camel names each of its languages. */
  private static void without(Set<String> closed, JsonNode node) {
    if (node instanceof ObjectNode object) {
      JsonNode properties = object.get("properties");
      if (properties instanceof ObjectNode named && named.has("simple") && named.has("constant")) {
        named.remove(closed);
      }
    } else if (node instanceof ArrayNode list) {
      for (Iterator<JsonNode> branches = list.elements(); branches.hasNext(); ) {
        JsonNode required = branches.next().path("required");
        if (required.size() == 1 && closed.contains(required.get(0).asText())) {
          branches.remove();
        }
      }
    }
    node.forEach(child -> without(closed, child));
  }

  private Set<String> closedLanguages() {
    Set<String> names = new TreeSet<>();
    for (JsonNode branch : definition("language.ExpressionDefinition").at("/anyOf/0/oneOf")) {
      branch.path("required").forEach(name -> names.add(name.asText()));
    }
    for (String open : OpenLanguages.NAMES) {
      if (reach.classes().getResource(LANGUAGES + open) != null) {
        names.remove(open.equals("bean") ? "method" : open);
      }
    }
    return names;
  }

  private ObjectNode definition(String element) {
    return (ObjectNode) definitions.get(MODEL + element);
  }
}
