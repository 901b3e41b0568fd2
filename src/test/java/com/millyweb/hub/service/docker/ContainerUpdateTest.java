package com.millyweb.hub.service.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.fake.FakeTelegram;
import com.millyweb.hub.fixture.HubFixture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Containers of a real engine, and newer images for them in a real registry. */
class ContainerUpdateTest extends WithEngine {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RUNS =
      "CMD [\"/bin/sh\",\"-c\",\"echo version $VERSION; %s\"]".formatted(DockerDaemon.RUNS);
  private static final String HEALTHY = "HEALTHCHECK --interval=1s --retries=1 CMD test -f /bin/sh";
  private static final String UNWELL = "HEALTHCHECK --interval=1s --retries=1 CMD test -f /nope";
  private static final String DIES =
      "CMD [\"/bin/sh\",\"-c\",\"echo no such table; sleep 1; exit 3\"]";
  private static final String SOURCE =
      "LABEL org.opencontainers.image.source=https://github.com/example/web";

  /** Each test has an image of its own. */
  private static final AtomicInteger IMAGES = new AtomicInteger();

  private static LocalRegistry registry;
  private String image;

  @BeforeAll
  static void startRegistry() throws Exception {
    registry = LocalRegistry.orSkip();
  }

  @AfterAll
  static void stopRegistry() throws Exception {
    if (registry != null) {
      registry.close();
    }
  }

  @BeforeEach
  void settings() {
    image = registry.name("web%d:stable".formatted(IMAGES.incrementAndGet()));
    docker.set("hub.docker.update-interval", "1s");
    docker.set("hub.docker.update-settle", "3s");
  }

