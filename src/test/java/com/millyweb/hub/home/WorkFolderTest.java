package com.millyweb.hub.home;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.Hub;
import com.millyweb.hub.database.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a hub writes for a while lies in its home, and what a killed one left is gone after the next
 * start.
 */
class WorkFolderTest {
  @TempDir Path folder;
  private static TestDatabase database;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void hub_that_is_killed_leaves_nothing_outside_its_home_and_the_next_one_cleans_up()
      throws Exception {
    Path home = folder.resolve("home");
    Path system = Files.createDirectory(folder.resolve("system"));
    int port = freePort();
    Process first = hub(home, system, port);
    List<Path> left;
    try {
      awaitReady(first, port);
      left = list(home.resolve("tmp"));
      // its folder and the lock beside it
      assertThat(left).hasSize(2);
    } finally {
      first.destroyForcibly().waitFor();
    }
    assertThat(list(system)).isEmpty();
    assertThat(list(home.resolve("tmp"))).hasSize(2);
    try (var next = WorkFolder.in(home)) {
      assertThat(next.folder("web")).isDirectory();
      assertThat(list(home.resolve("tmp"))).hasSize(2).doesNotContainAnyElementsOf(left);
    }
    assertThat(list(home.resolve("tmp"))).isEmpty();
  }

  @Test
  void folder_of_a_living_hub_is_left_alone() throws Exception {
    Path home = folder.resolve("shared");
    try (var first = WorkFolder.in(home);
        var second = WorkFolder.in(home)) {
      assertThat(first.folder("web")).isDirectory().isNotEqualTo(second.folder("web"));
      assertThat(list(home.resolve("tmp"))).hasSize(4);
    }
  }

  @Test
  void folder_that_lost_its_lock_goes_with_the_next_start_and_nothing_else_does() throws Exception {
    Path home = folder.resolve("lockless");
    Path all = Files.createDirectories(home.resolve("tmp"));
    Path left = Files.createDirectories(all.resolve("4711-" + UUID.randomUUID() + "/tomcat"));
    Path strange = Files.createDirectories(all.resolve("systemd-private"));
    try (var next = WorkFolder.in(home)) {
      assertThat(next.folder("web")).isDirectory();
      assertThat(left.getParent()).doesNotExist();
      assertThat(strange).isDirectory();
    }
  }

  @Test
  void second_process_leaves_the_folder_of_the_first_alone() throws Exception {
    Path home = folder.resolve("living");
    try (var first = WorkFolder.in(home)) {
      Path web = first.folder("web");
      List<Path> before = list(home.resolve("tmp"));
      assertThat(elsewhere(home).waitFor()).isZero();
      assertThat(web).isDirectory();
      assertThat(list(home.resolve("tmp"))).containsExactlyInAnyOrderElementsOf(before);
    }
  }

  @Test
  void second_hub_of_a_home_is_refused_although_its_database_is_elsewhere() throws Exception {
    Path home = folder.resolve("taken");
    try (var lock = HomeLock.take(home);
        var first = WorkFolder.in(home)) {
      assertThat(lock).isNotNull();
      Path web = first.folder("web");
      Process second = hub(home, Files.createDirectory(folder.resolve("other")), freePort());
      assertThat(second.waitFor()).isEqualTo(1);
      assertThat(Files.readString(folder.resolve("hub.log")).strip())
          .isEqualTo(
              "The hub does not start: HUB_HOME=%s is in use by another hub (process %d): stop that hub, or set another HUB_HOME (and HUB_PORT, HUB_MANAGEMENT_PORT)"
                  .formatted(home, ProcessHandle.current().pid()));
      assertThat(web).isDirectory();
      assertThat(list(home.resolve("tmp"))).hasSize(2);
    }
  }

  /** Makes and removes a work folder in another process. */
  private static Process elsewhere(Path home) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Elsewhere.class.getName(),
            home.toString())
        .inheritIO()
        .start();
  }

  static final class Elsewhere {
    private Elsewhere() {}

    public static void main(String[] arguments) {
      WorkFolder.in(Path.of(arguments[0])).close();
    }
  }

  private static Process hub(Path home, Path temporary, int port) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("-XX:-UsePerfData", "-Djava.io.tmpdir=" + temporary));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Hub.class.getName(), "serve"));
    command.addAll(
        List.of(
            "--hub.home=" + home,
            "--hub.port=" + port,
            "--hub.management-port=0",
            "--hub.db.url=" + database.url(),
            "--hub.db.user=" + database.user(),
            "--hub.db.password=" + database.password()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(home.resolveSibling("hub.log").toFile())
        .start();
  }

  private static void awaitReady(Process hub, int port) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/readyz".formatted(port))).build();
    HttpClient client = HttpClient.newHttpClient();
    Awaitility.await()
        .atMost(2, TimeUnit.MINUTES)
        .pollInterval(200, TimeUnit.MILLISECONDS)
        .failFast("the hub ended", () -> !hub.isAlive())
        .ignoreExceptions()
        .until(() -> client.send(request, BodyHandlers.discarding()).statusCode() == 200);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
