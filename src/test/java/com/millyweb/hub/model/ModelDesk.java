package com.millyweb.hub.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.route.RouteFile;
import com.millyweb.hub.route.RouteFiles;
import com.millyweb.hub.workbench.Http;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** Writes flows that ask models, sends them events, and reads what came of them. */
record ModelDesk(HubFixture hub, Path routes) {
  static final Duration LONG = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  static ModelDesk start(Path routes, Map<String, String> settings) throws IOException {
    FileSystemUtils.copyRecursively(Path.of("routes/policy"), routes.resolve("policy"));
    Files.createDirectories(routes.resolve("flow"));
    Map<String, String> all = new TreeMap<>(settings);
    all.put("hub.route.watch", "false");
    return new ModelDesk(HubFixture.start(routes, all), routes);
  }

  void write(String file, String content) throws IOException {
    Files.writeString(routes.resolve("flow").resolve(file), content);
  }

  /** A flow that asks about each event of its name, and sends the answer on. */
  List<String> flow(String name, String model, String parameters) throws IOException {
    write(
        name + ".camel.yaml",
        """
        - route:
            id: flow.%1$s
            description: Asks a model
            from:
              uri: event:%1$s
              parameters: {backoff: "1s", maxAttempts: 3}
              steps:
                - to: {uri: "model:%2$s", parameters: {%3$s}}
                - setHeader: {name: took, simple: "${variable.model[name]} ${variable.model[questions]} ${variable.model[tokensIn]} ${variable.model[tokensOut]}"}
                - to: {uri: "event:%1$s.answered", parameters: {subject: "${header.took}"}}
        """
            .formatted(name, model, parameters));
    return taken(name);
  }

  /** Takes the edits, and says what is wrong with the flow. */
  List<String> taken(String name) {
    RouteFiles files = hub.bean(RouteFiles.class);
    files.rescan();
    RouteFile file = files.find("flow/%s.camel.yaml".formatted(name)).orElseThrow();
    return file.problems().stream().map(Object::toString).toList();
  }

  UUID send(String type, String json) {
    return hub.bean(EventLog.class)
        .append(NewEvent.json(type, "test", json.getBytes(StandardCharsets.UTF_8)))
        .join()
        .id();
  }

  /** What the model's answer was, as the flow sent it on. */
  JsonNode answer(String name) {
    return await("the answer of " + name)
        .atMost(LONG)
        .until(() -> answers(name), found -> !found.isEmpty())
        .get(0);
  }

  private List<JsonNode> answers(String name) {
    return jdbc()
        .sql("select convert_from(data, 'UTF8') from event where type = ? order by at desc")
        .param(name + ".answered")
        .query(String.class)
        .list()
        .stream()
        .map(ModelDesk::json)
        .toList();
  }

  /** What it took: model, questions, tokens in and out. */
  String took(String name) {
    answer(name);
    return jdbc()
        .sql("select subject from event where type = ? order by at desc limit 1")
        .param(name + ".answered")
        .query(String.class)
        .single();
  }

  /** Why the newest event of that type is a dead letter. */
  String dead(UUID event) {
    return await("the dead letter of " + event)
        .atMost(LONG)
        .until(
            () ->
                jdbc()
                    .sql(
                        "select a.error from attempt a join delivery d on d.event_id = a.event_id where a.event_id = ? and d.state = 3 order by a.started_at desc")
                    .param(event)
                    .query(String.class)
                    .list(),
            found -> !found.isEmpty())
        .get(0);
  }

  /** How the attempts for an event ended that did not end well, the first one first. */
  List<String> attempts(UUID event) {
    return jdbc()
        .sql("select outcome from attempt where event_id = ? order by started_at")
        .param(event)
        .query(String.class)
        .list();
  }

  /** As Prometheus reads them. */
  String metrics() {
    try (InputStream in =
        URI.create(hub.managementUrl() + "/actuator/prometheus").toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("No metrics", e);
    }
  }

  /** All that the hub shows of what failed. */
  String shown() {
    Http.Answer answer = Http.asAdmin(hub).get("/api/deliveries?state=dead&limit=100");
    assertThat(answer.status()).isEqualTo(200);
    return answer.body();
  }

  JsonNode health(String system) {
    return Http.asAdmin(hub).get("/health/" + system).json();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      return TextNode.valueOf(text);
    }
  }

  private JdbcClient jdbc() {
    return JdbcClient.create(hub.database().dataSource());
  }
}
