package com.millyweb.hub.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.Hub;
import com.millyweb.hub.database.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub as a process of its own: how it stops, and how it refuses to start. */
class GracefulStopTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final TestDatabase database = TestDatabase.createEmpty();
  private final int port = freePort();

  @TempDir Path home;

  private Process process;

  @AfterEach
  void close() {
    if (process != null) {
      process.destroyForcibly();
    }
    database.close();
  }

  @Test
  void stopping_hub_says_so_before_it_closes_its_door_and_finishes_what_is_inside()
      throws Exception {
    start(Map.of("HUB_HEALTH_DRAIN", "3s"));
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(readiness()).isEqualTo("200"));
    try (Socket slow = new Socket("127.0.0.1", port)) {
      // a request that is half sent when the stop comes
      slow.getOutputStream()
          .write("GET /healthz HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
      slow.getOutputStream().flush();
      process.destroy();
      await()
          .atMost(Duration.ofSeconds(3))
          .pollInterval(Duration.ofMillis(20))
          .untilAsserted(() -> assertThat(readiness()).isEqualTo("503 draining"));
      slow.getOutputStream().write("Connection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      slow.getOutputStream().flush();
      var answer =
          new BufferedReader(
              new InputStreamReader(slow.getInputStream(), StandardCharsets.US_ASCII));
      assertThat(answer.readLine()).startsWith("HTTP/1.1 200");
    }
    assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("exit by SIGTERM").isEqualTo(143);
    assertThat(log()).doesNotContain("ERROR", database.password());
  }

  @Test
  void hub_with_a_mistyped_variable_says_which_and_does_not_start() throws Exception {
    start(Map.of("HUB_HEALTH_INTERVALL", "5s"));
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(log())
        .contains("HUB_HEALTH_INTERVALL is not a key of the hub; did you mean HUB_HEALTH_INTERVAL?")
        .doesNotContain("\tat ");
  }

  @Test
  void hub_with_a_secret_and_its_file_does_not_start() throws Exception {
    start(Map.of("HUB_DB_PASSWORD_FILE", "/nowhere"));
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(log())
        .contains("At most one of HUB_DB_PASSWORD and HUB_DB_PASSWORD_FILE may be set")
        .doesNotContain("\tat ");
  }

  private void start(Map<String, String> variables) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                // the hub's own log configuration, not the one of the tests
                "-Dlogging.config=classpath:logback-spring.xml",
                Hub.class.getName()));
    var builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "HUB_HOME", home.toString(),
                "HUB_PORT", String.valueOf(port),
                "HUB_MANAGEMENT_PORT", "0",
                "HUB_DB_URL", database.url(),
                "HUB_DB_USER", database.user(),
                "HUB_DB_PASSWORD", database.password()));
    builder.environment().putAll(variables);
    process =
        builder.redirectErrorStream(true).redirectOutput(home.resolve("log").toFile()).start();
  }

  private String readiness() throws InterruptedException {
    try {
      var answer =
          CLIENT.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz")).build(),
              HttpResponse.BodyHandlers.ofString());
      boolean draining = answer.body().contains("\"reason\":\"draining\"");
      return answer.statusCode() + (draining ? " draining" : "");
    } catch (IOException e) {
      return "no answer";
    }
  }

  private String log() throws IOException {
    return Files.readString(home.resolve("log"));
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("No free port", e);
    }
  }
}
