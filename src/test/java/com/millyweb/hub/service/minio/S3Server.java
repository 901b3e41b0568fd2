package com.millyweb.hub.service.minio;

import com.millyweb.hub.connect.LocalRepository;
import com.millyweb.hub.process.Ports;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A real S3 server on a folder, in a process of its own, which is killed and started again. */
final class S3Server implements AutoCloseable {
  private static final String PROGRAM = "org.gaul:s3proxy:2.9.0";
  static final String ACCESS_KEY = "hub-test";
  static final String SECRET_KEY = "hub-test-secret-key";

  private final int port = Ports.free();
  private final Path folder;
  private final String classPath;
  private Process process;

  private S3Server(List<Path> jars) throws IOException {
    folder = Files.createTempDirectory("s3");
    classPath = jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        folder.resolve("s3proxy.conf"),
        """
        s3proxy.endpoint=http://127.0.0.1:%d
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem-nio2
        jclouds.filesystem.basedir=%s
        """
            .formatted(port, ACCESS_KEY, SECRET_KEY, folder.resolve("data")));
  }

  /** Skips the test where its program is not there, unless {@code HUB_REQUIRE} names s3proxy. */
  static S3Server orSkip() throws IOException {
    return new S3Server(new LocalRepository().orSkip("s3proxy", PROGRAM)).start();
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  S3Server start() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                "org.gaul.s3proxy.Main",
                "--properties",
                folder.resolve("s3proxy.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Awaitility.await("the S3 server").atMost(Duration.ofSeconds(60)).until(this::answers);
    return this;
  }

  private boolean answers() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A bucket, which the server keeps as a folder. */
  void bucket(String name) throws IOException {
    Files.createDirectories(folder.resolve("data").resolve(name));
  }

  Path file(String bucket, String key) {
    return folder.resolve("data").resolve(bucket).resolve(key);
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
