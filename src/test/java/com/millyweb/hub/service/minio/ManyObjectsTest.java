package com.millyweb.hub.service.minio;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fixture.HubFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A watched bucket with many objects, which is looked at when the test says so. */
class ManyObjectsTest {
  private static @TempDir Path home;
  private static HubFixture hub;
  private static StorageEvents events;

  @BeforeAll
  static void start() {
    hub =
        HubFixture.start(
            Map.of(
                "hub.home", home.toString(),
                "hub.s3.watch", "many",
                "hub.s3.watch-interval", "1h"));
    events = new StorageEvents(hub);
    Awaitility.await("the first look")
        .atMost(StorageEvents.PATIENCE)
        .until(
            () ->
                hub.bean(JdbcClient.class)
                    .sql("select count(*) from object_watch where whole")
                    .query(Long.class)
                    .single()
                    .equals(1L));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void ten_thousand_objects_come_and_go() throws Exception {
    Path folder = home.resolve("objects/many/f");
    Files.createDirectories(folder);
    for (int i : IntStream.range(0, 10_000).toArray()) {
      Files.writeString(folder.resolve("%05d.txt".formatted(i)), "n" + i);
    }
    long start = System.nanoTime();
    hub.bean(ObjectStore.class).changed();
    Awaitility.await("10,000 created")
        .atMost(Duration.ofMinutes(4))
        .until(() -> events.count("many/") == 10_000);
    System.out.printf("10,000 objects found in %d ms%n", millis(start));
    try (var files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
    }
    long deleted = System.nanoTime();
    hub.bean(ObjectStore.class).changed();
    Awaitility.await("10,000 removed")
        .atMost(Duration.ofMinutes(4))
        .until(() -> events.count("many/") == 20_000);
    System.out.printf("10,000 objects missed in %d ms%n", millis(deleted));
    assertThat(
            hub.bean(JdbcClient.class)
                .sql(
                    "select count(distinct type || subject) from event where starts_with(subject, 'many/')")
                .query(Long.class)
                .single())
        .isEqualTo(20_000);
  }

  private static long millis(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }
}
