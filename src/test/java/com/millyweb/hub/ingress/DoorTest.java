package com.millyweb.hub.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of answers, over real HTTP. */
class DoorTest {
  private static final String SECRET = "It's a Secret to Everybody";
  private static final String PUSH =
      "{\"ref\":\"refs/heads/main\",\"repository\":{\"full_name\":\"o/r\"}}";
  private static final String JSON = "application/json";
  private static HubWithDoors doors;

  @BeforeAll
  static void start() {
    Map<String, String> properties = new HashMap<>();
    properties.put("hub.ingress.sources.github.secret[0]", SECRET);
    properties.put("hub.ingress.sources.github.secret[1]", "the next one");
    properties.put("hub.ingress.sources.shop.verify", "hmac");
    properties.put("hub.ingress.sources.shop.secret", "shop-secret");
    properties.put("hub.ingress.sources.shop.max-size", "100KB");
    properties.put("hub.ingress.sources.shop.subject", "{/order/id}");
    properties.put("hub.ingress.sources.n8n.verify", "bearer");
    properties.put("hub.ingress.sources.n8n.secret", "n8n-token");
    properties.put("hub.ingress.sources.slow.verify", "bearer");
    properties.put("hub.ingress.sources.slow.secret", "slow-token");
    properties.put("hub.ingress.sources.slow.rate", "2/h");
    properties.put("hub.ingress.sources.crowd.verify", "bearer");
    properties.put("hub.ingress.sources.crowd.secret", "crowd-token");
    properties.put("hub.ingress.sources.crowd.client-rate", "2/h");
    doors = HubWithDoors.start(properties);
  }

  @AfterAll
  static void stop() {
    doors.close();
  }

