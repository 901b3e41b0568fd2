package com.millyweb.hub.service.minio;

import com.millyweb.hub.process.Ports;
import io.minio.MinioClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;

/** SeaweedFS: a real server that speaks S3, with versions and rules, and without notifications. */
final class Seaweed implements AutoCloseable {
  private static final String ACCESS_KEY = "hub-test";
  private static final String SECRET_KEY = "hub-test-secret-key";

  private final Path folder;
  private final Process process;
  private final int port;

  private Seaweed(Path program) throws IOException {
    folder = Files.createTempDirectory("seaweed");
    port = ports();
    Files.writeString(
        folder.resolve("s3.json"),
        """
        {"identities": [{"name": "hub", "credentials": [{"accessKey": "%s", "secretKey": "%s"}],
          "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}
        """
            .formatted(ACCESS_KEY, SECRET_KEY));
    process =
        new ProcessBuilder(
                program.toString(),
                "server",
                "-dir=" + folder,
                "-ip=127.0.0.1",
                "-ip.bind=127.0.0.1",
                "-master.port=" + port,
                "-volume.port=" + (port + 1),
                "-filer.port=" + (port + 2),
                "-volume.max=20",
                "-master.volumeSizeLimitMB=64",
                "-s3",
                "-s3.port=" + (port + 3),
                "-s3.config=" + folder.resolve("s3.json"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Awaitility.await("SeaweedFS, see " + folder)
        .atMost(Duration.ofMinutes(2))
        .failFast("it ended", () -> !process.isAlive())
        .ignoreExceptions()
        .until(() -> client().listBuckets() != null);
  }

  /** Skips the test where its program is not there, unless {@code HUB_REQUIRE} names seaweedfs. */
  static Seaweed orSkip() throws IOException {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      Path program = Path.of(folder, "weed");
      if (Files.isExecutable(program)) {
        return new Seaweed(program);
      }
    }
    String missing = "no weed on the path: see .ci/seaweedfs";
    if (List.of(System.getenv().getOrDefault("HUB_REQUIRE", "").split(",")).contains("seaweedfs")) {
      throw new IllegalStateException(missing);
    }
    return Assumptions.abort(missing);
  }

  /** Each of its servers also listens 10,000 ports further on. */
  private static int ports() {
    return Stream.generate(Ports::free).filter(port -> port < 22_000).findFirst().orElseThrow();
  }

  MinioClient client() {
    return MinioClient.builder()
        .endpoint(url())
        .region("us-east-1")
        .credentials(ACCESS_KEY, SECRET_KEY)
        .build();
  }

  private String url() {
    return "http://127.0.0.1:" + (port + 3);
  }

  Map<String, String> settings() {
    return Map.of(
        "hub.s3.url", url(), "hub.s3.access-key", ACCESS_KEY, "hub.s3.secret-key", SECRET_KEY);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    FileSystemUtils.deleteRecursively(folder);
  }
}
