package com.millyweb.hub.service.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.Hub;
import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.fake.FakeTelegram;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.process.HubJvm;
import com.millyweb.hub.process.Ports;
import com.millyweb.hub.workbench.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A hub that watches a real engine and tells a fake Telegram. */
final class DockerFixture implements AutoCloseable {
  static final long ADA = 815;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DockerDaemon engine;
  private final Path routes;
  private final TestDatabase database = TestDatabase.create();
  private final FakeTelegram telegram = FakeTelegram.start();
  private final Map<String, String> settings = new HashMap<>();
  private HubFixture hub;
  private Process process;

  DockerFixture(DockerDaemon engine, Path routes) {
    this.engine = engine;
    this.routes = routes;
  }

  /** Starts a hub, in the place of the one before. */
  void start() throws IOException {
    start(engine.host());
  }

  void start(String host) throws IOException {
    stop();
    hub = hub(host);
  }

  /** For the hubs that start from now on. */
  void set(String key, String value) {
    settings.put(key, value);
  }

  /** Another hub on the same database and engine. */
  HubFixture second() throws IOException {
    return hub(engine.host());
  }

  /** A hub that can be killed, in the place of the one before. */
  void startProcess() throws IOException {
    stop();
    List<String> command = new ArrayList<>(HubJvm.command());
    command.add(Hub.class.getName());
    Map<String, String> properties = properties(engine.host());
    properties.put("hub.home", Files.createTempDirectory("hub-docker").toString());
    properties.put("hub.routes", routes.toString());
    properties.put("hub.route.packaged", "false");
    properties.put("hub.port", String.valueOf(Ports.free()));
    properties.put("hub.management-port", String.valueOf(Ports.free()));
    properties.put("hub.event.lease", "2s");
    properties.put("hub.db.url", database.url());
    properties.put("hub.db.user", database.user());
    properties.put("hub.db.password", database.password());
    properties.forEach((key, value) -> command.add("--%s=%s".formatted(key, value)));
    Path log = Files.createTempFile("docker-hub", ".log");
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    // its flows get what is told from now on
    Awaitility.await("a hub, see " + log)
        .atMost(Duration.ofMinutes(3))
        .until(() -> Files.readString(log).contains("The hub is ready"));
  }

  /** {@code kill -9} of the hub that was started as a process. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    process = null;
  }

  void stop() {
    if (process != null) {
      process.destroyForcibly();
      process = null;
    }
    if (hub != null) {
      hub.close();
      hub = null;
    }
  }

  @Override
  public void close() throws IOException {
    stop();
    telegram.close();
    database.close();
    engine.empty();
  }

  static String tools() {
    var yaml = new StringBuilder();
    for (ContainerAction action : ContainerAction.values()) {
      String parameters =
          action.isOfOne()
              ? "{name: \"${body[name]}\", timeout: %s}"
                  .formatted(action == ContainerAction.update ? "20s" : "1s")
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

  JsonNode call(String tool, String arguments) {
    Http.Answer answer =
        Http.asAdmin(hub).post("/api/tools/" + tool, "{\"arguments\":%s}".formatted(arguments));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().get("result");
  }

  String failed(String tool, String arguments) {
    Http.Answer answer =
        Http.asAdmin(hub).post("/api/tools/" + tool, "{\"arguments\":%s}".formatted(arguments));
    return answer.status() + " " + answer.body();
  }

  void press(FakeTelegram.Message message, long person) {
    ObjectNode query =
        telegram.press(message, person, message.buttons().get(0).path("callback_data").asText());
    telegram.update("callback_query", query);
  }

  Optional<FakeTelegram.Message> message(String words) {
    return telegram.messages().stream()
        .filter(message -> message.text().contains(words))
        .findFirst();
  }

  List<String> notices() {
    return telegram.messages().stream()
        .map(FakeTelegram.Message::text)
        .filter(text -> !text.contains("docker is"))
        .toList();
  }

  /** How often each event of updates was stored. */
  List<String> updates() {
    return JdbcClient.create(database.dataSource())
        .sql(
            """
            select type from event where type like 'docker.update.%' or type = 'docker.image.update'
             order by id
            """)
        .query(String.class)
        .list();
  }

  List<String> types() {
    return JdbcClient.create(database.dataSource())
        .sql("select type from event where type like 'docker.%' order by id")
        .query(String.class)
        .list();
  }

  List<String> deaths() {
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

  /** As after a hub that ended when it had told of an end and not stored it. */
  void forgetEnd() {
    JdbcClient.create(database.dataSource())
        .sql("update docker_update set outcome = null, ended_at = null, leased_until = now()")
        .update();
  }

  /** How the updates ended; null for one that is open. */
  List<String> outcomes() {
    return JdbcClient.create(database.dataSource())
        .sql("select outcome from docker_update order by id")
        .query(String.class)
        .list();
  }

  String health() {
    return health("docker");
  }

  String health(String system) {
    return Http.asAdmin(hub).get("/health/" + system).body();
  }

  void awaitEngine() {
    await("the engine", () -> health().contains("\"status\":\"up\""));
  }

  private HubFixture hub(String host) throws IOException {
    return HubFixture.start(database, routes, properties(host));
  }

  private Map<String, String> properties(String host) throws IOException {
    for (String folder : List.of("agent", "flow", "notify", "policy")) {
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
    properties.putAll(settings);
    return properties;
  }

  void write(String file, String content) throws IOException {
    Path path = routes.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(Duration.ofSeconds(40)).until(condition);
  }
}
