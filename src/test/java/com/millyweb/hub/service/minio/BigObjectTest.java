package com.millyweb.hub.service.minio;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.Hub;
import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.process.HubJvm;
import com.millyweb.hub.process.Ports;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/**
 * A hub with a small heap and an object of a gigabyte; a hub that is killed takes its storage
 * along.
 */
class BigObjectTest {
  private static final Path HOME = Path.of("target", "big-object").toAbsolutePath();
  private static final String TOKEN = "hub_big-object-admin-token";
  private static final long GIGABYTE = 1L << 30;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String COPY =
      """
      - route:
          id: tool.carry
          description: Carries an object through the hub
          from:
            uri: ai-tool:carry
            parameters: {description: Carries an object, parameter.from: string, parameter.to: string, timeout: 10m}
            steps:
              - setVariable: {name: to, simple: "${body[to]}"}
              - to: {uri: "object:get", parameters: {bucket: docs, key: "${body[from]}", as: stream}}
              - to: {uri: "object:put", parameters: {bucket: docs, key: "${variable.to}"}}
      """;

  private final int port = Ports.free();
  private final TestDatabase database = TestDatabase.create();
  private Process hub;

  @BeforeEach
  void clean() throws IOException {
    FileSystemUtils.deleteRecursively(HOME);
    Files.createDirectories(HOME.resolve("routes/tool"));
    Files.writeString(HOME.resolve("routes/tool/carry.camel.yaml"), COPY);
  }

  @AfterEach
  void end() throws Exception {
    hub.destroyForcibly().waitFor();
    database.close();
    FileSystemUtils.deleteRecursively(HOME);
  }

  @Test
  void gigabyte_goes_through_a_small_heap_and_the_storage_ends_with_its_hub() throws Exception {
    start();
    Path docs = Files.createDirectories(HOME.resolve("objects/docs"));
    try (var big = new RandomAccessFile(docs.resolve("big.bin").toFile(), "rw")) {
      big.setLength(GIGABYTE);
      big.seek(GIGABYTE - 3);
      big.write("end".getBytes(StandardCharsets.UTF_8));
    }
    long start = System.nanoTime();
    assertThat(carry("big.bin", "copy.bin")).contains("copy.bin");
    System.out.printf(
        "1 GB read and stored through -Xmx192m in %d s%n",
        Duration.ofNanos(System.nanoTime() - start).toSeconds());
    assertThat(Files.size(docs.resolve("copy.bin"))).isEqualTo(GIGABYTE);
    try (var copy = new RandomAccessFile(docs.resolve("copy.bin").toFile(), "r")) {
      byte[] end = new byte[3];
      copy.seek(GIGABYTE - 3);
      copy.readFully(end);
      assertThat(end).asString(StandardCharsets.UTF_8).isEqualTo("end");
    }
    Files.delete(docs.resolve("copy.bin"));
    Files.delete(docs.resolve("big.bin"));

    assertThat(StorageProcesses.of(HOME)).hasSize(1);
    hub.destroyForcibly().waitFor();
    Awaitility.await("the storage ends with its hub")
        .atMost(PATIENCE)
        .until(() -> StorageProcesses.of(HOME).isEmpty());
    start();
    Files.writeString(docs.resolve("small.txt"), "small");
    assertThat(carry("small.txt", "small-copy.txt")).contains("small-copy.txt");
    assertThat(Files.readString(docs.resolve("small-copy.txt"))).isEqualTo("small");
  }

  private String carry(String from, String to) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/api/tools/carry"))
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"arguments\":{\"from\":\"%s\",\"to\":\"%s\"}}".formatted(from, to)))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
  }

  private void start() throws IOException {
    List<String> command = new ArrayList<>(HubJvm.command());
    // the last one counts
    command.add("-Xmx192m");
    command.add(Hub.class.getName());
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(HOME.resolve("hub.log").toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("HUB_"));
    builder.environment().put("HUB_HOME", HOME.toString());
    builder.environment().put("HUB_ROUTES", HOME.resolve("routes").toString());
    builder.environment().put("HUB_ROUTE_PACKAGED", "false");
    builder.environment().put("HUB_DB_URL", database.url());
    builder.environment().put("HUB_DB_USER", database.user());
    builder.environment().put("HUB_DB_PASSWORD", database.password());
    builder.environment().put("HUB_PORT", String.valueOf(port));
    builder.environment().put("HUB_MANAGEMENT_PORT", String.valueOf(Ports.free()));
    builder.environment().put("HUB_ADMIN_TOKEN", TOKEN);
    builder.environment().put("HUB_DOCKER_HOST", "off");
    hub = builder.start();
    Awaitility.await("a hub is ready, see " + HOME)
        .atMost(PATIENCE)
        .failFast("the hub ended", () -> !hub.isAlive())
        .ignoreExceptions()
        .until(
            () ->
                HttpClient.newHttpClient()
                        .send(
                            HttpRequest.newBuilder(uri("/readyz")).build(),
                            BodyHandlers.discarding())
                        .statusCode()
                    == 200);
  }
}
