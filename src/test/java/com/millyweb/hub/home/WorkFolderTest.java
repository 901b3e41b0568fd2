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
