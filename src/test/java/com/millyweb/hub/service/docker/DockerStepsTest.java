package com.millyweb.hub.service.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code container:} steps do, and what of it a proxy before the engine lets through. */
class DockerStepsTest extends WithEngine {
  @Test
  void steps_look_at_containers_and_change_them() throws Exception {
    docker.write("tool/act.camel.yaml", DockerFixture.tools());
    docker.start();
    docker.awaitEngine();
    engine.start(
        "cc",
        "echo one; echo two; " + DockerDaemon.RUNS,
        "--label",
        "hub.note=x",
        "-e",
        "KEY=secret");
    JsonNode listed = docker.call("list", "{}");
    assertThat(listed.get(0).get("name").asText()).isEqualTo("cc");
    assertThat(listed.get(0).get("state").asText()).isEqualTo("running");
    JsonNode seen = docker.call("inspect", "{\"name\":\"cc\"}");
    assertThat(seen.get("running").asBoolean()).isTrue();
    assertThat(seen.get("labels").toString()).isEqualTo("{\"hub.note\":\"x\"}");
    assertThat(seen.toString()).doesNotContain("secret");
    DockerFixture.await(
        "its lines", () -> docker.call("logs", "{\"name\":\"cc\"}").asText().equals("one\ntwo"));
    assertThat(docker.call("stats", "{\"name\":\"cc\"}").has("cpu")).isTrue();
    assertThat(docker.call("stop", "{\"name\":\"cc\"}").get("running").asBoolean()).isFalse();
    assertThat(docker.call("stop", "{\"name\":\"cc\"}").get("running").asBoolean()).isFalse();
    assertThat(docker.call("start", "{\"name\":\"cc\"}").get("running").asBoolean()).isTrue();
    assertThat(docker.call("pause", "{\"name\":\"cc\"}").get("state").asText()).isEqualTo("paused");
    assertThat(docker.call("unpause", "{\"name\":\"cc\"}").get("state").asText())
        .isEqualTo("running");
    assertThat(docker.call("restart", "{\"name\":\"cc\"}").get("running").asBoolean()).isTrue();
    assertThat(docker.call("images", "{}").toString()).contains("hub-test:1");
    assertThat(docker.call("info", "{}").get("running").asInt()).isEqualTo(1);
    assertThat(docker.call("prune", "{}").has("freed")).isTrue();
    assertThat(docker.failed("inspect", "{\"name\":\"nope\"}")).contains("does not know nope");
    assertThat(docker.failed("inspect", "{\"name\":\"../images\"}"))
        .contains("A container's name must be");
    assertThat(docker.failed("inspect", "{\"name\":\"c/json?x=\"}"))
        .contains("A container's name must be");
    assertThat(docker.failed("pull", "{\"name\":\"nowhere.invalid/x:1\"}")).contains("502");
  }

  @Test
  void shipped_tools_look_at_containers_fetch_images_and_tidy_up() throws Exception {
    docker.write(
        "tool/containers.camel.yaml",
        Files.readString(Path.of("routes/tool/containers.camel.yaml")));
    docker.start();
    docker.awaitEngine();
    engine.start("cc", "sleep 1000");
    assertThat(docker.call("containers-list", "{}").get(0).get("name").asText()).isEqualTo("cc");
    assertThat(docker.call("containers-inspect", "{\"name\":\"cc\"}").get("running").asBoolean())
        .isTrue();
    assertThat(docker.call("containers-prune", "{}").has("freed")).isTrue();
    assertThat(docker.failed("containers-pull", "{\"image\":\"nowhere.invalid/x:1\"}"))
        .contains("502");
    assertThat(docker.failed("containers-pull", "{}")).contains("needs 'image'");
  }

  @Test
  void proxy_of_the_stack_passes_all_that_the_hub_does_and_nothing_else() throws Exception {
    docker.write("tool/act.camel.yaml", DockerFixture.tools());
    try (SocketProxy proxy = SocketProxy.before(engine.socket(), SocketProxy.rulesOfTheStack())) {
      docker.start(proxy.host());
      docker.awaitEngine();
      engine.start("cc", "sleep 1000");
      for (ContainerAction action : ContainerAction.values()) {
        if (action != ContainerAction.pull && action != ContainerAction.update) {
          docker.call(action.name(), action.isOfOne() ? "{\"name\":\"cc\"}" : "{}");
        }
      }
      docker.failed("pull", "{\"name\":\"nowhere.invalid/x:1\"}");
      engine.docker("start", "cc");
      engine.docker("kill", "cc");
      DockerFixture.await("the notice", () -> docker.message("cc was killed").isPresent());
      assertThat(proxy.refused()).isEmpty();

      var http = HttpClient.newHttpClient();
      for (String request :
          List.of(
              "POST /containers/create",
              "POST /v1.41/containers/cc/exec",
              "POST /containers/cc/kill",
              "DELETE /containers/cc",
              "POST /containers/cc/rename",
              "POST /networks/bridge/connect",
              "GET /distribution/nginx/json",
              "GET /containers/cc/archive",
              "POST /containers/cc/../create/start",
              "GET /secrets",
              "POST /build")) {
        String[] parts = request.split(" ");
        HttpRequest asked =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.port() + parts[1]))
                .method(parts[0], HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(http.send(asked, HttpResponse.BodyHandlers.ofString()).statusCode())
            .as(request)
            .isEqualTo(403);
      }
    }
  }

  @Test
  void restart_that_the_proxy_refuses_is_told_so() throws Exception {
    Map<String, Pattern> watching = new HashMap<>(SocketProxy.rulesOfTheStack());
    watching.remove("POST");
    try (SocketProxy proxy = SocketProxy.before(engine.socket(), watching)) {
      docker.start(proxy.host());
      docker.awaitEngine();
      engine.start("web", "sleep 1000");
      engine.docker("kill", "web");
      DockerFixture.await("the notice", () -> docker.message("web was killed").isPresent());
      docker.press(docker.message("web was killed").orElseThrow(), DockerFixture.ADA);
      DockerFixture.await(
          "the refusal", () -> docker.message("web could not be restarted").isPresent());
      assertThat(docker.message("web could not be restarted").orElseThrow().text())
          .contains("ada asked for it", "403");
      assertThat(proxy.refused()).containsExactly("POST /containers/web/restart");
    }
  }
}
