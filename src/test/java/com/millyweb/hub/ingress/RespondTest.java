package com.millyweb.hub.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.database.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** A door that answers with what its flow returns. */
class RespondTest {
  private static final String TOKEN = "token-of-the-shop";
  private static final String STORED = "\\{\"id\":\"[0-9a-f-]{36}\",\"duplicate\":%s\\}";
  private static HubWithDoors doors;

  @TempDir static Path folder;

  @BeforeAll
  static void start() throws IOException {
    Path routes = folder.resolve("routes");
    FileSystemUtils.copyRecursively(Path.of("routes"), routes);
    flow(routes, "map", "- setBody: {simple: \"${body[order]}\"}");
    flow(
        routes,
        "page",
        """
        - setHeader: {name: Content-Type, constant: text/html}
                - setHeader: {name: CamelHttpResponseCode, constant: 201}
                - setBody: {simple: \"<p>${body[name]}</p>\"}""");
    flow(routes, "nothing", "- setBody: {simple: \"${null}\"}");
    flow(routes, "late", "- delay: {constant: 5000}");
    flow(
        routes,
        "bad",
        "- throwException: {exceptionType: java.lang.IllegalStateException, message: no}");
    flow(routes, "many", "- setBody: {simple: \"${body[text].repeat(2)}\"}");
    flow(
        routes,
        "chain",
        """
        - to: event:shop.followed
                - setBody: {constant: followed}""");
    Map<String, String> properties = new HashMap<>();
    source(properties, "shop", Map.of("respond", "true", "respond-timeout", "2s"));
    source(properties, "plain", Map.of());
    doors = HubWithDoors.start(TestDatabase.create(), routes, properties);
  }

  private static void flow(Path routes, String name, String steps) throws IOException {
    Files.writeString(
        routes.resolve("flow/answer-" + name + ".camel.yaml"),
        """
        - route:
            id: flow.answer-%s
            description: Returns something to who asked
            from:
              uri: "event:*.%s"
              steps:
                %s
        """
            .formatted(name, name, steps));
  }

  private static void source(
      Map<String, String> properties, String name, Map<String, String> more) {
    properties.put("hub.ingress.sources." + name + ".verify", "bearer");
    properties.put("hub.ingress.sources." + name + ".secret", TOKEN);
    more.forEach((key, value) -> properties.put("hub.ingress.sources." + name + "." + key, value));
  }

  @AfterAll
  static void stop() {
    doors.close();
  }

  private static HttpResponse<String> ask(String source, String body, String... more) {
    String[] headers = new String[more.length + 4];
    headers[0] = "Authorization";
    headers[1] = "Bearer " + TOKEN;
    headers[2] = "Content-Type";
    headers[3] = "application/json";
    System.arraycopy(more, 0, headers, 4, more.length);
    return doors.post(source, body, headers);
  }

  @Test
  void sender_reads_what_the_flow_returned() {
    var answer = ask("shop", "{\"type\":\"map\",\"order\":{\"number\":17,\"lines\":[\"a\"]}}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(answer.body()).isEqualTo("{\"number\":17,\"lines\":[\"a\"]}");
  }

  @Test
  void page_of_a_flow_has_its_status_and_type_and_runs_no_script_of_ours() {
    var answer = ask("shop", "{\"type\":\"page\",\"name\":\"<script>\"}");
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
    assertThat(answer.headers().firstValue("content-security-policy").orElseThrow())
        .contains("sandbox");
    assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(answer.body()).isEqualTo("<p><script></p>");
  }

  @Test
  void nothing_is_an_empty_answer() {
    var answer = ask("shop", "{\"type\":\"nothing\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void what_takes_too_long_is_stored_and_answered_with_its_id() {
    var answer = ask("shop", "{\"type\":\"late\"}");
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).matches(STORED.formatted("false"));
  }

  @Test
  void flow_that_fails_is_tried_again_and_the_sender_has_the_id() {
    var answer = ask("shop", "{\"type\":\"bad\"}");
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).matches(STORED.formatted("false"));
  }

  @Test
  void same_key_again_is_answered_at_once() {
    String body = "{\"type\":\"map\",\"order\":1}";
    assertThat(ask("shop", body, "Idempotency-Key", "k1").body()).isEqualTo("1");
    var again = ask("shop", body, "Idempotency-Key", "k1");
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(again.body()).matches(STORED.formatted("true"));
  }

  @Test
  void what_the_flow_did_is_committed_when_its_answer_comes() {
    assertThat(ask("shop", "{\"type\":\"chain\",\"n\":1}").body()).isEqualTo("followed");
    assertThat(
            doors
                .database()
                .sql("select count(*) from event where type = 'shop.followed'")
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void too_large_an_answer_is_a_problem_of_the_flow() {
    String text = "a".repeat(600_000);
    var answer = ask("shop", "{\"type\":\"many\",\"text\":\"" + text + "\"}");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("The flow returned more than 1 MB");
  }

  @Test
  void other_sources_do_not_wait() {
    var answer = ask("plain", "{\"type\":\"map\",\"order\":1}");
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).matches(STORED.formatted("false"));
  }
}
