package com.millyweb.hub.bench;

import com.millyweb.hub.process.HomePostgres;
import com.millyweb.hub.process.Ports;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged hub in a JVM of its own, with a home of its own. */
final class PackagedHub implements AutoCloseable {
  static final String ADMIN_TOKEN = "hub_benchmark-admin-token-0123456789";
  static final String SECRET = "benchmark";

  private final Process process;
  private final Path home;
  final int port;
  final int managementPort;
  final double secondsToReady;

  private PackagedHub(
      Process process, Path home, int port, int managementPort, double secondsToReady) {
    this.process = process;
    this.home = home;
    this.port = port;
    this.managementPort = managementPort;
    this.secondsToReady = secondsToReady;
  }

  static PackagedHub start(Path jar, Path home, Path routes, List<String> jvmOptions)
      throws IOException, InterruptedException {
    return start(jar, home, routes, jvmOptions, Map.of());
  }

  /**
   * @param settings beside those that all benchmarks have, as environment
   */
  static PackagedHub start(
      Path jar, Path home, Path routes, List<String> jvmOptions, Map<String, String> settings)
      throws IOException, InterruptedException {
    int port = Ports.free();
    int managementPort = Ports.free();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", jar.toString()));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(home.resolveSibling("hub.log").toFile()));
    Map<String, String> environment = builder.environment();
    environment.put("HUB_HOME", home.toString());
    environment.put("HUB_ROUTES", routes.toString());
    environment.put("HUB_PORT", String.valueOf(port));
    environment.put("HUB_MANAGEMENT_PORT", String.valueOf(managementPort));
    environment.put("HUB_DOCKER_HOST", "off");
    environment.put("HUB_ADMIN_TOKEN", ADMIN_TOKEN);
    environment.put("HUB_EGRESS_ALLOW", "127.0.0.1");
    environment.put("HUB_INGRESS_SOURCES_BENCH_VERIFY", "github");
    environment.put("HUB_INGRESS_SOURCES_BENCH_SECRET", SECRET);
    environment.put("HUB_INGRESS_SOURCES_E2E_VERIFY", "bearer");
    environment.put("HUB_INGRESS_SOURCES_E2E_SECRET", SECRET);
    environment.putAll(settings);
    long start = System.nanoTime();
    Process process = builder.start();
    while (!isReady(port)) {
      if (!process.isAlive()) {
        throw new IOException("The hub ended with " + process.exitValue() + ", see hub.log");
      }
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(120)) {
        process.destroyForcibly();
        throw new IOException("The hub was not ready within 120 s, see hub.log");
      }
      Thread.sleep(10);
    }
    return new PackagedHub(process, home, port, managementPort, (System.nanoTime() - start) / 1e9);
  }

  /** Resident memory of the JVM in MiB, without its Postgres. */
  long residentMib() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", "" + process.pid(), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IOException("No VmRSS of process " + process.pid());
  }

  /** The time that processors have worked for the JVM, without its Postgres. */
  Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElseThrow();
  }

  /** A connection to the hub's embedded Postgres. */
  Connection database() throws SQLException {
    var postgres = new HomePostgres(home);
    return DriverManager.getConnection(postgres.url(), HomePostgres.USER, postgres.password());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isReady(int port) {
    try {
      var connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:%d/readyz".formatted(port)).toURL().openConnection();
      connection.setConnectTimeout(200);
      connection.setReadTimeout(2000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
