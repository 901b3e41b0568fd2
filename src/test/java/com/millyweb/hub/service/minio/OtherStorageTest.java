package com.millyweb.hub.service.minio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import io.minio.GetBucketLifecycleArgs;
import io.minio.GetBucketVersioningArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.SetBucketLifecycleArgs;
import io.minio.messages.Expiration;
import io.minio.messages.LifecycleConfiguration;
import io.minio.messages.LifecycleRule;
import io.minio.messages.ResponseDate;
import io.minio.messages.RuleFilter;
import io.minio.messages.Status;
import io.minio.messages.VersioningConfiguration;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two hubs with one database and another real server, which keeps versions and has rules. */
class OtherStorageTest {
  private static @TempDir Path routes;
  private static Seaweed server;
  private static HubFixture hub;
  private static HubFixture second;
  private static StorageEvents events;

  @BeforeAll
  static void start() throws Exception {
    server = Seaweed.orSkip();
    MinioClient client = server.client();
    client.makeBucket(MakeBucketArgs.builder().bucket("docs").build());
    client.setBucketLifecycle(
        SetBucketLifecycleArgs.builder()
            .bucket("docs")
            .config(
                new LifecycleConfiguration(
                    List.of(rule("of-somebody", "other/", 90), rule("hub-of-before", "old/", 3))))
            .build());
    put("before.txt", "was there");
    Files.createDirectories(routes.resolve("tool"));
    Files.copy(
        Path.of("routes/tool/objects.camel.yaml"), routes.resolve("tool/objects.camel.yaml"));
    Map<String, String> properties = new HashMap<>(server.settings());
    properties.put("hub.s3.buckets.docs.versioning", "true");
    properties.put("hub.s3.buckets.docs.expire[0].prefix", "logs/");
    properties.put("hub.s3.buckets.docs.expire[0].after", "30d");
    properties.put("hub.s3.watch", "docs");
    properties.put("hub.s3.watch-interval", "1s");
    properties.put("hub.s3.watch-existing", "true");
    properties.put("hub.health.interval", "1s");
    properties.put("hub.route.watch", "false");
    hub = HubFixture.start(routes, properties);
    second = HubFixture.start(hub.database(), routes, properties);
    events = new StorageEvents(hub);
    Awaitility.await("versions")
        .atMost(StorageEvents.PATIENCE)
        .until(
            () ->
                client
                        .getBucketVersioning(
                            GetBucketVersioningArgs.builder().bucket("docs").build())
                        .status()
                    == VersioningConfiguration.Status.ENABLED);
  }

  @AfterAll
  static void stop() throws Exception {
    if (second != null) {
      second.close();
    }
    if (hub != null) {
      hub.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void bucket_has_the_rules_of_the_hub_and_keeps_those_of_others() {
    Awaitility.await("rules")
        .atMost(StorageEvents.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        server
                            .client()
                            .getBucketLifecycle(
                                GetBucketLifecycleArgs.builder().bucket("docs").build())
                            .rules())
                    .extracting(rule -> rule.id() + " " + rule.expiration().days())
                    .containsExactlyInAnyOrder("of-somebody 90", "hub-docs-1 30"));
  }

  @Test
  void what_was_there_is_told_where_that_is_wanted() {
    events.await("docs/before.txt", "created docs/before.txt");
  }

  @Test
  void two_hubs_tell_once_what_happens() throws Exception {
    for (int i = 0; i < 50; i++) {
      put("once/%02d.txt".formatted(i), "n" + i);
    }
    Awaitility.await("all").atMost(StorageEvents.PATIENCE).until(() -> count("once/") == 50);
    for (int i = 0; i < 50; i++) {
      server
          .client()
          .removeObject(
              RemoveObjectArgs.builder()
                  .bucket("docs")
                  .object("once/%02d.txt".formatted(i))
                  .build());
    }
    Awaitility.await("all gone").atMost(StorageEvents.PATIENCE).until(() -> count("once/") == 100);
    put("once-after.txt", "x");
    events.await("docs/once-after.txt", "created docs/once-after.txt");
    assertThat(count("once/")).isEqualTo(100);
  }

  @Test
  void event_of_a_bucket_with_versions_names_the_version() throws Exception {
    Map<?, ?> stored =
        hub.bean(CamelContext.class)
            .createProducerTemplate()
            .requestBody("object:put?bucket=docs&key=versioned.txt", "one", Map.class);
    events.await("docs/versioned.txt", "created docs/versioned.txt");
    assertThat(
            hub.bean(JdbcClient.class)
                .sql(
                    "select convert_from(data, 'UTF8')::jsonb ->> 'versionId' from event where subject = 'docs/versioned.txt'")
                .query(String.class)
                .single())
        .isEqualTo(stored.get("version"));
  }

  @Test
  void storage_is_up_and_is_not_the_hubs_own() {
    Awaitility.await("up")
        .atMost(StorageEvents.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Http.asAdmin(hub).get("/health/storage").body())
                    .contains("\"status\":\"up\"")
                    .doesNotContain("embedded"));
  }

  @Test
  void part_of_an_object_and_a_stream_are_read() {
    var template = hub.bean(CamelContext.class).createProducerTemplate();
    template.requestBody("object:put?bucket=docs&key=numbers.txt", "0123456789");
    assertThat(
            template.requestBody(
                "object:get?bucket=docs&key=numbers.txt&as=text&offset=2&length=3",
                null,
                String.class))
        .isEqualTo("234");
    assertThat(
            template.requestBody(
                "object:get?bucket=docs&key=numbers.txt&as=stream", null, String.class))
        .isEqualTo("0123456789");
  }

  @Test
  void tags_are_set_with_the_object_and_changed_by_the_tool() throws Exception {
    hub.bean(CamelContext.class)
        .createProducerTemplate()
        .requestBodyAndHeader(
            "object:put?bucket=docs&key=tagged.txt&tags=RAW(${header.all})&tag.by=test",
            "x",
            "all",
            Map.of("kind", "report: year"));
    var json = new ObjectMapper();
    assertThat(tool("objects-tags", ""))
        .isEqualTo(json.readTree("{\"by\":\"test\",\"kind\":\"report: year\"}"));
    tool("objects-tag", ",\"tags\":{\"kind\":\"note\",\"year\":2030}");
    assertThat(tool("objects-tags", ""))
        .isEqualTo(json.readTree("{\"kind\":\"note\",\"year\":\"2030\"}"));
  }

  private static JsonNode tool(String name, String more) {
    Http.Answer answer =
        Http.asAdmin(hub)
            .post(
                "/api/tools/" + name,
                "{\"arguments\":{\"bucket\":\"docs\",\"key\":\"tagged.txt\"%s}}".formatted(more));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().get("result");
  }

  private static long count(String prefix) {
    return events.count("docs/" + prefix);
  }

  private static LifecycleRule rule(String id, String prefix, int days) {
    return new LifecycleRule(
        Status.ENABLED,
        null,
        new Expiration((ResponseDate) null, days, null),
        new RuleFilter(prefix),
        id,
        null,
        null,
        null);
  }

  private static void put(String key, String content) throws Exception {
    byte[] bytes = content.getBytes(UTF_8);
    server
        .client()
        .putObject(
            PutObjectArgs.builder().bucket("docs").object(key).stream(
                    new ByteArrayInputStream(bytes), bytes.length, -1)
                .build());
  }
}
