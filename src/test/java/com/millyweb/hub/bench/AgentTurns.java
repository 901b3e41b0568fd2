package com.millyweb.hub.bench;

import com.millyweb.hub.fake.FakeOllama;
import com.millyweb.hub.fake.Said;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a turn with an agent takes beside its model: journal, events and the API of OpenAI. The
 * model is a fake that answers at once, and is asked directly for comparison.
 */
record AgentTurns(Path folder, Path jar, List<String> jvmOptions, Report report) {
  private static final int TURNS = Integer.getInteger("bench.turns", 500);
  private static final int WARM_UP = Integer.getInteger("bench.turns.warm-up", 500);
  private static final String MODEL = "qwen3:8b";
  private static final String AGENT = "bench-clerk";
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  void measure() throws Exception {
    Path routes = folder.resolve("agent-routes");
    BenchRoutes.copy(Path.of("routes"), routes);
    Files.writeString(
        routes.resolve("agent").resolve(AGENT + ".agent.yaml"),
        """
        description: Answers the benchmark
        prompt: You answer the benchmark.
        tools: [time]
        """);
    try (FakeOllama model = FakeOllama.with(MODEL)) {
      Map<String, String> settings =
          Map.of(
              "HUB_MODEL",
              "ollama:" + MODEL,
              "HUB_OLLAMA_URL",
              model.url(),
              "HUB_OLLAMA_CONCURRENCY",
              "16",
              "HUB_AGENT_RUNS_PER_DAY",
              "1000000",
              "HUB_AGENT_TOKENS_PER_DAY",
              "1000000000000");
      try (PackagedHub hub =
          PackagedHub.start(jar, folder.resolve("agent-home"), routes, jvmOptions, settings)) {
        measure(model, "http://127.0.0.1:" + hub.port, PackagedHub.ADMIN_TOKEN, AGENT, report);
      }
    }
  }

  /** The same for a hub that runs somewhere. */
  static void measure(FakeOllama model, String hub, String token, String agent, Report report)
      throws IOException, InterruptedException {
    long[] spoke = {0};
    model.answering(
        question -> {
          spoke[0] = System.nanoTime();
          return Said.text("Half", " full.");
        });
    HttpRequest direct =
        post(
            model.url() + "/api/chat",
            "{\"model\":\"%s\",\"truncate\":false,\"messages\":[{\"role\":\"user\",\"content\":\"The disk?\"}]}"
                .formatted(MODEL),
            "none");
    String ask =
        "{\"model\":\"%s\",%s\"messages\":[{\"role\":\"user\",\"content\":\"The disk?\"}]}";
    HttpRequest whole = post(hub + "/v1/chat/completions", ask.formatted(agent, ""), token);
    HttpRequest alone = post(hub + "/v1/chat/completions", ask.formatted("model:chat", ""), token);
    HttpRequest stream =
        post(hub + "/v1/chat/completions", ask.formatted(agent, "\"stream\":true,"), token);
    report.section("A turn with an agent whose model answers at once");
    report.header("what", "p50 ms", "p95 ms", "p99 ms");
    for (HttpRequest each : List.of(direct, whole, alone, stream)) {
      turns(each, WARM_UP);
    }
    double[] base = turns(direct, TURNS);
    row(report, "the model asked directly", base, 0, 0);
    row(
        report,
        "`model:chat` of the hub, more than that",
        turns(alone, TURNS),
        at(base, 50),
        at(base, 95));
    row(
        report,
        "an agent of the hub, more than that",
        turns(whole, TURNS),
        at(base, 50),
        at(base, 95));
    double[] before = new double[TURNS];
    double[] after = new double[TURNS];
    for (int i = 0; i < TURNS; i++) {
      long begun = System.nanoTime();
      turns(whole, 1);
      before[i] = (spoke[0] - begun) / 1e6;
      after[i] = (System.nanoTime() - spoke[0]) / 1e6;
    }
    row(report, "of it, until the model is asked", sorted(before), 0, 0);
    row(report, "and from then on, with the model", sorted(after), 0, 0);
    double[] first = new double[TURNS];
    for (int i = 0; i < TURNS; i++) {
      first[i] = (firstWord(stream) - spoke[0]) / 1e6;
    }
    row(report, "from the model's first word to the client's", sorted(first), 0, 0);
    model.finish();
  }

  private static double[] turns(HttpRequest request, int count)
      throws IOException, InterruptedException {
    double[] millis = new double[count];
    for (int i = 0; i < count; i++) {
      long begun = System.nanoTime();
      HttpResponse<byte[]> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
      millis[i] = (System.nanoTime() - begun) / 1e6;
      if (answer.statusCode() != 200) {
        throw new IOException(
            "%s: %d %s"
                .formatted(
                    request.uri(),
                    answer.statusCode(),
                    new String(answer.body(), StandardCharsets.UTF_8)));
      }
    }
    Arrays.sort(millis);
    return millis;
  }

  private static long firstWord(HttpRequest request) throws IOException, InterruptedException {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream()).body(),
                StandardCharsets.UTF_8))) {
      long at = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (at == 0 && line.contains("\"content\":\"Half\"")) {
          at = System.nanoTime();
        }
      }
      if (at == 0) {
        throw new IOException("There was no word");
      }
      return at;
    }
  }

  private static HttpRequest post(String url, String body, String token) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + token)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static double[] sorted(double[] millis) {
    Arrays.sort(millis);
    return millis;
  }

  private static double at(double[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  private static void row(
      Report report, String what, double[] sorted, double less50, double less95) {
    report.row(
        what,
        "%.1f".formatted(at(sorted, 50) - less50),
        "%.1f".formatted(at(sorted, 95) - less95),
        "%.1f".formatted(at(sorted, 99) - less95));
  }
}
