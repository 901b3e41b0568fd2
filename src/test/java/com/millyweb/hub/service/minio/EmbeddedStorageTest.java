package com.millyweb.hub.service.minio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A hub that no object storage was configured for has one of its own, from its first use on. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmbeddedStorageTest {
  private static @TempDir Path home;
  private static @TempDir Path routes;
  private static HubFixture hub;

  private static @TempDir Path out;

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(routes.resolve("tool"));
    Files.writeString(
        routes.resolve("tool/save.camel.yaml"),
        """
        - route:
            id: tool.save
            description: Saves an object as a file
            from:
              uri: ai-tool:save
              parameters: {description: Saves an object, parameter.key: string}
              steps:
                - to: {uri: "object:get", parameters: {bucket: docs, key: "${body[key]}", as: stream}}
                - to: {uri: "file:out", parameters: {fileName: saved.txt}}
                - setBody: {constant: saved}
        """);
    hub =
        HubFixture.start(
            routes,
            Map.of(
                "hub.home", home.toString(),
                "hub.connect.folders.out", out.toString(),
                "hub.health.interval", "1s",
                "hub.health.failures", "1",
                "hub.route.watch", "false"));
  }

  @AfterAll
  static void stop() {
    hub.close();
    assertThat(servers()).isEmpty();
  }

  @Test
  @Order(1)
  void nothing_runs_until_it_is_used() {
    awaitHealth("embedded, in " + home.resolve("objects") + ", starts with its first use");
    assertThat(servers()).isEmpty();
    assertThat(home.resolve("objects-program")).doesNotExist();
  }

  @Test
  @Order(2)
  void first_step_starts_it_and_makes_the_bucket() throws Exception {
    put("docs", "a/one.txt", "first");
    assertThat(Files.readString(home.resolve("objects/docs/a/one.txt"))).isEqualTo("first");
    assertThat(get("docs", "a/one.txt")).isEqualTo("first");
    assertThat(servers()).hasSize(1);
    Path score = Path.of("/proc", String.valueOf(servers().get(0).pid()), "oom_score_adj");
    assertThat(Files.readString(score)).isEqualToIgnoringNewLines("1000");
    awaitHealth("\"detail\":\"embedded, in " + home.resolve("objects") + "\"");
  }

  @Test
  @Order(3)
  void what_other_programs_need_is_in_a_private_file() throws Exception {
    Path settings = home.resolve("objects.conf");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)))
        .isEqualTo("rw-------");
    MinioClient other = otherClient();
    byte[] content = "from elsewhere".getBytes(UTF_8);
    other.putObject(
        PutObjectArgs.builder().bucket("docs").object("b/two.txt").stream(
                new ByteArrayInputStream(content), content.length, -1)
            .contentType("text/plain")
            .build());
    assertThat(get("docs", "b/two.txt")).isEqualTo("from elsewhere");
    other.removeObject(RemoveObjectArgs.builder().bucket("docs").object("b/two.txt").build());
  }

  @Test
  @Order(4)
  void file_that_lies_in_the_folder_is_an_object() throws Exception {
    Files.writeString(home.resolve("objects/docs/dropped.txt"), "dropped");
    assertThat(get("docs", "dropped.txt")).isEqualTo("dropped");
    assertThat(request("object:list?bucket=docs").toString()).contains("dropped.txt");
  }

  @Test
  @Order(5)
  void server_that_is_killed_comes_back_where_it_was() throws Exception {
    String before = settings().getProperty("s3proxy.endpoint");
    ProcessHandle killed = servers().get(0);
    killed.destroyForcibly();
    Awaitility.await("another one")
        .atMost(StorageEvents.PATIENCE)
        .until(() -> servers().stream().anyMatch(one -> one.pid() != killed.pid()));
    put("docs", "after", "death");
    assertThat(get("docs", "after")).isEqualTo("death");
    assertThat(settings().getProperty("s3proxy.endpoint")).isEqualTo(before);
  }

  @Test
  @Order(6)
  void parts_of_an_object_are_read() throws Exception {
    put("docs", "numbers.txt", "0123456789");
    assertThat(text(request("object:get?bucket=docs&key=numbers.txt&offset=3&length=4")))
        .isEqualTo("3456");
    assertThat(text(request("object:get?bucket=docs&key=numbers.txt&offset=8"))).isEqualTo("89");
    assertThat(text(request("object:get?bucket=docs&key=numbers.txt&length=2"))).isEqualTo("01");
    assertThat(text(request("object:get?bucket=docs&key=numbers.txt&offset=10"))).isEmpty();
    assertThat(
            hub.bean(CamelContext.class)
                .createProducerTemplate()
                .requestBody(
                    "object:get?bucket=docs&key=numbers.txt&as=stream&offset=5",
                    null,
                    String.class))
        .isEqualTo("56789");
  }

  @Test
  @Order(7)
  void stream_becomes_a_file() throws Exception {
    put("docs", "long.txt", "0123456789".repeat(100_000));
    Http.Answer answer =
        Http.asAdmin(hub).post("/api/tools/save", "{\"arguments\":{\"key\":\"long.txt\"}}");
    assertThat(answer.body()).contains("saved");
    assertThat(Files.readString(out.resolve("saved.txt"))).isEqualTo("0123456789".repeat(100_000));
    answer = Http.asAdmin(hub).post("/api/tools/save", "{\"arguments\":{\"key\":\"none.txt\"}}");
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.body()).contains("NoSuchKey");
  }

  @Test
  @Order(8)
  void only_what_stores_an_object_makes_its_bucket() throws Exception {
    AbsentBucket.isReadAsOneThatIsNotThere(hub, "absent");
    assertThat(home.resolve("objects/absent")).doesNotExist();
    put("docs", "source.txt", "copied");
    request("object:copy?bucket=docs&key=source.txt&toBucket=copies&toKey=one.txt");
    assertThat(get("copies", "one.txt")).isEqualTo("copied");
    URI link = URI.create(text(request("object:link?bucket=linked&key=one.txt&method=put")));
    HttpRequest write =
        HttpRequest.newBuilder(link).PUT(HttpRequest.BodyPublishers.ofString("by link")).build();
    HttpClient.newHttpClient().send(write, HttpResponse.BodyHandlers.discarding());
    assertThat(get("linked", "one.txt")).isEqualTo("by link");
    put("absent", "one.txt", "first");
    assertThat(get("absent", "one.txt")).isEqualTo("first");
  }

  @Test
  @Order(9)
  void hub_that_ends_does_not_wait_for_a_start(@TempDir Path other) {
    var storage = new EmbeddedStorage(other);
    var starting = CompletableFuture.supplyAsync(storage::address);
    Awaitility.await("a process")
        .atMost(StorageEvents.PATIENCE)
        .until(() -> !StorageProcesses.of(other).isEmpty());
    assertThat(storage.isStarted()).isFalse();
    storage.close();
    assertThat(starting)
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .withMessageContaining("The hub ends");
    Awaitility.await("no process").until(() -> StorageProcesses.of(other).isEmpty());
  }

  private static List<ProcessHandle> servers() {
    return StorageProcesses.of(home);
  }

  private static void awaitHealth(String text) {
    Awaitility.await(text)
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () -> assertThat(Http.asAdmin(hub).get("/health/storage").body()).contains(text));
  }

  private static Properties settings() throws Exception {
    Properties settings = new Properties();
    settings.load(new StringReader(Files.readString(home.resolve("objects.conf"))));
    return settings;
  }

  private static MinioClient otherClient() throws Exception {
    Properties settings = settings();
    return MinioClient.builder()
        .endpoint(settings.getProperty("s3proxy.endpoint"))
        .region("us-east-1")
        .credentials(
            settings.getProperty("s3proxy.identity"), settings.getProperty("s3proxy.credential"))
        .build();
  }

  private static void put(String bucket, String key, String body) {
    hub.bean(CamelContext.class)
        .createProducerTemplate()
        .requestBody("object:put?bucket=%s&key=%s".formatted(bucket, key), body);
  }

  private static String get(String bucket, String key) {
    return text(request("object:get?bucket=%s&key=%s".formatted(bucket, key)));
  }

  private static String text(Object body) {
    return body instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(body);
  }

  private static Object request(String uri) {
    return hub.bean(CamelContext.class).createProducerTemplate().requestBody(uri, (Object) null);
  }
}
