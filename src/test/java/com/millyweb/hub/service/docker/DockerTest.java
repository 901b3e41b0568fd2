package com.millyweb.hub.service.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.fake.FakeTelegram;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What happens to the containers of a real engine, from their end to the button in a chat. */
class DockerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long ADA = 815;

  private static DockerDaemon engine;

  private @TempDir Path routes;
  private final TestDatabase database = TestDatabase.create();
  private final FakeTelegram telegram = FakeTelegram.start();
  private HubFixture hub;

  @BeforeAll
  static void start() throws Exception {
    engine = DockerDaemon.orSkip();
  }

  @AfterAll
  static void stop() {
    if (engine != null) {
      engine.close();
    }
  }

  @AfterEach
  void end() throws IOException {
    if (hub != null) {
      hub.close();
    }
    telegram.close();
    database.close();
    engine.empty();
  }

  @Test
  void container_that_dies_is_one_notice_whose_button_restarts_it() throws Exception {
    hub = hub();
    awaitEngine();
    engine.start("web", "echo starting; echo out of cheese; sleep 1000");
    engine.docker("kill", "web");
    await("the notice", () -> message("web was killed").isPresent());
    FakeTelegram.Message notice = message("web was killed").orElseThrow();
    assertThat(notice.text())
        .contains("exit code 137, SIGKILL")
        .contains("starting\nout of cheese")
        .contains("hub-test:1");
    assertThat(notice.buttons()).hasSize(1);

    // a stranger is told no, and the container stays down
    press(notice, 816);
    press(notice, ADA);
    await("the restart", () -> engine.docker("ps", "--format", "{{.Names}}").equals("web"));
    await("how it went", () -> message("web runs again").isPresent());
    assertThat(message("web runs again").orElseThrow().id()).isEqualTo(notice.id());
    assertThat(message("web runs again").orElseThrow().text()).contains("Restarted by ada");

    // it dies again within the hour: the same message says so, and counts
    engine.docker("kill", "web");
    await("the count", () -> message("web was killed").isPresent());
    assertThat(message("web was killed").orElseThrow().text()).contains("2 since");
    assertThat(notices()).hasSize(1);
  }

  @Test
  void what_somebody_stops_or_ends_well_is_an_event_and_no_notice() throws Exception {
    hub = hub();
    awaitEngine();
    engine.start("stopped", "sleep 1000");
    engine.start("done", "true");
    engine.start("silent", "exit 3", "--label", "hub.notify=false");
    engine.docker("stop", "-t", "1", "stopped");
    engine.start("loud", "exit 3");
    await("the last", () -> message("loud died with exit code 3").isPresent());
    assertThat(notices()).hasSize(1);
    assertThat(deaths())
        .contains(
            "done exitCode=0 asked=false crash=false tell=false",
            "stopped exitCode=137 asked=true crash=false tell=false",
            "silent exitCode=3 asked=false crash=true tell=false",
            "loud exitCode=3 asked=false crash=true tell=true");
    assertThat(types()).contains("docker.container.start", "docker.container.stop");
  }

  @Test
  void container_that_flaps_is_one_notice_that_counts() throws Exception {
    hub = hub();
    awaitEngine();
    engine.start("flap", "exit 7", "--restart", "on-failure:4");
    await("all five ends", () -> deaths().stream().filter(d -> d.startsWith("flap")).count() == 5);
    await("the count", () -> message("flap").filter(m -> m.text().contains("5 since")).isPresent());
    assertThat(notices()).hasSize(1);
  }

  @Test
  void what_happens_while_the_hub_is_down_is_told_once_when_it_is_back() throws Exception {
    hub = hub();
    awaitEngine();
    engine.start("one", "sleep 1000");
    await("its start", () -> types().contains("docker.container.start"));
    hub.close();
    engine.docker("kill", "one");
    hub = hub();
    await("the notice", () -> message("one was killed").isPresent());
    hub.close();
    hub = hub();
    awaitEngine();
    engine.start("two", "exit 1");
    await("the next", () -> message("two died").isPresent());
    assertThat(deaths()).hasSize(2);
    assertThat(notices()).hasSize(2);
  }

  /** An engine that is killed forgets what it has said; the list of its containers has not. */
  @Test
  void nothing_is_lost_over_kill_9_of_the_engine() throws Exception {
    hub = hub();
    awaitEngine();
    engine.start("before", "exit 4");
    engine.start("through", "sleep 1000");
    await("the first", () -> message("before died").isPresent());
    engine.kill();
    await("health", () -> health().contains("\"status\":\"down\""));
    engine.start();
    await("the engine", () -> health().contains("\"status\":\"up\""));
    await("the container that it took along", () -> deaths().size() == 2);
    engine.start("after", "exit 5");
    await("the last", () -> message("after died with exit code 5").isPresent());
    assertThat(deaths().stream().map(death -> death.split(" ")[0]))
        .containsExactlyInAnyOrder("before", "through", "after");
  }

  /**
   * As over a restart of the engine, between whose events and the hub's next look a log was lost.
   */
  @Test
  void end_that_the_engine_no_longer_tells_is_found_in_the_list() throws Exception {
    hub = hub();
    awaitEngine();
    engine.start("gone", "sleep 1000");
    await("its start", () -> types().contains("docker.container.start"));
    hub.close();
    engine.docker("kill", "gone");
    engine.kill();
    engine.start();
    hub = hub();
    await("the notice", () -> message("gone was killed").isPresent());
    assertThat(message("gone was killed").orElseThrow().text()).contains("learned of it later");
    assertThat(deaths()).hasSize(1);
  }

  @Test
  void steps_look_at_containers_and_change_them() throws Exception {
    write("tool/act.camel.yaml", tools());
    hub = hub();
    awaitEngine();
    engine.start(
        "cc", "echo one; echo two; sleep 1000", "--label", "hub.note=x", "-e", "KEY=secret");
    JsonNode listed = call("list", "{}");
    assertThat(listed.get(0).get("name").asText()).isEqualTo("cc");
    assertThat(listed.get(0).get("state").asText()).isEqualTo("running");
    JsonNode seen = call("inspect", "{\"name\":\"cc\"}");
    assertThat(seen.get("running").asBoolean()).isTrue();
    assertThat(seen.get("labels").toString()).isEqualTo("{\"hub.note\":\"x\"}");
    assertThat(seen.toString()).doesNotContain("secret");
    await("its lines", () -> call("logs", "{\"name\":\"cc\"}").asText().equals("one\ntwo"));
    assertThat(call("stats", "{\"name\":\"cc\"}").has("cpu")).isTrue();
    assertThat(call("stop", "{\"name\":\"cc\"}").get("running").asBoolean()).isFalse();
    assertThat(call("stop", "{\"name\":\"cc\"}").get("running").asBoolean()).isFalse();
    assertThat(call("start", "{\"name\":\"cc\"}").get("running").asBoolean()).isTrue();
    assertThat(call("pause", "{\"name\":\"cc\"}").get("state").asText()).isEqualTo("paused");
    assertThat(call("unpause", "{\"name\":\"cc\"}").get("state").asText()).isEqualTo("running");
    assertThat(call("restart", "{\"name\":\"cc\"}").get("running").asBoolean()).isTrue();
    assertThat(call("images", "{}").toString()).contains("hub-test:1");
    assertThat(call("info", "{}").get("running").asInt()).isEqualTo(1);
    assertThat(call("prune", "{}").has("freed")).isTrue();
    assertThat(failed("inspect", "{\"name\":\"nope\"}")).contains("does not know nope");
    assertThat(failed("inspect", "{\"name\":\"../images\"}"))
        .contains("A container's name must be");
    assertThat(failed("inspect", "{\"name\":\"c/json?x=\"}"))
        .contains("A container's name must be");
    assertThat(failed("pull", "{\"name\":\"nowhere.invalid/x:1\"}")).contains("502");
  }

  @Test
  void proxy_of_the_stack_passes_all_that_the_hub_does_and_nothing_else() throws Exception {
    write("tool/act.camel.yaml", tools());
    try (SocketProxy proxy = SocketProxy.before(engine.socket(), SocketProxy.rulesOfTheStack())) {
      hub = hub(proxy.host());
      awaitEngine();
      engine.start("cc", "sleep 1000");
      for (ContainerAction action : ContainerAction.values()) {
        if (action != ContainerAction.pull) {
          call(action.name(), action.isOfOne() ? "{\"name\":\"cc\"}" : "{}");
        }
      }
      failed("pull", "{\"name\":\"nowhere.invalid/x:1\"}");
      engine.docker("start", "cc");
      engine.docker("kill", "cc");
      await("the notice", () -> message("cc was killed").isPresent());
      assertThat(proxy.refused()).isEmpty();

      var http = HttpClient.newHttpClient();
      for (String request :
          List.of(
              "POST /containers/create",
              "POST /v1.41/containers/cc/exec",
              "POST /containers/cc/kill",
              "DELETE /containers/cc",
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
      hub = hub(proxy.host());
      awaitEngine();
      engine.start("web", "sleep 1000");
      engine.docker("kill", "web");
      await("the notice", () -> message("web was killed").isPresent());
      press(message("web was killed").orElseThrow(), ADA);
      await("the refusal", () -> message("web could not be restarted").isPresent());
      assertThat(message("web could not be restarted").orElseThrow().text())
          .contains("ada asked for it", "403");
      assertThat(proxy.refused()).containsExactly("POST /containers/web/restart");
    }
  }

  private static String tools() {
    var yaml = new StringBuilder();
    for (ContainerAction action : ContainerAction.values()) {
      String parameters =
          action.isOfOne()
              ? "{name: \"${body[name]}\", timeout: 1s}"
              : action == ContainerAction.pull ? "{image: \"${body[name]}\"}" : "{}";
      yaml.append(
          """
          - route:
              id: tool.act.%1$s
              description: Does it
              from:
                uri: ai-tool:%1$s
                parameters: {description: Does it, parameter.name: string}
                steps:
                  - to: {uri: "container:%1$s", parameters: %2$s}
          """
              .formatted(action, parameters));
    }
    return yaml.toString();
  }

  private JsonNode call(String tool, String arguments) {
    Http.Answer answer =
        Http.asAdmin(hub).post("/api/tools/" + tool, "{\"arguments\":%s}".formatted(arguments));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().get("result");
  }

  private String failed(String tool, String arguments) {
    Http.Answer answer =
        Http.asAdmin(hub).post("/api/tools/" + tool, "{\"arguments\":%s}".formatted(arguments));
    return answer.status() + " " + answer.body();
  }

  private void press(FakeTelegram.Message message, long person) {
    ObjectNode query =
        telegram.press(message, person, message.buttons().get(0).path("callback_data").asText());
    telegram.update("callback_query", query);
  }

  private Optional<FakeTelegram.Message> message(String words) {
    return telegram.messages().stream()
        .filter(message -> message.text().contains(words))
        .findFirst();
  }

  private List<String> notices() {
    return telegram.messages().stream()
        .map(FakeTelegram.Message::text)
        .filter(text -> !text.contains("docker is"))
        .toList();
  }

  private List<String> types() {
    return JdbcClient.create(database.dataSource())
        .sql("select type from event where type like 'docker.%' order by id")
        .query(String.class)
        .list();
  }

  private List<String> deaths() {
    List<String> deaths = new ArrayList<>();
    JdbcClient.create(database.dataSource())
        .sql(
            "select convert_from(data, 'UTF8') from event where type = 'docker.container.die' order by id")
        .query(String.class)
        .list()
        .forEach(
            data -> {
              try {
                JsonNode death = JSON.readTree(data);
                deaths.add(
                    "%s exitCode=%s asked=%s crash=%s tell=%s"
                        .formatted(
                            death.get("name").asText(),
                            death.get("exitCode").asText(),
                            death.get("asked"),
                            death.get("crash"),
                            death.get("tell")));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    return deaths;
  }

  private String health() {
    return Http.asAdmin(hub).get("/health/docker").body();
  }

  private void awaitEngine() {
    await("the engine", () -> health().contains("\"status\":\"up\""));
  }

  private HubFixture hub() throws IOException {
    return hub(engine.host());
  }

  private HubFixture hub(String host) throws IOException {
    for (String folder : List.of("flow", "notify", "policy")) {
      Path from = Path.of("routes", folder);
      try (Stream<Path> files = Files.list(from)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          write(folder + "/" + file.getFileName(), Files.readString(file));
        }
      }
    }
    Map<String, String> properties = new HashMap<>();
    properties.put("hub.docker.host", host);
    properties.put("hub.health.interval", "1s");
    properties.put("hub.health.failures", "1");
    properties.put("hub.notify.telegram.token", FakeTelegram.TOKEN);
    properties.put("hub.notify.telegram.base-url", telegram.url());
    properties.put("hub.notify.telegram.chat", "815");
    properties.put("hub.notify.telegram.rate", "100/s");
    properties.put("hub.people.ada.role", "operator");
    properties.put("hub.people.ada.telegram", "815");
    properties.put("hub.egress.allow", "127.0.0.1");
    return HubFixture.start(database, routes, properties);
  }

  private void write(String file, String content) throws IOException {
    Path path = routes.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(Duration.ofSeconds(40)).until(condition);
  }
}
