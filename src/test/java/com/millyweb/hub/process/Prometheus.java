package com.millyweb.hub.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;

/** A real Prometheus, which asks every second. */
public final class Prometheus implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  private Prometheus(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The program that checks configurations, or the test is skipped. */
  public static Path promtoolOrSkip() {
    return Programs.orSkip("prometheus", "promtool");
  }

  /**
   * Starts it, or the test is skipped.
   *
   * @param targets by the name of their job: host and port, and the path after them
   * @param rules the file of its rules
   */
  public static Prometheus startOrSkip(Path folder, Map<String, String> targets, Path rules)
      throws IOException {
    Path program = Programs.orSkip("prometheus", "prometheus");
    int port = Ports.free();
    var config = new StringBuilder("global: {scrape_interval: 1s, evaluation_interval: 1s}\n");
    config.append("rule_files: [%s]\nscrape_configs:\n".formatted(rules.toAbsolutePath()));
    targets.forEach((job, target) -> config.append(job(job, target)));
    config.append(job("prometheus", "127.0.0.1:%d/metrics".formatted(port)));
    Path file = Files.writeString(folder.resolve("prometheus.yml"), config);
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    var prometheus = new Prometheus(process, port);
    Awaitility.await("a Prometheus, see " + folder)
        .atMost(Duration.ofSeconds(60))
        .until(prometheus::isReady);
    return prometheus;
  }

  private static String job(String name, String target) {
    int slash = target.indexOf('/');
    return "  - {job_name: %s, metrics_path: %s, static_configs: [{targets: [\"%s\"]}]}\n"
        .formatted(name, target.substring(slash), target.substring(0, slash));
  }

  private boolean isReady() throws InterruptedException {
    try {
      return client
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/-/ready".formatted(port)))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** The whole answer to a query, which may be an error. */
  public JsonNode query(String expression) throws IOException, InterruptedException {
    return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
  }

  /** The names of the metrics of a job. */
  public Set<String> names(String job) throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>();
    String match = URLEncoder.encode("{job=\"%s\"}".formatted(job), StandardCharsets.UTF_8);
    for (JsonNode name : get("/api/v1/label/__name__/values?match[]=" + match).path("data")) {
      names.add(name.asText());
    }
    return names;
  }

  /** The labels that series of a metric have. */
  public Set<String> labels(String metric) throws IOException, InterruptedException {
    Set<String> labels = new TreeSet<>();
    for (JsonNode label :
        get("/api/v1/labels?match[]=" + URLEncoder.encode(metric, StandardCharsets.UTF_8))
            .path("data")) {
      labels.add(label.asText());
    }
    return labels;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(port, path.replace("[]", "%5B%5D")));
    return JSON.readTree(
        client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
