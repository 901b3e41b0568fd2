package com.millyweb.hub.connect;

import com.millyweb.hub.process.Ports;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** The real broker in a process of its own, which is killed and started again on its data. */
final class KafkaBroker implements AutoCloseable {
  private static final String[] PROGRAMS = {
    "org.apache.kafka:kafka_2.13:4.1.1", "org.apache.kafka:kafka-tools:4.1.1"
  };
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final int port = Ports.free();
  private final Path folder;
  private final String classPath;
  private Process process;

  private KafkaBroker(List<Path> jars) throws IOException {
    folder = Files.createTempDirectory("kafka");
    classPath = jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    Files.writeString(folder.resolve("server.properties"), settings(Ports.free()));
  }

  static KafkaBroker orSkip() throws IOException, InterruptedException {
    var broker = new KafkaBroker(new LocalRepository().orSkip("kafka", PROGRAMS));
    broker.format();
    return broker;
  }

  private String settings(int controller) {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@127.0.0.1:%2$d
    listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
    advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
    controller.listener.names=CONTROLLER
    log.dirs=%3$s
    num.partitions=3
    offsets.topic.num.partitions=3
    offsets.topic.replication.factor=1
    share.coordinator.state.topic.replication.factor=1
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    group.initial.rebalance.delay.ms=0
    group.min.session.timeout.ms=1000
    broker.session.timeout.ms=3000
    broker.heartbeat.interval.ms=500
    """
        .formatted(port, controller, folder.resolve("data"));
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  private void format() throws IOException, InterruptedException {
    Process formatting =
        run(
            "kafka.tools.StorageTool",
            "format",
            "--cluster-id",
            "AAAAAAAAAAAAAAAAAAAAAA",
            "--config",
            folder.resolve("server.properties").toString());
    if (formatting.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(folder.resolve("log")));
    }
  }

  KafkaBroker start() throws IOException {
    process = run("kafka.Kafka", folder.resolve("server.properties").toString());
    Awaitility.await().atMost(PATIENCE).until(this::answers);
    return this;
  }

  private Process run(String main, String... arguments) throws IOException {
    return program(main, arguments)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  private ProcessBuilder program(String main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                main));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private boolean answers() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    } catch (IOException e) {
      if (!process.isAlive()) {
        throw new IllegalStateException("Kafka ended, see " + folder.resolve("log"), e);
      }
      return false;
    }
  }

  /** As kill -9 does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** Sends records with Kafka's own client. */
  void send(String topic, List<String> records) throws Exception {
    Process sending =
        program(
                "org.apache.kafka.tools.ConsoleProducer",
                "--bootstrap-server",
                address(),
                "--topic",
                topic)
            .redirectErrorStream(true)
            .start();
    try (var in = sending.getOutputStream()) {
      in.write((String.join("\n", records) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(sending.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (sending.waitFor() != 0) {
      throw new IllegalStateException(output);
    }
  }

  /** All records of a topic, read with Kafka's own client. */
  List<String> records(String topic) throws IOException {
    Process reading =
        program(
                "org.apache.kafka.tools.consumer.ConsoleConsumer",
                "--bootstrap-server",
                address(),
                "--topic",
                topic,
                "--from-beginning",
                "--timeout-ms",
                "5000")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new String(reading.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
