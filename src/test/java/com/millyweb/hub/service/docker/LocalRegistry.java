package com.millyweb.hub.service.docker;

import com.millyweb.hub.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;

/** A real registry of images on the loopback address, which engines take without TLS. */
final class LocalRegistry implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final int port;
  private final Process process;

  private LocalRegistry(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** Skips the test where there is none, unless {@code HUB_REQUIRE} names it. */
  static LocalRegistry orSkip() throws IOException {
    boolean required =
        List.of(System.getenv().getOrDefault("HUB_REQUIRE", "").split(",")).contains("registry");
    boolean there = Files.isExecutable(PROGRAM);
    if (!required) {
      Assumptions.assumeTrue(there, "no docker-registry on this machine");
    } else if (!there) {
      throw new IllegalStateException("HUB_REQUIRE names registry");
    }
    Path folder = Files.createTempDirectory("registry");
    int port = Ports.free();
    Path configuration =
        Files.writeString(
            folder.resolve("registry.yml"),
            """
            version: 0.1
            storage: {filesystem: {rootdirectory: %s/data}}
            http: {addr: "127.0.0.1:%d"}
            log: {level: warn}
            """
                .formatted(folder, port));
    Process process =
        new ProcessBuilder(PROGRAM.toString(), "serve", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    var registry = new LocalRegistry(folder, port, process);
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Awaitility.await("the registry").atMost(PATIENCE).until(registry::answers);
    return registry;
  }

  private boolean answers() throws InterruptedException {
    try {
      URI uri = URI.create("http://127.0.0.1:%d/v2/".formatted(port));
      return HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** The name that engines know an image of it by. */
  String name(String image) {
    return "127.0.0.1:%d/%s".formatted(port, image);
  }

  /** From now on the configurations of images that have these words end in the middle. */
  void cut(String words) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      all = files.filter(Files::isRegularFile).toList();
    }
    for (Path file : all) {
      String content = Files.readString(file, StandardCharsets.ISO_8859_1);
      if (content.startsWith("{") && content.contains(words)) {
        Files.writeString(
            file, content.substring(0, content.length() / 2), StandardCharsets.ISO_8859_1);
      }
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    FileSystemUtils.deleteRecursively(folder);
  }
}