  @Test
  void signed_push_is_stored_as_it_came() throws IOException {
    var answer = doors.push(SECRET, PUSH, UUID.randomUUID().toString());

    assertThat(answer.statusCode()).isEqualTo(202);
    JsonNode json = new ObjectMapper().readTree(answer.body());
    assertThat(json.path("duplicate").asBoolean(true)).isFalse();
    var event = doors.event(json.path("id").asText());
    assertThat(event)
        .containsEntry("type", "github.push")
        .containsEntry("source", "github")
        .containsEntry("subject", "o/r")
        .containsEntry("content_type", JSON);
    assertThat((byte[]) event.get("data")).isEqualTo(PUSH.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void redelivery_is_a_duplicate_with_the_first_id() throws IOException {
    String delivery = UUID.randomUUID().toString();
    var first = new ObjectMapper().readTree(doors.push(SECRET, PUSH, delivery).body());
    var second = doors.push(SECRET, PUSH, delivery);

    assertThat(second.statusCode()).isEqualTo(202);
    var json = new ObjectMapper().readTree(second.body());
    assertThat(json.path("id")).isEqualTo(first.path("id"));
    assertThat(json.path("duplicate").asBoolean()).isTrue();
  }

  @Test
  void both_secrets_of_a_rotation_are_accepted() {
    assertThat(doors.push("the next one", PUSH, "rotated").statusCode()).isEqualTo(202);
  }

  @Test
  void form_of_github_is_verified_as_form_and_stored_as_json() throws IOException {
    String form = "payload=" + URLEncoder.encode(PUSH, StandardCharsets.UTF_8);
    var answer =
        doors.post(
            "github",
            form,
            "Content-Type",
            "application/x-www-form-urlencoded",
            "X-GitHub-Event",
            "push",
            "X-Hub-Signature-256",
            "sha256=" + HubWithDoors.hmac("HmacSHA256", SECRET, form));

    assertThat(answer.statusCode()).isEqualTo(202);
    String id = new ObjectMapper().readTree(answer.body()).path("id").asText();
    assertThat((byte[]) doors.event(id).get("data"))
        .isEqualTo(PUSH.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void wrong_missing_and_doubled_signatures_get_the_same_answer() {
    long before = doors.events();
    var wrong = doors.push("not the secret", PUSH, "x");
    var missing = doors.post("github", PUSH, "Content-Type", JSON, "X-GitHub-Event", "push");
    String valid = "sha256=" + HubWithDoors.hmac("HmacSHA256", SECRET, PUSH);
    var doubled =
        doors.post("github", PUSH, "X-Hub-Signature-256", valid, "X-Hub-Signature-256", valid);

    assertProblem(wrong, 401);
    assertThat(missing.body()).isEqualTo(wrong.body());
    assertThat(doubled.body()).isEqualTo(wrong.body());
    assertThat(doors.events()).isEqualTo(before);
  }

  @Test
  void unknown_source_is_not_found() {
    assertProblem(doors.post("nobody", "{}"), 404);
  }

  @Test
  void other_content_than_the_source_sends_is_refused() {
    assertProblem(shop("<a/>", "application/xml"), 415);
    assertProblem(shop("{}", "application/json; charset=utf-16"), 415);
    assertProblem(shop("{}", "a;b;c"), 415);
  }

  @Test
  void content_that_is_not_strict_json_is_refused() {
    for (String body :
        new String[] {
          "{", "{} {}", "{\"a\":1,\"a\":2}", "{a:1}", "[".repeat(200), "NaN", "{\"a\":\"\u0000\"}"
        }) {
      assertProblem(shop(body, JSON), 400);
    }
  }

  @Test
  void kind_of_the_body_becomes_part_of_the_type_when_it_is_plain() throws IOException {
    assertThat(typeOf(shop("{\"type\":\"order.paid\",\"order\":{\"id\":7}}", JSON)))
        .isEqualTo("shop.order.paid");
    assertThat(typeOf(shop("{\"type\":\"no name\"}", JSON))).isEqualTo("shop.received");
    assertThat(typeOf(shop("{\"type\":{\"a\":1}}", JSON))).isEqualTo("shop.received");
    assertThat(typeOf(shop("[1]", JSON))).isEqualTo("shop.received");
  }

  @Test
  void key_of_the_generic_kinds_is_a_header() {
    String[] headers = {
      "Content-Type", JSON, "Authorization", "Bearer n8n-token", "Idempotency-Key", "k1"
    };
    assertThat(doors.post("n8n", "{}", headers).body()).contains("\"duplicate\":false");
    assertThat(doors.post("n8n", "{}", headers).body()).contains("\"duplicate\":true");
    assertProblem(doors.post("n8n", "{}", "Authorization", "Bearer n8n-toke"), 401);
  }

  @Test
  void oversize_is_refused_with_and_without_a_declared_length() {
    byte[] large = new byte[101 << 10];
    assertProblem(doors.post("shop", BodyPublishers.ofByteArray(large)), 413);
    assertProblem(
        doors.post(
            "shop",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)),
            "Content-Type",
            JSON,
            "X-Signature",
            "0".repeat(64)),
        413);
  }

  @Test
  void body_of_exactly_the_limit_is_accepted() {
    String body = "\"" + "x".repeat((100 << 10) - 2) + "\"";
    assertThat(shop(body, JSON).statusCode()).isEqualTo(202);
    assertProblem(shop(body + " ", JSON), 413);
  }

  @Test
  void rate_of_a_source_is_limited_after_verification() {
    String[] good = {"Content-Type", JSON, "Authorization", "Bearer slow-token"};
    assertThat(doors.post("slow", "{}", good).statusCode()).isEqualTo(202);
    assertProblem(doors.post("slow", "{}", "Authorization", "Bearer no"), 401);
    assertThat(doors.post("slow", "{}", good).statusCode()).isEqualTo(202);
    var limited = doors.post("slow", "{}", good);
    assertProblem(limited, 429);
    assertThat(limited.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 1800L);
  }

  @Test
  void rate_of_a_client_is_limited_before_verification() {
    for (int i = 0; i < 2; i++) {
      assertProblem(doors.post("crowd", "{}", "Authorization", "Bearer no"), 401);
    }
    assertProblem(doors.post("crowd", "{}", "Authorization", "Bearer crowd-token"), 429);
  }

  @Test
  void nothing_of_the_sender_becomes_a_control_header() throws IOException {
    var answer =
        doors.send(
            doors
                .request(
                    "/hooks/n8n?CamelHttpResponseCode=299&kind=bearer&source=shop",
                    "Content-Type",
                    JSON,
                    "Authorization",
                    "Bearer n8n-token",
                    "CamelHttpResponseCode",
                    "299",
                    "cAmElHttpUri",
                    "http://169.254.169.254/",
                    "CAMELBeanMethodName",
                    "refuse")
                .POST(BodyPublishers.ofString("{}"))
                .build());

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(typeOf(answer)).isEqualTo("n8n.received");
    assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("camel"));
  }

  @Test
  void form_and_serialized_bodies_are_only_bytes() {
    assertProblem(github("a&b=c", "application/x-www-form-urlencoded"), 400);
    assertProblem(github("--b\r\n\r\nx\r\n--b--", "multipart/form-data; boundary=b"), 415);
    assertProblem(shop("x", "application/x-java-serialized-object"), 415);
  }

  @Test
  void head_is_answered_on_doors_and_on_the_origin() {
    for (String path : new String[] {"/", "/hooks/github", "/hooks/nobody"}) {
      var answer = doors.send(doors.request(path).method("HEAD", BodyPublishers.noBody()).build());
      assertThat(answer.statusCode()).isEqualTo(204);
    }
    assertThat(doors.send(doors.request("/hooks/github").GET().build()).statusCode())
        .isEqualTo(405);
  }

  @Test
  void valid_trace_context_goes_with_the_event() throws IOException {
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    String[] headers = {
      "Content-Type", JSON, "Authorization", "Bearer n8n-token", "traceparent", trace
    };
    assertThat(doors.event(idOf(doors.post("n8n", "{}", headers))))
        .containsEntry("traceparent", trace);
    headers[5] = trace.toUpperCase(Locale.ROOT);
    assertThat(doors.event(idOf(doors.post("n8n", "{}", headers))))
        .containsEntry("traceparent", null);
  }

  private static HttpResponse<String> shop(String body, String contentType) {
    return doors.post(
        "shop",
        body,
        "Content-Type",
        contentType,
        "X-Signature",
        HubWithDoors.hmac("HmacSHA256", "shop-secret", body));
  }

  private static HttpResponse<String> github(String body, String contentType) {
    return doors.post(
        "github",
        body,
        "Content-Type",
        contentType,
        "X-GitHub-Event",
        "push",
        "X-Hub-Signature-256",
        "sha256=" + HubWithDoors.hmac("HmacSHA256", SECRET, body));
  }

  private static String idOf(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).isEqualTo(202);
    return new ObjectMapper().readTree(answer.body()).path("id").asText();
  }

  private static String typeOf(HttpResponse<String> answer) throws IOException {
    return (String) doors.event(idOf(answer)).get("type");
  }

  private static void assertProblem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("\"status\":" + status).contains("\"title\":");
  }
}
