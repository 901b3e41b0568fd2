package com.millyweb.hub.service.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What scripts can do in the shell, and what they cannot. */
class ShellTest extends WithEngine {
  @Test
  void script_has_a_container_of_its_own_and_nothing_else() throws Exception {
    docker.write(
        "tool/shell.camel.yaml", Files.readString(Path.of("routes/tool/shell.camel.yaml")));
    docker.set("hub.docker.shell-image", DockerDaemon.IMAGE);
    docker.start();
    docker.awaitEngine();

    JsonNode told = run("echo one; echo two >&2; busybox id -u; exit 3", 20);
    assertThat(told.get("exit").asInt()).isEqualTo(3);
    assertThat(told.get("output").asText()).isEqualTo("one\n65532\n");
    assertThat(told.get("errors").asText()).isEqualTo("two\n");

    JsonNode kept = run("echo kept > /tmp/a; cat /tmp/a", 20);
    assertThat(kept.get("output").asText()).as(kept.toString()).isEqualTo("kept\n");
    assertThat(run("cat /tmp/a", 20).get("exit").asInt()).isNotZero();
    assertThat(run("echo x > /here", 20).get("errors").asText()).contains("Read-only file system");
    assertThat(run("busybox ls /sys/class/net", 20).get("output").asText().strip()).isEqualTo("lo");
    assertThat(run("busybox grep CapEff /proc/self/status", 20).get("output").asText())
        .contains("0000000000000000");

    JsonNode endless = run("while true; do echo 0123456789; done", 2);
    assertThat(endless.get("note").asText()).isEqualTo("It was ended after 2 seconds");
    assertThat(endless.get("output").asText()).hasSize(12_000);
    assertThat(endless.get("outputLeft").asLong()).isPositive();

    assertThat(engine.docker("ps", "-aq")).isBlank();
  }

  @Test
  void container_of_a_killed_hub_is_deleted_after_its_time_by_any_hub() throws Exception {
    long now = Instant.now().getEpochSecond();
    left("left-before", now - 1);
    left("needed", now + 600);
    engine.start("somebodys", "sleep 600", "--label", "hub.shell.until=1");
    docker.write(
        "tool/shell.camel.yaml", Files.readString(Path.of("routes/tool/shell.camel.yaml")));
    docker.set("hub.docker.shell-image", DockerDaemon.IMAGE);
    docker.start();
    DockerFixture.await("those at the start", () -> !names().contains("left-before"));

    left("left-since", now - 1);
    docker.awaitEngine();
    var running = CompletableFuture.supplyAsync(() -> run("sleep 15", 30));
    DockerFixture.await(
        "its own", () -> deadlines().size() == 2 && !names().contains("left-since"));
    assertThat(deadlines()).hasSize(2).allMatch(time -> time > now + 20 && time <= now + 600);
    assertThat(running.get(30, TimeUnit.SECONDS).get("exit").asInt()).isZero();
    assertThat(names()).containsExactlyInAnyOrder("needed", "somebodys");
  }

  private static void left(String name, long until) {
    engine.start(
        name, "sleep 600", "--label", "hub.shell=true", "--label", "hub.shell.until=" + until);
  }

  /** Of the containers of shells that are there. */
  private static List<Long> deadlines() {
    String labels =
        engine.docker("ps", "-a", "--filter", "label=hub.shell", "--format", "{{.Labels}}");
    return Pattern.compile("hub\\.shell\\.until=(\\d+)")
        .matcher(labels)
        .results()
        .map(label -> Long.valueOf(label.group(1)))
        .toList();
  }

  private static List<String> names() {
    return engine.docker("ps", "-a", "--format", "{{.Names}}").lines().toList();
  }

  private JsonNode run(String script, int seconds) {
    return docker.call(
        "shell-run",
        JsonNodeFactory.instance
            .objectNode()
            .put("script", script)
            .put("seconds", seconds)
            .toString());
  }
}
