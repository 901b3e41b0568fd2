package com.millyweb.hub.service.minio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.route.RouteFiles;
import com.millyweb.hub.tool.Tool;
import com.millyweb.hub.tool.Tools;
import com.millyweb.hub.workbench.Http;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.component.file.GenericFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects of a real S3 server, as steps store, read, list, tag, link and delete them. */
class ObjectStepsTest {
  private static @TempDir Path routes;
  private static S3Server server;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.orSkip();
    server.bucket("docs");
    server.bucket("shared");
    for (String action : new String[] {"put", "get", "list", "stat", "copy", "delete", "link"}) {
      tool(action, action, "docs");
    }
    tool("up", "link", "docs", "method: put");
    tool("tags", "tags", "docs");
    tool("mark", "tags", "docs", "tag.kind: \"${body[text]}\"");
    tool("page", "list", "docs", "limit: 2, prefix: \"p/\", after: \"${body[text]}\"");
    tool("small", "get", "docs", "maxSize: 4B");
    tool("mine", "put", "tenant");
    tool("mine-list", "list", "tenant");
    tool("file", "put", "docs");
    Files.copy(
        Path.of("routes/tool/objects.camel.yaml"), routes.resolve("tool/objects.camel.yaml"));
    Map<String, String> properties = new HashMap<>();
    properties.put("hub.s3.url", server.url());
    properties.put("hub.s3.access-key", S3Server.ACCESS_KEY);
    properties.put("hub.s3.secret-key", S3Server.SECRET_KEY);
    properties.put("hub.s3.buckets.docs.prefix", "");
    properties.put("hub.s3.buckets.tenant.bucket", "shared");
    properties.put("hub.s3.buckets.tenant.prefix", "tenants/a/");
    properties.put("hub.s3.buckets.absent.prefix", "");
    properties.put("hub.health.interval", "1s");
    properties.put("hub.health.failures", "1");
    properties.put("hub.route.watch", "false");
    hub = HubFixture.start(routes, properties);
  }

  @AfterAll
  static void stop() {
    if (hub != null) {
      hub.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void what_is_stored_is_read_as_it_was_meant() {
    assertThat(call("put", "a/data.json", "{\"n\": 1.5, \"s\": \"é日本\"}").get("key").asText())
        .isEqualTo("a/data.json");
    assertThat(call("get", "a/data.json").toString()).isEqualTo("{\"n\":1.5,\"s\":\"é日本\"}");
    assertThat(call("stat", "a/data.json").get("type").asText()).isEqualTo("application/json");
    call("put", "a/words & more +%20#?.txt", "\"Grüße & Küsse\"");
    assertThat(call("get", "a/words & more +%20#?.txt").asText()).isEqualTo("Grüße & Küsse");
    assertThat(call("stat", "a/words & more +%20#?.txt").get("size").asInt()).isEqualTo(16);
    assertThat(call("list", "").toString()).contains("a/words & more +%20#?.txt");
  }

  @Test
  void shipped_tools_store_read_list_link_and_delete() throws Exception {
    String note = "\"bucket\":\"docs\",\"key\":\"t/note.md\"";
    String text = "\"text\":\"# Grüße ${header.bucket}\"";
    assertThat(used("objects-put", note, text, "\"contentType\":\"text/markdown\"").path("key"))
        .hasToString("\"t/note.md\"");
    assertThat(used("objects-stat", note).path("type").asText()).isEqualTo("text/markdown");
    assertThat(used("objects-get", note).asText()).isEqualTo("# Grüße ${header.bucket}");
    assertThat(used("objects-get", note, "\"offset\":4").asText()).startsWith("üße");
    JsonNode listed = used("objects-list", "\"bucket\":\"docs\",\"prefix\":\"t/n\"");
    assertThat(listed.path("objects").findValuesAsText("key")).containsExactly("t/note.md");
    URI link = URI.create(used("objects-link", note).asText());
    assertThat(
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString())
                .body())
        .isEqualTo("# Grüße ${header.bucket}");
    used("objects-delete", note);
    used("objects-delete", note);
    assertThat(refused("objects-get", note)).contains("NoSuchKey");
  }

  @Test
  void shipped_tools_read_a_large_object_part_by_part() {
    String large = "\"bucket\":\"docs\",\"key\":\"t/large\"";
    hub.bean(CamelContext.class)
        .createProducerTemplate()
        .requestBody("object:put?bucket=docs&key=t/large", "x".repeat(150_000));
    assertThat(used("objects-get", large).asText()).hasSize(100_000);
    assertThat(used("objects-get", large, "\"offset\":100000").asText()).hasSize(50_000);
    assertThat(used("objects-get", large, "\"offset\":200000").asText()).isEmpty();
  }

  @Test
  void shipped_tools_reach_the_buckets_of_the_configuration_and_say_what_they_may_do() {
    assertThat(refused("objects-list", "\"bucket\":\"dosc\""))
        .contains("There is no bucket 'dosc'", "did you mean 'docs'?");
    assertThat(refused("objects-list", "\"bucket\":\"docs&prefix=x\""))
        .contains("There is no bucket");
    assertThat(refused("objects-put", "\"bucket\":\"tenant\",\"key\":\"../b\",\"text\":\"x\""))
        .contains("The key of an object");
    Set<String> readOnly = new TreeSet<>();
    Set<String> destructive = new TreeSet<>();
    for (Tool tool : hub.bean(Tools.class).list()) {
      if (tool.tags().contains("objects")) {
        (tool.hints().readOnly() ? readOnly : new TreeSet<String>()).add(tool.name());
        (tool.hints().destructive() ? destructive : new TreeSet<String>()).add(tool.name());
      }
    }
    assertThat(readOnly)
        .containsExactly("objects-get", "objects-list", "objects-stat", "objects-tags");
    assertThat(destructive).containsExactly("objects-delete", "objects-put", "objects-tag");
  }

  @Test
  void steps_are_counted_by_what_they_did_and_how_it_ended() {
    call("put", "m/one", "\"1\"");
    failed("get", "m/none");
    assertThat(steps("put", "done")).isPositive();
    assertThat(steps("get", "failed")).isPositive();
    assertThat(steps("copy", "failed")).as("what did not happen is there, too").isZero();
  }

  private static long steps(String action, String outcome) {
    return hub.bean(MeterRegistry.class)
        .get("hub.storage.step")
        .tags("action", action, "outcome", outcome)
        .timer()
        .count();
  }

  @Test
  void list_goes_page_by_page() {
    for (int i = 1; i <= 5; i++) {
      call("put", "p/" + i, "\"x\"");
    }
    JsonNode first = call("page", "", "\"\"");
    assertThat(first.toString()).contains("\"p/1\"", "\"p/2\"").doesNotContain("\"p/3\"");
    JsonNode second = call("page", "", first.get("next").toString());
    assertThat(second.toString()).contains("\"p/3\"", "\"p/4\"").doesNotContain("\"p/5\"");
    JsonNode last = call("page", "", second.get("next").toString());
    assertThat(last.get("objects").size()).isOne();
    assertThat(last.has("next")).isFalse();
  }

  @Test
  void object_is_copied_and_deleted_and_deleted_again() {
    call("put", "c/one", "\"1\"");
    call("copy", "c/one", "\"c/two\"");
    assertThat(call("get", "c/two").asText()).isEqualTo("1");
    call("delete", "c/one");
    call("delete", "c/one");
    assertThat(failed("get", "c/one")).contains("502", "NoSuchKey");
  }

  @Test
  void bucket_that_is_not_there_is_said_and_not_made() {
    AbsentBucket.isReadAsOneThatIsNotThere(hub, "absent");
    assertThat(server.file("absent", "")).doesNotExist();
  }

  @Test
  void link_lets_its_holder_read_or_write_one_object() throws Exception {
    call("put", "l/one", "\"by link\"");
    var http = HttpClient.newHttpClient();
    URI read = URI.create(call("link", "l/one").asText());
    assertThat(http.send(HttpRequest.newBuilder(read).build(), BodyHandlers.ofString()).body())
        .isEqualTo("by link");
    URI other = URI.create(read.toString().replace("l/one", "l/two"));
    assertThat(
            http.send(HttpRequest.newBuilder(other).build(), BodyHandlers.ofString()).statusCode())
        .isEqualTo(403);
    HttpRequest write =
        HttpRequest.newBuilder(URI.create(call("up", "l/new").asText()))
            .PUT(HttpRequest.BodyPublishers.ofString("written"))
            .build();
    assertThat(http.send(write, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    assertThat(Files.readString(server.file("docs", "l/new"))).isEqualTo("written");
  }

  @Test
  void keys_lead_nowhere_else() {
    for (String key :
        new String[] {"../shared/x", "/x", "a/../../x", "a/./x", "..", "a\\\\b", "a\\nb", ""}) {
      assertThat(failed("put", key)).as(key).contains("The key of an object");
    }
    assertThat(failed("put", "x".repeat(1025))).contains("up to 1024 bytes");
    call("mine", "note", "\"mine\"");
    assertThat(server.file("shared", "tenants/a/note")).exists();
    assertThat(call("mine-list", "").get("objects").get(0).get("key").asText()).isEqualTo("note");
    assertThat(failed("mine", "../b/note")).contains("The key of an object");
  }

  @Test
  void object_that_is_too_large_is_not_read() {
    call("put", "big", "\"12345\"");
    assertThat(failed("small", "big")).contains("larger than 4 bytes");
  }

  @Test
  void file_and_stream_are_stored_without_reading_them_first(@TempDir Path folder)
      throws Exception {
    Path file = Files.write(folder.resolve("big.bin"), new byte[20 << 20]);
    var wrapped = new GenericFile<File>();
    wrapped.setFile(file.toFile());
    var template = hub.bean(CamelContext.class).createProducerTemplate();
    template.requestBody("object:put?bucket=docs&key=f/file", wrapped);
    assertThat(Files.size(server.file("docs", "f/file"))).isEqualTo(20 << 20);
    InputStream stream = new ByteArrayInputStream("unknown length".getBytes(UTF_8));
    template.requestBody("object:put?bucket=docs&key=f/stream", stream);
    assertThat(Files.readString(server.file("docs", "f/stream"))).isEqualTo("unknown length");
  }

  @Test
  void bucket_that_is_not_configured_is_refused_when_the_file_is_saved() throws IOException {
    tool("other", "get", "dosc");
    hub.bean(RouteFiles.class).rescan();
    assertThat(hub.bean(RouteFiles.class).find("tool/other.camel.yaml").orElseThrow().problems())
        .anySatisfy(
            problem ->
                assertThat(problem.toString())
                    .contains("There is no bucket 'dosc'", "did you mean 'docs'?"));
    Files.delete(routes.resolve("tool/other.camel.yaml"));
    hub.bean(RouteFiles.class).rescan();
  }

  @Test
  void server_that_is_away_is_said_and_comes_back() throws Exception {
    await("up");
    server.kill();
    await("down");
    assertThat(failed("get", "a/data.json")).contains("502");
    server.start();
    await("up");
    call("put", "again", "\"x\"");
  }

  private static void await(String status) {
    Awaitility.await(status)
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                Http.asAdmin(hub)
                    .get("/health/storage")
                    .body()
                    .contains("\"status\":\"" + status + "\""));
  }

  private static JsonNode call(String tool, String key) {
    return call(tool, key, "null");
  }

  private static JsonNode call(String tool, String key, String value) {
    Http.Answer answer = ask(tool, key, value);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().get("result");
  }

  private static JsonNode used(String tool, String... arguments) {
    Http.Answer answer = use(tool, arguments);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().get("result");
  }

  private static String refused(String tool, String... arguments) {
    Http.Answer answer = use(tool, arguments);
    assertThat(answer.status()).as(answer.body()).isNotEqualTo(200);
    return answer.body();
  }

  private static Http.Answer use(String tool, String... arguments) {
    return Http.asAdmin(hub)
        .post("/api/tools/" + tool, "{\"arguments\":{%s}}".formatted(String.join(",", arguments)));
  }

  private static String failed(String tool, String key) {
    Http.Answer answer = ask(tool, key, "\"x\"");
    return answer.status() + " " + answer.body();
  }

  private static Http.Answer ask(String tool, String key, String value) {
    String field = value.startsWith("{") ? "data" : "text";
    return Http.asAdmin(hub)
        .post(
            "/api/tools/" + tool,
            "{\"arguments\":{\"key\":\"%s\",\"%s\":%s}}".formatted(key, field, value));
  }

  private static void tool(String name, String action, String bucket, String... more)
      throws IOException {
    Path file = routes.resolve("tool/%s.camel.yaml".formatted(name));
    Files.createDirectories(file.getParent());
    String options =
        "bucket: %s, key: \"${body[key]}\", toKey: \"${body[text]}\"%s"
            .formatted(bucket, more.length == 0 ? "" : ", " + more[0]);
    Files.writeString(
        file,
        """
        - route:
            id: tool.%1$s
            description: Does it
            from:
              uri: ai-tool:%1$s
              parameters: {description: Does it, parameter.key: string, parameter.text: string, parameter.data: object}
              steps:
                - setVariable: {name: key, simple: "${body[key]}"}
                - setVariable: {name: text, simple: "${body[text]}"}
                - choice:
                    when:
                      - simple: "${body[data]} != null"
                        steps:
                          - setBody: {simple: "${body[data]}"}
                    otherwise:
                      steps:
                        - setBody: {simple: "${body[text]}"}
                - to: {uri: "object:%2$s", parameters: {%3$s}}
        """
            .formatted(
                name,
                action,
                options
                    .replace("${body[key]}", "${variable.key}")
                    .replace("${body[text]}", "${variable.text}")));
  }
}
