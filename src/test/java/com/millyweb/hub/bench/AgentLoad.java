package com.millyweb.hub.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.agent.NewRun;
import com.millyweb.hub.agent.Runs;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the loop of agents costs: its time beside that of models and tools, its rows, and its rest.
 */
final class AgentLoad {
  private static final int RUNS = 500;
  private static final int FEW = 8;
  private static final int IDLE = 1000;
  private static final int CALLS = 4;

  /** An answer for each call and one for the end. */
  private static final int STEPS = 2 * CALLS + 1;

  private static final int WARM_UPS = 4;
  private static final Duration THINKS = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMillis(500);
  private static final Duration REST = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int PAGE = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ROUTES =
      """
      - route:
          id: flow.bench-agent
          description: Begins runs
          from:
            uri: event:e2e.agents
            steps:
              - split:
                  simple: "${body[runs]}"
                  steps:
                    - to: {uri: "event:agent.start"}
      """;

  private static final String TOOLS =
      """
      - route:
          id: tool.bench.look
          description: Answers at once
          from:
            uri: ai-tool:bench-look
            parameters: {description: Looks, tags: bench, parameter.what: string, readOnlyHint: true, openWorldHint: false}
            steps:
              - setBody: {simple: "seen ${body[what]}"}
      - route:
          id: tool.bench.press
          description: Needs a person
          from:
            uri: ai-tool:bench-press
            parameters: {description: Presses, tags: bench, parameter.what: string, openWorldHint: false}
            steps:
              - setBody: {constant: pressed}
      """;

  private static final String AGENT =
      """
      description: Works for the benchmark
      prompt: You work.
      tools: [bench]
      """;

  private final Path folder;
  private final Path jar;
  private final List<String> jvmOptions;
  private final Report report;

  AgentLoad(Path folder, Path jar, List<String> jvmOptions, Report report) {
    this.folder = folder;
    this.jar = jar;
    this.jvmOptions = jvmOptions;
    this.report = report;
  }

  void measure() throws Exception {
    report.section("Agents: runs of %d steps (model, tool, model …)".formatted(STEPS));
    report.header(
        "what",
        "answer → next question p50 ms",
        "p99 ms",
        "steps per second",
        "rows a step",
        "bytes a step");
    Path home = folder.resolve("agents-home");
    Path routes = routes(folder.resolve("agents-routes"));
    try (BenchModel model = new BenchModel();
        PackagedHub hub =
            PackagedHub.start(
                jar,
                home,
                routes,
                jvmOptions,
                Map.of(
                    "HUB_MODEL",
                    "ollama:" + BenchModel.NAME,
                    "HUB_OLLAMA_URL",
                    model.url(),
                    "HUB_OLLAMA_CONCURRENCY",
                    "512"))) {
      for (int i = 0; i < WARM_UPS; i++) {
        play(hub, model, null, RUNS, 1, Duration.ZERO);
      }
      play(hub, model, "one at a time", 1, 100, THINKS);
      play(hub, model, FEW + " at once", FEW, 25, THINKS);
      play(hub, model, RUNS + " at once, the model thinks 500 ms", RUNS, 1, LONG);
      play(hub, model, RUNS + " at once, it answers at once", RUNS, 1, Duration.ZERO);
      // not before the load: what a new hub compiles takes more than all else
      double empty = cpu(hub);
      model.play("bench-press", 1, Duration.ZERO);
      begin(hub, IDLE);
      awaited(hub, "select count(*) from approval where state = 'open'", IDLE);
      double idle = cpu(hub);
      report.section("Agents: %d conversations that wait for a person".formatted(IDLE));
      report.header("what", "figure");
      report.row("processor time of the same hub in 30 s, without them", "%.2f s".formatted(empty));
      report.row("with them", "%.2f s".formatted(idle));
      report.row("resident memory", hub.residentMib() + " MiB");
    }
  }

  private static Path routes(Path routes) throws IOException {
    BenchRoutes.write(routes, 1);
    Files.writeString(routes.resolve("flow/bench-agent.camel.yaml"), ROUTES);
    Files.writeString(routes.resolve("tool/bench.camel.yaml"), TOOLS);
    Files.writeString(routes.resolve("agent/bench.agent.yaml"), AGENT);
    return routes;
  }

  private void play(
      PackagedHub hub,
      BenchModel model,
      @Nullable String what,
      int runs,
      int rounds,
      Duration thinks)
      throws Exception {
    model.play("bench-look", CALLS, thinks);
    long ended = number(hub, "select count(*) from agent_run where state = 'done'");
    long rows = rows(hub);
    long bytes = number(hub, SIZE);
    long start = System.nanoTime();
    for (int round = 1; round <= rounds; round++) {
      begin(hub, runs);
      awaited(
          hub, "select count(*) from agent_run where state = 'done'", ended + (long) round * runs);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (what == null) {
      return;
    }
    List<Long> between = model.between();
    double steps = (double) runs * rounds * STEPS;
    report.row(
        what,
        "%.1f".formatted(between.get(between.size() / 2) / 1e6),
        "%.1f".formatted(between.get((int) (between.size() * 0.99)) / 1e6),
        "%.0f".formatted(steps / seconds),
        "%.1f".formatted((rows(hub) - rows) / steps),
        "%.0f".formatted((number(hub, SIZE) - bytes) / steps));
  }

  /** With all that belongs to a table: its indexes, and its partitions. */
  private static final String SIZE =
      "select sum(pg_total_relation_size(oid)) from pg_class where relkind = 'r' and relnamespace ="
          + " 'public'::regnamespace";

  private static long rows(PackagedHub hub) throws Exception {
    long rows = 0;
    for (String table :
        List.of(
            "agent_run", "agent_step", "agent_content", "event", "delivery_history", "dedupe")) {
      rows += number(hub, "select count(*) from " + table);
    }
    return rows;
  }

  private static void begin(PackagedHub hub, int runs) throws IOException {
    List<NewRun> all = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      UUID id = Runs.newId();
      all.add(
          new NewRun(
              id,
              "bench",
              id.toString(),
              null,
              NewRun.TENANT,
              null,
              new NewRun.Origin("api", null, null),
              List.of(),
              null,
              null,
              0,
              null,
              null,
              null));
    }
    try (Socket socket = new Socket("127.0.0.1", hub.port)) {
      byte[] answer = new byte[4096];
      for (int from = 0; from < runs; from += PAGE) {
        byte[] body =
            JSON.writeValueAsBytes(
                Map.of("type", "agents", "runs", all.subList(from, Math.min(runs, from + PAGE))));
        socket
            .getOutputStream()
            .write(
                Requests.post(
                    "/hooks/e2e", body, "Authorization: Bearer " + PackagedHub.SECRET + "\r\n"));
        if (socket.getInputStream().read(answer) < 0) {
          throw new IOException("The hub closed the connection");
        }
      }
    }
  }

  private static void awaited(PackagedHub hub, String count, long wanted) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (number(hub, count) < wanted) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "%d of %d after %s: %s".formatted(number(hub, count), wanted, PATIENCE, count));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static long number(PackagedHub hub, String query) throws Exception {
    try (Connection connection = hub.database();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Seconds of a processor that the hub takes while nobody wants anything. */
  private static double cpu(PackagedHub hub) throws Exception {
    TimeUnit.SECONDS.sleep(15);
    Duration before = hub.cpu();
    TimeUnit.NANOSECONDS.sleep(REST.toNanos());
    return hub.cpu().minus(before).toMillis() / 1e3;
  }
}
