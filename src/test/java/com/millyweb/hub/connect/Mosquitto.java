package com.millyweb.hub.connect;

import com.millyweb.hub.process.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.Assumptions;

/** The real broker, which is killed and started again; what it keeps it keeps in a file. */
final class Mosquitto implements AutoCloseable {
  private final int port = Ports.free();
  private final Path folder;
  private final Path program;
  private Process process;

  private Mosquitto(Path program) throws IOException {
    this.program = program;
    folder = Files.createTempDirectory("mosquitto");
    Files.writeString(
        folder.resolve("conf"),
        "listener %d 127.0.0.1%nallow_anonymous true%npersistence true%npersistence_location %s/%nuser root%n"
            .formatted(port, folder));
  }

  /** Skips the test where there is none, unless {@code HUB_REQUIRE} names it. */
  static Mosquitto orSkip() throws IOException {
    Optional<Path> found =
        Stream.of("/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    boolean required =
        List.of(System.getenv().getOrDefault("HUB_REQUIRE", "").split(",")).contains("mosquitto");
    if (!required) {
      Assumptions.assumeTrue(found.isPresent(), "no mosquitto on this machine");
    }
    return new Mosquitto(
        found.orElseThrow(() -> new IllegalStateException("HUB_REQUIRE names mosquitto")));
  }

  String url() {
    return "tcp://127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  Mosquitto start() throws IOException {
    process =
        new ProcessBuilder(program.toString(), "-c", folder.resolve("conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::answers);
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

  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** Stops as a service is stopped: what is kept is written down. */
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  void publish(String topic, String... messages) throws Exception {
    var client = new MqttClient(url(), "test-" + System.nanoTime(), new MemoryPersistence());
    client.connect();
    for (String message : messages) {
      var sent = new MqttMessage(message.getBytes(StandardCharsets.UTF_8));
      sent.setQos(1);
      client.publish(topic, sent);
    }
    client.disconnect();
    client.close();
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
