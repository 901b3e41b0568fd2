package com.millyweb.hub.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is dropped into the bucket or the folder is found, as it is now, and gone when it is gone.
 */
class DocumentsFlowTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static @TempDir Path home;
  private static @TempDir Path folder;
  private static HubFixture hub;

  @BeforeAll
  static void start() {
    hub =
        HubFixture.start(
            Map.of(
                "hub.home",
                home.toString(),
                "hub.s3.watch",
                "documents",
                "hub.connect.folders.documents",
                folder.toString(),
                "hub.connect.watch",
                "documents"));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static JsonNode search(String question) throws IOException {
    return Http.asAdmin(hub)
        .get("/api/knowledge/search?q=" + URLEncoder.encode(question, StandardCharsets.UTF_8))
        .json()
        .path("results");
  }

  private static boolean finds(String question, String path, String text) throws IOException {
    for (JsonNode found : search(question)) {
      if (found.path("path").asText().equals(path) && found.path("text").asText().contains(text)) {
        return true;
      }
    }
    return false;
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(PATIENCE).until(condition);
  }

  @Test
  void file_of_the_folder_is_found_until_it_is_deleted() throws Exception {
    Path file = Files.createDirectories(folder.resolve("house")).resolve("boiler.md");
    Files.writeString(file, "# Boiler\n\nIts pressure must be 1.5 bar.");
    await("the file", () -> finds("boiler pressure", "house/boiler.md", "1.5 bar"));
    Files.writeString(file, "# Boiler\n\nIts pressure must be 1.8 bar, says the new manual.");
    await("its change", () -> finds("boiler pressure", "house/boiler.md", "1.8 bar"));
    assertThat(finds("boiler pressure", "house/boiler.md", "1.5 bar")).isFalse();
    Files.delete(file);
    await("its end", () -> !finds("boiler pressure", "house/boiler.md", ""));
  }

  @Test
  void file_that_cannot_be_read_is_told() throws Exception {
    Files.write(folder.resolve("photo.pdf"), new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0});
    await(
        "the notice",
        () ->
            Http.asAdmin(hub).get("/api/notices").body().contains("photo.pdf cannot be searched"));
  }

  @Test
  void link_out_of_the_folder_is_no_file_of_it() throws Exception {
    Path outside = Files.writeString(home.resolve("outside.txt"), "the secret recipe of pancakes");
    Files.createSymbolicLink(folder.resolve("link.txt"), outside);
    Files.writeString(folder.resolve("beside.txt"), "a recipe of waffles");
    await("the file beside it", () -> finds("waffles", "beside.txt", "waffles"));
    assertThat(finds("pancakes", "link.txt", "")).isFalse();
  }

  @Test
  void object_of_the_bucket_is_found_until_it_is_removed() throws Exception {
    Path bucket = home.resolve("objects/documents");
    await("the bucket", () -> Files.isDirectory(bucket));
    Files.writeString(bucket.resolve("lease.txt"), "The lease of the garage ends in March 2031.");
    await("the object", () -> finds("when does the garage lease end", "lease.txt", "2031"));
    Files.delete(bucket.resolve("lease.txt"));
    await("its end", () -> !finds("garage lease", "lease.txt", ""));
  }
}
