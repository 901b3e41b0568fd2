package com.millyweb.hub.route.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.camel.OpenEndpoints;
import com.millyweb.hub.connect.ConnectProperties;
import com.millyweb.hub.connect.Connectors;
import com.millyweb.hub.connect.component.AddedComponents;
import com.millyweb.hub.http.EgressCheck;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What an editor says that reads the schema. */
class EditorSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode DOCUMENT =
      EditorSchema.of(
          Connectors.toCheck(
              new ConnectProperties(Map.of(), List.of(), Map.of()),
              AddedComponents.of(Path.of("none"), List.of()),
              EgressCheck.of(List.of())));
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(DOCUMENT, SchemaValidatorsConfig.builder().build());

  @Test
  void shipped_files_and_those_of_the_gallery_have_its_form() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(Path.of("routes"))) {
      files = found.filter(file -> file.toString().endsWith(".camel.yaml")).toList();
    }
    assertThat(files).hasSizeGreaterThan(60);
    for (Path file : files) {
      assertThat(faults(Files.readString(file))).as(file.toString()).isEmpty();
    }
  }

  @Test
  void options_are_those_of_the_component_and_of_its_side() {
    assertThat(faults(flow("event:a?x", "collect: 10s", "notify:ops", "title: x", "field.Who: y")))
        .isEmpty();
    assertThat(faults(flow("event:a", "colect: 10s", "log:x", "level: INFO"))).contains("colect");
    assertThat(faults(flow("event:a", "delay: 10s", "log:x", "level: INFO"))).contains("delay");
    assertThat(faults(flow("event:a", "orderBy: source", "event:b", "collect: 10s")))
        .contains("collect");
    assertThat(faults(flow("event:a", "filter: x", "notify:ops", "titel: x"))).contains("titel");
    assertThat(faults(flow("event:a", "filter: x", "notify:ops", "hold: 30s", "holdTo: ops")))
        .isEmpty();
    assertThat(faults(flow("event:a", "filter: x", "log:x", "level: LOUD"))).contains("OFF");
    assertThat(faults(flow("event:a", "filter: x", "log:x", "level: '{{vars.level}}'"))).isEmpty();
    // http sends every other parameter in the query
    assertThat(faults(flow("event:a", "filter: x", "https://example.org", "q: hub"))).isEmpty();
    assertThat(faults(flow("event:a", "filter: x", "mqtt:x", "q: hub"))).isEmpty();
  }

  @Test
  void what_is_closed_to_routes_is_not_offered() {
    String text = DOCUMENT.toString();
    assertThat(text)
        .doesNotContain("\"hub.exec.out\"", "\"hub.docker.out\"", "GroovyExpression\"}}")
        .contains("\"hub.event.in\"", "\"hub.paho-mqtt5.in\"");
    for (String scheme : List.of("sql", "http", "ftp", "smtp")) {
      DOCUMENT
          .at("/items/definitions/hub.%s.out/properties".formatted(scheme))
          .fieldNames()
          .forEachRemaining(
              option ->
                  assertThat(OpenEndpoints.takes(scheme, option)).as(scheme + option).isTrue());
    }
    String groovy =
        """
        - route:
            id: flow.x
            description: x
            from: {uri: "event:a", steps: [{setBody: {groovy: "1"}}]}
        """;
    assertThat(faults(groovy)).contains("groovy");
    assertThat(faults("- beans: [{name: x, type: y}]")).contains("beans");
    assertThat(faults(groovy.replace("groovy", "jq").replace("    description: x\n", "")))
        .contains("description");
  }

  private static String flow(String from, String option, String to, String... parameters) {
    return """
        - route:
            id: flow.x
            description: x
            from:
              uri: "%s"
              parameters: {%s}
              steps:
                - to:
                    uri: "%s"
                    parameters: {%s}
        """
        .formatted(from, option, to, String.join(", ", parameters));
  }

  private static String faults(String yaml) {
    Object file = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return SCHEMA.validate(JSON.valueToTree(file)).stream()
        .map(ValidationMessage::getMessage)
        .sorted()
        .reduce("", (all, one) -> all + one + "\n");
  }
}
