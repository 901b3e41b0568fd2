package com.millyweb.hub.service.minio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fixture.HubFixture;
import io.micrometer.core.instrument.MeterRegistry;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Each change of a watched object is told once, by its notification or by a look. The hub of this
 * test looks only when it is told that something has changed.
 */
class ObjectWatchTest {
  private static @TempDir Path home;
  private static HubFixture hub;
  private static StorageEvents events;

  @BeforeAll
  static void start() throws IOException {
    Path before = home.resolve("objects/docs/before.txt");
    Files.createDirectories(before.getParent());
    Files.writeString(before, "was there");
    Files.setLastModifiedTime(before, FileTime.from(Instant.now().minusSeconds(3600)));
    Map<String, String> properties = new HashMap<>();
    properties.put("hub.home", home.toString());
    properties.put("hub.s3.watch", "docs,shared/tenants/a/");
    properties.put("hub.s3.watch-interval", "1h");
    properties.put("hub.ingress.sources.minio.secret", StorageNotification.SECRET);
    hub = HubFixture.start(properties);
    events = new StorageEvents(hub);
    Awaitility.await("first looks")
        .atMost(StorageEvents.PATIENCE)
        .until(
            () ->
                hub.bean(JdbcClient.class)
                    .sql("select count(*) from object_watch where whole")
                    .query(Long.class)
                    .single()
                    .equals(2L));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void what_was_there_at_the_first_look_is_not_told() {
    assertThat(events.of("docs/before.txt")).isEmpty();
    assertThat(known("before.txt")).isOne();
  }

  @Test
  void lost_notifications_are_made_up_for() throws Exception {
    put("lost.txt", "one");
    look();
    events.await("docs/lost.txt", "created docs/lost.txt");
    remove("lost.txt");
    look();
    events.await("docs/lost.txt", "created docs/lost.txt", "removed docs/lost.txt");
    Map<String, Object> created =
        hub.bean(JdbcClient.class)
            .sql(
                """
                select source, convert_from(data, 'UTF8')::jsonb ->> 'size' as size, convert_from(data, 'UTF8')::jsonb ->> 'eTag' as etag
                  from event where subject = 'docs/lost.txt' and type = 'minio.object.created'
                """)
            .query()
            .singleRow();
    assertThat(created)
        .containsEntry("source", "minio")
        .containsEntry("size", "3")
        .containsEntry("etag", "f97c5d29941bfb1b2fdab0874906ab82");
  }

  @Test
  void notification_comes_first() throws Exception {
    put("first.txt", "one");
    assertThat(StorageNotification.created("docs", "first.txt", stat("first.txt")).send(hub))
        .contains("202", "\"duplicate\":false");
    look();
    awaitKnown("first.txt", 1);
    events.await("docs/first.txt", "created docs/first.txt");
    awaitSecondAfter(stat("first.txt"));
    remove("first.txt");
    assertThat(StorageNotification.removed("docs", "first.txt", Instant.now()).send(hub))
        .contains("\"duplicate\":false");
    look();
    awaitKnown("first.txt", 0);
    events.await("docs/first.txt", "created docs/first.txt", "removed docs/first.txt");
  }

  @Test
  void look_comes_first_and_the_notification_repeats_itself() throws Exception {
    put("late.txt", "one");
    var created = StorageNotification.created("docs", "late.txt", stat("late.txt"));
    look();
    events.await("docs/late.txt", "created docs/late.txt");
    assertThat(created.send(hub)).contains("202", "\"duplicate\":true");
    assertThat(created.send(hub)).contains("202", "\"duplicate\":true");
    Instant end = Instant.now();
    remove("late.txt");
    look();
    events.await("docs/late.txt", "created docs/late.txt", "removed docs/late.txt");
    var removed = StorageNotification.removed("docs", "late.txt", end);
    assertThat(removed.send(hub)).contains("\"duplicate\":true");
    assertThat(removed.send(hub)).contains("\"duplicate\":true");
    assertThat(events.count("docs/late.txt")).isEqualTo(2);
  }

  @Test
  void same_content_that_is_written_again_is_told_again() throws Exception {
    put("same.txt", "same");
    StatObjectResponse first = stat("same.txt");
    look();
    events.await("docs/same.txt", "created docs/same.txt");
    awaitSecondAfter(first);
    put("same.txt", "same");
    StatObjectResponse second = stat("same.txt");
    assertThat(second.etag()).isEqualTo(first.etag());
    look();
    events.await("docs/same.txt", "created docs/same.txt", "created docs/same.txt");
    // nothing has happened since
    look();
    put("same-after.txt", "x");
    look();
    events.await("docs/same-after.txt", "created docs/same-after.txt");
    assertThat(events.count("docs/same.txt")).isEqualTo(2);
  }

  @Test
  void object_that_was_deleted_and_made_again_between_looks_is_told_as_new() throws Exception {
    put("again.txt", "one");
    StatObjectResponse first = stat("again.txt");
    look();
    events.await("docs/again.txt", "created docs/again.txt");
    awaitSecondAfter(first);
    Instant end = Instant.now();
    remove("again.txt");
    put("again.txt", "two");
    look();
    events.await("docs/again.txt", "created docs/again.txt", "created docs/again.txt");
    // only the server knew of the removal
    assertThat(StorageNotification.removed("docs", "again.txt", end).send(hub))
        .contains("\"duplicate\":false");
    assertThat(StorageNotification.created("docs", "again.txt", stat("again.txt")).send(hub))
        .contains("\"duplicate\":true");
    remove("again.txt");
    look();
    events.await(
        "docs/again.txt",
        "created docs/again.txt",
        "created docs/again.txt",
        "removed docs/again.txt",
        "removed docs/again.txt");
  }

  @Test
  void file_that_is_restored_as_it_was_is_told_again() throws Exception {
    put("back.txt", "one");
    assertThat(StorageNotification.created("docs", "back.txt", stat("back.txt")).send(hub))
        .contains("\"duplicate\":false");
    Path file = home.resolve("objects/docs/back.txt");
    Path aside = home.resolve("aside.txt");
    look();
    awaitKnown("back.txt", 1);
    List<String> told = new ArrayList<>(List.of("created docs/back.txt"));
    for (int i = 0; i < 2; i++) {
      Files.move(file, aside);
      look();
      told.add("removed docs/back.txt");
      events.await("docs/back.txt", told.toArray(String[]::new));
      awaitKnown("back.txt", 0);
      Files.move(aside, file);
      look();
      told.add("created docs/back.txt");
      events.await("docs/back.txt", told.toArray(String[]::new));
      awaitKnown("back.txt", 1);
    }
  }

  @Test
  void removal_that_only_a_look_has_told_is_not_the_next_one() throws Exception {
    put("twice.txt", "one");
    look();
    events.await("docs/twice.txt", "created docs/twice.txt");
    remove("twice.txt");
    look();
    events.await("docs/twice.txt", "created docs/twice.txt", "removed docs/twice.txt");
    Instant told = Instant.now();
    Awaitility.await().until(() -> Instant.now().isAfter(told.plusMillis(1_100)));
    put("twice.txt", "two");
    assertThat(StorageNotification.created("docs", "twice.txt", stat("twice.txt")).send(hub))
        .contains("\"duplicate\":false");
    remove("twice.txt");
    assertThat(StorageNotification.removed("docs", "twice.txt", Instant.now()).send(hub))
        .contains("\"duplicate\":false");
  }

  @Test
  void notification_whose_event_was_not_stored_is_told_by_the_look() throws Exception {
    put("cut.txt", "one");
    StatObjectResponse object = stat("cut.txt");
    // the door has chosen a key, and its hub died before the event was stored
    String own =
        hub.bean(ToldTable.class)
            .key(
                "minio",
                new ToldChanges.Change(
                    "docs", "cut.txt", false, object.etag(), object.lastModified().toInstant()),
                "its own key");
    assertThat(own).isEqualTo("its own key");
    look();
    events.await("docs/cut.txt", "created docs/cut.txt");
    assertThat(
            hub.bean(JdbcClient.class)
                .sql("select key from event where subject = 'docs/cut.txt'")
                .query(String.class)
                .single())
        .isEqualTo("its own key");
  }

  @Test
  void look_that_did_not_come_to_its_end_tells_nothing_twice() throws Exception {
    put("half.txt", "one");
    look();
    events.await("docs/half.txt", "created docs/half.txt");
    awaitKnown("half.txt", 1);
    // the events were stored, and the hub died before it wrote down what it had seen
    hub.bean(JdbcClient.class).sql("delete from object_known where key = 'half.txt'").update();
    put("half-after.txt", "x");
    look();
    events.await("docs/half-after.txt", "created docs/half-after.txt");
    awaitKnown("half.txt", 1);
    assertThat(events.of("docs/half.txt")).containsExactly("created docs/half.txt");
  }

  @Test
  void what_a_look_finds_is_counted_by_who_told_it_first() throws Exception {
    double missed = found("watch");
    double told = found("notification");
    put("counted-lost.txt", "one");
    put("counted-told.txt", "one");
    assertThat(
            StorageNotification.created("docs", "counted-told.txt", stat("counted-told.txt"))
                .send(hub))
        .contains("\"duplicate\":false");
    look();
    awaitKnown("counted-lost.txt", 1);
    awaitKnown("counted-told.txt", 1);
    assertThat(found("watch")).isGreaterThanOrEqualTo(missed + 1);
    assertThat(found("notification")).isGreaterThanOrEqualTo(told + 1);
    assertThat(hub.bean(MeterRegistry.class).get("hub.storage.look").timer().count())
        .isGreaterThanOrEqualTo(3);
  }

  private static double found(String by) {
    return hub.bean(MeterRegistry.class)
        .get("hub.storage.found")
        .tags("change", "created", "by", by)
        .counter()
        .count();
  }

  @Test
  void tag_of_an_object_is_no_new_object() throws Exception {
    put("tagged.txt", "one");
    look();
    events.await("docs/tagged.txt", "created docs/tagged.txt");
    var created = StorageNotification.created("docs", "tagged.txt", stat("tagged.txt"));
    String tagged =
        new StorageNotification(created.body().replace("Created:Put\"", "Created:PutTagging\""))
            .send(hub);
    assertThat(tagged).contains("\"duplicate\":false");
    assertThat(created.send(hub)).contains("\"duplicate\":true");
  }

  @Test
  void only_what_lies_in_the_place_is_seen() throws Exception {
    put("shared", "tenants/a/mine.txt", "mine");
    put("shared", "tenants/b/other.txt", "other");
    look();
    events.await("shared/", "created shared/tenants/a/mine.txt");
  }

  @Test
  void step_of_a_flow_is_seen_at_once() {
    hub.bean(CamelContext.class)
        .createProducerTemplate()
        .requestBody("object:put?bucket=docs&key=step.txt", "from a step");
    events.await("docs/step.txt", "created docs/step.txt");
  }

  @Test
  void key_of_any_letters_is_told_once() throws Exception {
    // ordered one way by Java, another way by bytes
    List<String> keys = List.of("o/\uff21.txt", "o/\ud83d\ude00.txt", "o/a b+%.txt", "o/é.txt");
    for (String key : keys) {
      put(key, "x");
    }
    look();
    events.await("docs/o/", keys.stream().map(key -> "created docs/" + key).toArray(String[]::new));
    put("o/last.txt", "x");
    look();
    events.await(
        "docs/o/",
        Stream.concat(keys.stream(), Stream.of("o/last.txt"))
            .map(key -> "created docs/" + key)
            .toArray(String[]::new));
  }

  private static void look() {
    hub.bean(ObjectStore.class).changed();
  }

  private static void awaitKnown(String key, long count) {
    Awaitility.await(key).atMost(StorageEvents.PATIENCE).until(() -> known(key) == count);
  }

  private static long known(String key) {
    return hub.bean(JdbcClient.class)
        .sql("select count(*) from object_known where key = :key")
        .param("key", key)
        .query(Long.class)
        .single();
  }

  /** The server counts whole seconds. */
  private static void awaitSecondAfter(StatObjectResponse object) {
    Awaitility.await()
        .until(() -> Instant.now().isAfter(object.lastModified().toInstant().plusMillis(2_100)));
  }

  private static MinioClient client() {
    return hub.bean(ObjectStore.class).client();
  }

  private static void put(String key, String content) throws Exception {
    put("docs", key, content);
  }

  /** As somebody else does: the hub's own steps say so themselves. */
  private static void put(String bucket, String key, String content) throws Exception {
    byte[] bytes = content.getBytes(UTF_8);
    client()
        .putObject(
            PutObjectArgs.builder().bucket(bucket).object(key).stream(
                    new ByteArrayInputStream(bytes), bytes.length, -1)
                .build());
  }

  private static void remove(String key) throws Exception {
    client().removeObject(RemoveObjectArgs.builder().bucket("docs").object(key).build());
  }

  private static StatObjectResponse stat(String key) throws Exception {
    return client().statObject(StatObjectArgs.builder().bucket("docs").object(key).build());
  }
}
