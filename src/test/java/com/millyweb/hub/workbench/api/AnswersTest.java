package com.millyweb.hub.workbench.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import com.millyweb.hub.workbench.access.Past;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the hub answers has the fields, types and values that the document promises. */
class AnswersTest {
  private static HubFixture hub;
  private static JsonNode document;
  private static UUID event;

  @BeforeAll
  static void start() {
    hub = HubFixture.start(Map.of());
    document = Http.of(hub).get("/api/openapi.json").json();
    Past past = new Past(hub);
    event = past.event("answer.given", "answers", null, "{\"n\":[1,null]}");
    int subscription = past.subscription("flow.answers", "answer.*");
    long dead = past.delivery(subscription, event, 3, "failed");
    past.attempt(dead, event, "failed", "failed");
    past.event("answer.plain", "answers", "s", "text/plain", "plain", event);
    Http.asAdmin(hub).post("/api/tokens", "{\"name\":\"answers\",\"scope\":\"viewer\"}");
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void lists_are_as_documented() {
    document
        .get("paths")
        .properties()
        .forEach(
            path -> {
              if (path.getValue().has("get") && !path.getKey().contains("{")) {
                String query = path.getKey().endsWith("/search") ? "?q=words" : "";
                JsonNode found = answer(path.getKey(), path.getKey() + query);
                assertThat(found.path("next").isMissingNode() || found.has("items")).isTrue();
              }
            });
  }

  @Test
  void an_event_a_route_and_its_versions_are_as_documented() {
    JsonNode shown = answer("/api/events/{id}", "/api/events/" + event);
    assertThat(shown.get("deliveries")).hasSize(1);
    assertThat(shown.get("caused")).hasSize(1);
    String plain = shown.at("/caused/0/id").asText();
    assertThat(answer("/api/events/{id}", "/api/events/" + plain).has("cause")).isTrue();
    String route = "/api/routes/flow/push-to-chat.camel.yaml";
    assertThat(answer("/api/routes/{path}", route).at("/route/routes")).isNotEmpty();
    assertThat(answer("/api/routes/{path}/versions", route + "/versions").get("items"))
        .isNotEmpty();
  }

  @Test
  void a_problem_is_as_documented() {
    Http.Answer refused = Http.asAdmin(hub).get("/api/events?limit=0");
    conforms(refused.json(), document.at("/components/schemas/Problem"), "problem");
  }

  private static JsonNode answer(String path, String address) {
    Http.Answer answer = Http.asAdmin(hub).get(address);
    assertThat(answer.status()).as(address).isEqualTo(200);
    JsonNode schema =
        document.get("paths").get(path).at("/get/responses/200/content/application~1json/schema");
    assertThat(schema.isMissingNode()).as(address).isFalse();
    conforms(answer.json(), schema, address);
    return answer.json();
  }

  private static void conforms(JsonNode value, JsonNode schema, String where) {
    if (schema.has("$ref")) {
      conforms(value, document.at(schema.get("$ref").asText().substring(1)), where);
      return;
    }
    if (schema.has("anyOf")) {
      if (!value.isNull()) {
        conforms(value, schema.get("anyOf").get(0), where);
      }
      return;
    }
    if (schema.has("type")) {
      assertThat(types(schema.get("type"))).as(where).contains(type(value));
    }
    if (schema.has("enum") && !value.isNull()) {
      assertThat(schema.get("enum")).as(where).contains(value);
    }
    if (value.isArray() && schema.has("items")) {
      value.forEach(item -> conforms(item, schema.get("items"), where + "[]"));
    }
    if (value.isObject() && schema.has("properties")) {
      schema
          .path("required")
          .forEach(name -> assertThat(value.has(name.asText())).as("%s.%s", where, name).isTrue());
      value
          .properties()
          .forEach(
              field -> {
                JsonNode own = schema.get("properties").path(field.getKey());
                assertThat(own.isMissingNode()).as("%s.%s", where, field.getKey()).isFalse();
                conforms(field.getValue(), own, where + "." + field.getKey());
              });
    }
  }

  private static Set<String> types(JsonNode type) {
    Set<String> types = new HashSet<>();
    if (type.isTextual()) {
      types.add(type.asText());
    }
    type.forEach(one -> types.add(one.asText()));
    return types;
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      case BOOLEAN -> "boolean";
      case NULL -> "null";
      case ARRAY -> "array";
      case STRING -> "string";
      default -> "object";
    };
  }
}
