package com.millyweb.hub.workbench.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import com.millyweb.hub.workbench.access.RequiresScope;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The document says exactly what the handlers do: paths, parameters, fields and scopes. */
class OpenApiTest {
  private static HubFixture hub;
  private static JsonNode document;

  @BeforeAll
  static void start() {
    hub = HubFixture.start(Map.of());
    document = Http.of(hub).get("/api/openapi.json").json();
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  /** It is made in a context of its own, whose end is not the hub's. */
  @Test
  void who_asked_for_the_document_stopped_nothing() {
    Http http = Http.of(hub);
    assertThat(http.get("/readyz").status()).isEqualTo(200);
    http.get("/api/openapi.json");
    assertThat(http.get("/readyz").status()).isEqualTo(200);
  }

  @Test
  void document_and_handlers_know_the_same_operations() {
    TreeSet<String> documented = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    assertThat(documented).isEqualTo(new TreeSet<>(handlers().keySet()));
  }

  @Test
  void document_and_handlers_agree_on_parameters_fields_and_scopes() {
    handlers()
        .forEach(
            (operation, handler) -> {
              JsonNode described = described(operation);
              assertThat(query(described)).as(operation).isEqualTo(KnownParameters.names(handler));
              assertThat(fields(described)).as(operation).isEqualTo(bodyFields(handler));
              RequiresScope allowed = handler.getMethodAnnotation(RequiresScope.class);
              assertThat(described.get("x-scope").asText())
                  .as(operation)
                  .isEqualTo(allowed == null ? "none" : allowed.value().name());
            });
  }

  @Test
  void every_body_is_closed_and_every_parameter_checked() {
    handlers()
        .forEach(
            (operation, handler) -> {
              JsonNode body =
                  resolved(
                      described(operation).at("/requestBody/content/application~1json/schema"));
              assertThat(body.isMissingNode())
                  .as(operation)
                  .isEqualTo(bodies(handler).count() == 0);
              if (!body.isMissingNode()) {
                assertThat(body.get("additionalProperties").asBoolean(true))
                    .as(operation)
                    .isFalse();
                assertThat(described(operation).at("/requestBody/required").asBoolean())
                    .as(operation)
                    .isEqualTo(body.has("required"));
              }
            });
  }

  @Test
  void every_operation_has_its_words_its_answer_and_its_problem() {
    TreeSet<String> ids = new TreeSet<>();
    handlers()
        .keySet()
        .forEach(
            operation -> {
              JsonNode described = described(operation);
              assertThat(ids.add(described.get("operationId").asText())).as(operation).isTrue();
              assertThat(described.get("summary").asText()).as(operation).isNotBlank();
              assertThat(described.get("tags")).as(operation).hasSize(1);
              assertThat(described.at("/responses/default/$ref").asText())
                  .as(operation)
                  .isEqualTo("#/components/responses/Problem");
              assertThat(described.get("responses").size()).as(operation).isBetween(2, 3);
            });
  }

  @Test
  void generated_clients_keep_the_names_of_their_types() {
    assertThat(document.at("/components/schemas").properties().stream().map(Map.Entry::getKey))
        .contains("Scope", "DeliveryState", "Problem", "EventSummary", "Event", "DeliveryOfEvent")
        .contains("Attempt", "Delivery", "Subscription", "Source", "Notice", "RouteFile")
        .contains("RouteProblem", "RouteVersion", "System", "Token", "AuditEntry", "Channel")
        .contains("Actions");
  }

  @Test
  void every_change_is_audited() {
    List<String> unaudited =
        handlers().entrySet().stream()
            .filter(entry -> !entry.getKey().startsWith("GET "))
            .filter(
                entry -> {
                  RequiresScope allowed = entry.getValue().getMethodAnnotation(RequiresScope.class);
                  return allowed == null || allowed.action().isEmpty();
                })
            .map(Map.Entry::getKey)
            .toList();
    // signing in is noted by SignIn; a check changes nothing
    assertThat(unaudited).isSubsetOf("POST /api/session");
  }

  @Test
  void references_lead_somewhere() {
    for (JsonNode reference : document.findValues("$ref")) {
      String pointer = reference.asText().substring(1);
      assertThat(document.at(pointer).isMissingNode()).as(pointer).isFalse();
    }
  }

  private static Map<String, HandlerMethod> handlers() {
    Map<String, HandlerMethod> found = new TreeMap<>();
    hub.bean(DispatcherServlet.class).getHandlerMappings().stream()
        .filter(mapping -> mapping.getClass() == RequestMappingHandlerMapping.class)
        .map(RequestMappingHandlerMapping.class::cast)
        .findFirst()
        .orElseThrow()
        .getHandlerMethods()
        .forEach(
            (mapping, handler) ->
                mapping.getPatternValues().stream()
                    .flatMap(OpenApiTest::spelledOut)
                    .forEach(
                        path -> {
                          if (path.startsWith("/api/")) {
                            mapping
                                .getMethodsCondition()
                                .getMethods()
                                .forEach(method -> found.put(method + " " + path, handler));
                          }
                        }));
    return found;
  }

  /** OpenAPI has no parameter with slashes, and the handler of such a path tells two apart. */
  private static Stream<String> spelledOut(String pattern) {
    return pattern.equals("/api/routes/{*path}")
        ? Stream.of("/api/routes/{path}", "/api/routes/{path}/versions")
        : Stream.of(pattern);
  }

  private static JsonNode described(String operation) {
    String[] parts = operation.split(" ");
    return document.get("paths").get(parts[1]).get(parts[0].toLowerCase(Locale.ROOT));
  }

  private static TreeSet<String> query(JsonNode operation) {
    return StreamSupport.stream(operation.path("parameters").spliterator(), false)
        .filter(parameter -> parameter.get("in").asText().equals("query"))
        .map(parameter -> parameter.get("name").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode resolved(JsonNode schema) {
    return schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
  }

  private static TreeSet<String> fields(JsonNode operation) {
    TreeSet<String> names = new TreeSet<>();
    resolved(operation.at("/requestBody/content/application~1json/schema"))
        .path("properties")
        .fieldNames()
        .forEachRemaining(names::add);
    return names;
  }

  private static TreeSet<String> bodyFields(HandlerMethod handler) {
    return bodies(handler)
        .flatMap(body -> Arrays.stream(body.getRecordComponents()))
        .map(
            component -> {
              JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
              return renamed == null ? component.getName() : renamed.value();
            })
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<Class<?>> bodies(HandlerMethod handler) {
    return Arrays.stream(handler.getMethod().getParameters())
        .filter(parameter -> parameter.isAnnotationPresent(RequestBody.class))
        .map(Parameter::getType);
  }
}
