package com.millyweb.hub.workbench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.fake.FakeOllama;
import com.millyweb.hub.fixture.DeskRoutes;
import com.millyweb.hub.fixture.HubFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A hub with the shipped loop, a model that says what it is told, and the agent clerk, whose tool
 * look only reads and whose tool ship has to be allowed.
 */
public final class RunDesk implements AutoCloseable {
  public static final Duration LONG = Duration.ofSeconds(30);
  private static final String MODEL = "qwen3:8b";
  private static final ObjectMapper JSON = new ObjectMapper();

  public final FakeOllama model;
  private final Path routes;
  private final Map<String, String> settings;
  private HubFixture hub;

  private RunDesk(FakeOllama model, Path routes, Map<String, String> settings) {
    this.model = model;
    this.routes = routes;
    this.settings = settings;
    this.hub = HubFixture.start(routes, settings);
  }

  public static RunDesk start(Map<String, String> settings) throws IOException {
    Path routes = Files.createTempDirectory("desk");
    DeskRoutes.loop(routes);
    Files.writeString(
        routes.resolve("agent/clerk.agent.yaml"),
        """
        description: Works at the desk of a test
        prompt: You work at a desk.
        tools: [desk]
        """);
    for (String[] tool : new String[][] {{"look", "true"}, {"ship", "false"}}) {
      DeskRoutes.tool(
          routes,
          tool[0],
          "readOnlyHint: " + tool[1],
          "- setBody: {simple: \"%sed ${header.what}\"}".formatted(tool[0]));
    }
    FakeOllama model = FakeOllama.with(MODEL);
    Map<String, String> all = new TreeMap<>();
    all.put("hub.model", "ollama:" + MODEL);
    all.put("hub.ollama.url", model.url());
    all.put("hub.ollama.concurrency", "16");
    all.put("hub.route.watch", "false");
    all.putAll(settings);
    return new RunDesk(model, routes, all);
  }

  public HubFixture hub() {
    return hub;
  }

  public Http http() {
    return Http.asAdmin(hub);
  }

  /** Stops the hub, and starts another one on its database. */
  public void restart() {
    TestDatabase database = hub.database();
    hub.close();
    hub = HubFixture.start(database, routes, settings);
  }

  /** A token of its own with a scope. */
  public Http as(String scope) {
    JsonNode made =
        http()
            .post(
                "/api/tokens",
                "{\"name\":\"%s-%s\",\"scope\":\"%s\"}"
                    .formatted(scope, UUID.randomUUID().toString().substring(0, 8), scope))
            .json();
    return Http.as(hub, made.get("token").asText());
  }

  /** Begins a run, which goes on by itself. */
  public String begin(String task) {
    Http.Answer answer =
        http()
            .post(
                "/api/runs",
                JSON.createObjectNode().put("agent", "clerk").put("task", task).toString());
    if (answer.status() >= 300) {
      throw new AssertionError(answer.body());
    }
    return answer.json().get("id").asText();
  }

  /** The run as it is when it is in that state. */
  public JsonNode in(String state, String run) {
    await().atMost(LONG).until(() -> shown(run).at("/run/state").asText().equals(state));
    return shown(run);
  }

  public JsonNode shown(String run) {
    return http().get("/api/runs/" + run).json();
  }

  /** The number of the question that a run asks people. */
  public long question(String run) {
    for (JsonNode approval : in("waiting", run).get("approvals")) {
      if (approval.get("state").asText().equals("open")) {
        return approval.get("number").asLong();
      }
    }
    throw new AssertionError("Nobody is asked: " + shown(run));
  }

  @Override
  public void close() {
    hub.close();
    model.close();
  }
}