  /** The tag of the image in the registry is this version from now on. */
  private void publish(int version, String... changes) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "ENV VERSION=" + version,
                "LABEL org.opencontainers.image.version=" + version,
                SOURCE,
                RUNS));
    all.addAll(List.of(changes));
    engine.image(image, all.toArray(String[]::new));
    engine.docker("push", image);
  }

  /** As on a machine where nobody has built the image. */
  private void release(int version, String... changes) {
    String before = engine.docker("images", "-q", "--no-trunc", image);
    publish(version, changes);
    engine.docker("rmi", image);
    engine.docker("tag", before, image);
  }

  private void run(String name, String... options) {
    List<String> command = new ArrayList<>(List.of("run", "-d", "--name", name));
    command.addAll(List.of(options));
    command.add(image);
    engine.docker(command.toArray(String[]::new));
  }

  private static JsonNode inspect(String name) throws IOException {
    return JSON.readTree(engine.docker("inspect", name)).get(0);
  }

  private static String names() {
    return engine.docker("ps", "-a", "--format", "{{.Names}}");
  }

  private FakeTelegram.Message awaitMessage(String words) {
    DockerFixture.await("a message: " + words, () -> docker.message(words).isPresent());
    return docker.message(words).orElseThrow();
  }

  @Test
  void newer_image_is_asked_about_and_the_button_updates_the_container() throws Exception {
    publish(1, HEALTHY, "VOLUME /data", "ENV OLD=1");
    run(
        "web",
        "--label=hub.update=ask",
        "--label=com.docker.compose.service=web",
        "--network=none",
        "--restart=unless-stopped",
        "--env=KEY=value",
        "--memory=64m");
    engine.docker("exec", "web", "/bin/sh", "-c", "echo kept > /data/file");
    String old = inspect("web").path("Id").asText();
    docker.start();
    docker.awaitEngine();
    release(2, HEALTHY, "VOLUME /data", "ENV NEW=1");

    FakeTelegram.Message asked = awaitMessage("There is a newer image for web");
    assertThat(asked.buttons()).hasSize(1);
    docker.press(asked, 816);
    docker.press(asked, DockerFixture.ADA);
    FakeTelegram.Message done = awaitMessage("web is updated");

    assertThat(done.id()).isEqualTo(asked.id());
    assertThat(done.buttons()).isEmpty();
    assertThat(done.text())
        .contains("Asked for by ada", "1 → 2", "Stopped the old container", "is healthy");
    JsonNode now = inspect("web");
    assertThat(now.path("Id").asText()).isNotEqualTo(old);
    assertThat(now.at("/Config/Env").toString())
        .contains("KEY=value", "VERSION=2", "NEW=1")
        .doesNotContain("OLD=1");
    assertThat(now.at("/Config/Labels/com.docker.compose.service").asText()).isEqualTo("web");
    assertThat(now.at("/Config/Labels/org.opencontainers.image.version").asText()).isEqualTo("2");
    assertThat(now.at("/HostConfig/RestartPolicy/Name").asText()).isEqualTo("unless-stopped");
    assertThat(now.at("/HostConfig/Memory").asLong()).isEqualTo(64L << 20);
    assertThat(engine.docker("exec", "web", "cat", "/data/file")).isEqualTo("kept");
    assertThat(names()).isEqualTo("web");
    assertThat(docker.notices()).hasSize(1);
    assertThat(docker.updates())
        .containsExactly(
            "docker.image.update",
            "docker.update.started",
            "docker.update.pulled",
            "docker.update.replaced",
            "docker.update.updated");
  }

  @Test
  void image_that_is_not_healthy_is_taken_back_by_itself() throws Exception {
    publish(1, HEALTHY);
    run("web", "--label=hub.update=ask", "--network=none");
    String old = inspect("web").path("Id").asText();
    docker.start();
    docker.awaitEngine();
    release(3, UNWELL);
    docker.press(awaitMessage("There is a newer image for web"), DockerFixture.ADA);

    FakeTelegram.Message told = awaitMessage("web was not healthy with its new image");
    assertThat(told.text())
        .contains("The health check of the new container fails", "version 3", "Asked for by ada");
    assertThat(told.buttons()).hasSize(1);
    assertThat(names()).isEqualTo("web");
    assertThat(inspect("web").path("Id").asText()).isEqualTo(old);
    assertThat(inspect("web").at("/State/Running").asBoolean()).isTrue();
    assertThat(docker.notices()).hasSize(1);
    List<String> words = docker.updates();
    DockerFixture.await("its end", () -> docker.outcomes().equals(List.of("rolled-back")));
    docker.forgetEnd();
    DockerFixture.await("the same end", () -> docker.outcomes().equals(List.of("rolled-back")));
    assertThat(docker.updates()).isEqualTo(words);
  }

  @Test
  void auto_updates_at_once_and_takes_back_what_dies_and_off_does_not_look() throws Exception {
    publish(1);
    run("auto", "--label=hub.update=auto", "--network=none");
    run("off", "--network=none");
    String pinned = engine.docker("image", "inspect", "-f", "{{index .RepoDigests 0}}", image);
    engine.docker(
        "run", "-d", "--name=pinned", "--label=hub.update=auto", "--network=none", pinned);
    String off = inspect("off").path("Id").asText();
    String fixed = inspect("pinned").path("Id").asText();
    docker.start();
    docker.awaitEngine();
    release(2);
    FakeTelegram.Message told = awaitMessage("auto is updated");
    assertThat(told.text()).contains("the label hub.update=auto", "has run for 3 s");
    assertThat(inspect("auto").at("/Config/Env").toString()).contains("VERSION=2");
    release(3, DIES);
    assertThat(awaitMessage("auto was not healthy").text())
        .contains("ended with exit code 3", "no such table");
    assertThat(inspect("auto").at("/Config/Env").toString()).contains("VERSION=2");
    assertThat(inspect("off").path("Id").asText()).isEqualTo(off);
    assertThat(inspect("pinned").path("Id").asText()).isEqualTo(fixed);
    assertThat(docker.updates()).containsOnlyOnce("docker.update.updated");
    assertThat(docker.notices()).hasSize(2);
  }

  @Test
  void two_presses_on_two_hubs_update_once() throws Exception {
    publish(1, HEALTHY);
    run("web", "--label=hub.update=ask", "--network=none");
    docker.start();
    docker.awaitEngine();
    try (HubFixture second = docker.second()) {
      assertThat(second.url()).isNotEmpty();
      release(2, HEALTHY);
      FakeTelegram.Message asked = awaitMessage("There is a newer image for web");
      docker.press(asked, DockerFixture.ADA);
      docker.press(asked, DockerFixture.ADA);
      awaitMessage("web is updated");
    }
    assertThat(docker.updates())
        .containsOnlyOnce("docker.image.update")
        .containsOnlyOnce("docker.update.replaced")
        .containsOnlyOnce("docker.update.updated");
    assertThat(names()).isEqualTo("web");
  }

  @Test
  void hub_that_is_killed_in_the_middle_finishes_after_its_start() throws Exception {
    publish(1, HEALTHY);
    run("web", "--label=hub.update=auto", "--network=none");
    docker.startProcess();
    // a check that succeeds late leaves the time to be killed
    release(2, "HEALTHCHECK --interval=4s --retries=3 CMD test -f /bin/sh");
    DockerFixture.await("the exchange", () -> names().contains("web-hub-old"));
    docker.kill();
    assertThat(names()).contains("web-hub-old");
    docker.start();
    awaitMessage("web is updated");
    assertThat(names()).isEqualTo("web");
    assertThat(inspect("web").at("/Config/Env").toString()).contains("VERSION=2");
    assertThat(docker.updates()).containsOnlyOnce("docker.update.updated");
  }

  @Test
  void hub_that_is_killed_in_the_middle_takes_back_what_is_not_healthy() throws Exception {
    publish(1, HEALTHY);
    run("web", "--label=hub.update=auto", "--network=none");
    String old = inspect("web").path("Id").asText();
    docker.startProcess();
    release(3, "HEALTHCHECK --interval=4s --retries=1 CMD test -f /nope");
    DockerFixture.await("the exchange", () -> names().contains("web-hub-old"));
    docker.kill();
    docker.start();
    awaitMessage("web was not healthy");
    assertThat(names()).isEqualTo("web");
    assertThat(inspect("web").path("Id").asText()).isEqualTo(old);
    assertThat(inspect("web").at("/State/Running").asBoolean()).isTrue();
  }

  @Test
  void engine_that_is_killed_in_the_middle_is_waited_for() throws Exception {
    publish(1, HEALTHY);
    run("web", "--label=hub.update=auto", "--network=none", "--restart=always");
    docker.start();
    docker.awaitEngine();
    release(2, "HEALTHCHECK --interval=3s --retries=3 CMD test -f /bin/sh");
    DockerFixture.await("the exchange", () -> names().contains("web-hub-old"));
    engine.kill();
    engine.start();
    DockerFixture.await("the end", () -> names().equals("web"));
    assertThat(inspect("web").at("/State/Running").asBoolean()).isTrue();
    DockerFixture.await(
        "a word of it",
        () -> docker.message("web is updated").or(() -> docker.message("not healthy")).isPresent());
  }

  @Test
  void networks_go_over_to_the_new_container_with_aliases_and_addresses() throws Exception {
    engine.docker("network", "create", "--subnet=10.213.1.0/24", "front");
    engine.docker("network", "create", "--subnet=10.213.2.0/24", "back");
    try {
      docker.write("tool/act.camel.yaml", DockerFixture.tools());
      publish(1, HEALTHY);
      run("web", "--network=front", "--network-alias=www", "--ip=10.213.1.7");
      engine.docker("network", "connect", "--alias=inner", "--ip=10.213.2.9", "back", "web");
      try (SocketProxy proxy = SocketProxy.before(engine.socket(), SocketProxy.rulesOfUpdates())) {
        docker.start(proxy.host());
        docker.awaitEngine();
        release(2, HEALTHY);
        JsonNode done = docker.call("update", "{\"name\":\"web\"}");
        assertThat(done.path("outcome").asText()).as(done.toString()).isEqualTo("updated");
        assertThat(docker.call("update", "{\"name\":\"web\"}").path("outcome").asText())
            .isEqualTo("unchanged");
        assertThat(proxy.refused()).isEmpty();
      }
      JsonNode networks = inspect("web").at("/NetworkSettings/Networks");
      assertThat(networks.at("/front/IPAddress").asText()).isEqualTo("10.213.1.7");
      assertThat(networks.at("/front/Aliases").toString()).contains("www");
      assertThat(networks.at("/back/IPAddress").asText()).isEqualTo("10.213.2.9");
      assertThat(networks.at("/back/Aliases").toString()).contains("inner");
    } finally {
      engine.empty();
      engine.docker("network", "rm", "front", "back");
    }
  }

  @Test
  void container_that_starts_slowly_has_the_time_that_its_health_check_gives() throws Exception {
    docker.write("tool/act.camel.yaml", DockerFixture.tools());
    publish(1, HEALTHY);
    run("web", "--network=none");
    docker.start();
    docker.awaitEngine();
    release(
        2,
        "HEALTHCHECK --interval=2s --start-period=60s --retries=1 CMD test -f /ready",
        "CMD [\"/bin/sh\",\"-c\",\"sleep 27; echo > /ready; sleep 1000\"]");
    // longer than the 20 s that the step allows
    JsonNode done = docker.call("update", "{\"name\":\"web\"}");
    assertThat(done.path("outcome").asText()).as(done.toString()).isEqualTo("updated");
  }

  @Test
  void proxy_that_refuses_changes_nothing() throws Exception {
    docker.write("tool/act.camel.yaml", DockerFixture.tools());
    publish(1, HEALTHY);
    run("web", "--network=none", "--label=hub.update=ask");
    String old = inspect("web").path("Id").asText();
    try (SocketProxy proxy = SocketProxy.before(engine.socket(), SocketProxy.rulesOfTheStack())) {
      docker.start(proxy.host());
      docker.awaitEngine();
      release(2, HEALTHY);
      JsonNode done = docker.call("update", "{\"name\":\"web\"}");
      assertThat(done.path("outcome").asText()).isEqualTo("failed");
      assertThat(done.path("reason").asText()).contains("403");
      assertThat(awaitMessage("web could not be updated").text()).contains("403");
      assertThat(proxy.refused()).isNotEmpty();
    }
    assertThat(names()).isEqualTo("web");
    assertThat(inspect("web").path("Id").asText()).isEqualTo(old);
    assertThat(inspect("web").at("/State/Running").asBoolean()).isTrue();
  }

  @Test
  void image_that_ends_in_the_middle_of_its_pull_fails_once_and_is_told() throws Exception {
    docker.write("tool/act.camel.yaml", DockerFixture.tools());
    publish(1, HEALTHY);
    run("web", "--network=none");
    String old = inspect("web").path("Id").asText();
    docker.start();
    docker.awaitEngine();
    release(2, HEALTHY);
    registry.cut("VERSION=2");
    assertThat(reason("web")).contains("could not be pulled");
    assertThat(inspect("web").path("Id").asText()).isEqualTo(old);
    assertThat(docker.updates()).containsExactly("docker.update.started", "docker.update.failed");
  }

  @Test
  void what_cannot_be_updated_is_told_why() throws Exception {
    docker.write("tool/act.camel.yaml", DockerFixture.tools());
    publish(1);
    String proxy = registry.name("wollomatic/socket-proxy:1");
    engine.docker("tag", image, proxy);
    engine.docker("run", "-d", "--name=proxy", "--network=none", proxy);
    run("fleeting", "--network=none", "--rm");
    run("host", "--network=none");
    run("guest", "--network=container:host");
    run("stopped", "--network=none");
    engine.docker("stop", "-t", "1", "stopped");
    docker.start();
    docker.awaitEngine();
    release(2);
    assertThat(reason("proxy")).contains("the hub reaches Docker through it");
    assertThat(reason("fleeting")).contains("--rm");
    assertThat(reason("host")).contains("shares its network with guest");
    assertThat(reason("stopped")).contains("does not run");
    assertThat(reason("nobody")).contains("There is no container nobody");
    assertThat(names().lines())
        .containsExactlyInAnyOrder("proxy", "fleeting", "host", "guest", "stopped");
  }

  private String reason(String name) {
    JsonNode done = docker.call("update", "{\"name\":\"%s\"}".formatted(name));
    assertThat(done.path("outcome").asText()).isEqualTo("failed");
    return done.path("reason").asText();
  }
}
