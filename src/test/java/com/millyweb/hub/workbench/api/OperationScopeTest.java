package com.millyweb.hub.workbench.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import com.millyweb.hub.workbench.access.Scope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each operation lets in exactly the scopes that the document says of it. */
class OperationScopeTest {
  private static final String NOBODY = UUID.randomUUID().toString();

  private static HubFixture hub;
  private static JsonNode document;
  private static final Map<Scope, String> TOKENS = new EnumMap<>(Scope.class);

  @BeforeAll
  static void start() {
    hub = HubFixture.start(Map.of());
    document = Http.of(hub).get("/api/openapi.json").json();
    for (Scope scope : Scope.values()) {
      TOKENS.put(
          scope,
          Http.asAdmin(hub)
              .post(
                  "/api/tokens", "{\"name\":\"each-%s\",\"scope\":\"%s\"}".formatted(scope, scope))
              .json()
              .get("token")
              .asText());
    }
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @TestFactory
  Stream<DynamicTest> each_operation_lets_in_the_scopes_that_the_document_says() {
    List<DynamicTest> tests = new ArrayList<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            tests.add(
                                dynamicTest(
                                    operation.getValue().get("operationId").asText(),
                                    () ->
                                        checks(
                                            operation.getKey().toUpperCase(Locale.ROOT),
                                            path.getKey(),
                                            operation.getValue())))));
    assertThat(tests).hasSizeGreaterThan(30);
    return tests.stream();
  }

  private static void checks(String method, String path, JsonNode operation) {
    String least = operation.get("x-scope").asText();
    String address = address(path, operation);
    Http.Answer anonymous = json(Http.of(hub)).send(method, address, body(method));
    if (least.equals("none")) {
      assertThat(operation.get("security")).isEmpty();
      // what a body without a token is answered is the handler's own business
      assertThat(anonymous.json().path("detail").asText()).doesNotContain("This needs");
      return;
    }
    assertThat(anonymous.status()).isEqualTo(401);
    assertThat(json(Http.as(hub, "hub_wrong")).send(method, address, body(method)).status())
        .isEqualTo(401);
    for (Scope scope : Scope.values()) {
      Http.Answer answer =
          json(Http.as(hub, TOKENS.get(scope))).send(method, address, body(method));
      if (scope.compareTo(Scope.valueOf(least)) < 0) {
        assertThat(answer.status()).as("%s: %s", scope, answer.body()).isEqualTo(403);
        assertThat(answer.json().get("detail").asText())
            .contains("This needs the scope " + least)
            .contains("has " + scope);
      } else {
        assertThat(answer.status()).as("%s: %s", scope, answer.body()).isNotIn(401, 403, 405, 500);
      }
    }
  }

  /** An address of nothing: whoever is let in is answered 404, and changes nothing. */
  private static String address(String path, JsonNode operation) {
    String address = path;
    for (JsonNode parameter : operation.path("parameters")) {
      if (parameter.get("in").asText().equals("path")) {
        boolean number = parameter.at("/schema/type").asText().equals("integer");
        address =
            address.replace("{" + parameter.get("name").asText() + "}", number ? "0" : NOBODY);
      }
    }
    return address;
  }

  private static Http json(Http http) {
    return http.with("Content-Type", "application/json");
  }

  /** A field that no operation has is refused after the scope was checked. */
  private static String body(String method) {
    return method.equals("POST") ? "{\"no-such-field\":true}" : null;
  }
}
