package com.millyweb.hub.service.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.agent.NewRun;
import com.millyweb.hub.agent.Runs;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fake.FakeOllama;
import com.millyweb.hub.fake.Said;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.process.Alertmanager;
import com.millyweb.hub.process.Programs;
import com.millyweb.hub.process.Prometheus;
import com.millyweb.hub.workbench.Http;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What panels and rules read is there: a real Prometheus asks a hub that worked, itself and a real
 * Alertmanager; of other neighbours a list says what they export.
 */
class PanelsTest {
  private static final Path RULES = Question.FOLDER.resolve("rules/hub.yaml");
  private static final String SECRET = "secret-of-the-test";

  private static @TempDir Path folder;
  private static FakeOllama model;
  private static HubFixture hub;
  private static Prometheus prometheus;
  private static Alertmanager alertmanager;

  @BeforeAll
  static void start() throws Exception {
    Prometheus.promtoolOrSkip();
    alertmanager = Alertmanager.orSkip(folder);
    model = FakeOllama.with("qwen3:8b");
    hub =
        HubFixture.start(
            Map.of(
                "hub.model", "ollama:qwen3:8b",
                "hub.models.chat.price-in", "1",
                "hub.models.chat.price-out", "2",
                "hub.ollama.url", model.url(),
                "hub.ingress.sources.shop.verify", "bearer",
                "hub.ingress.sources.shop.secret", SECRET,
                "hub.health.interval", "1s"));
    alertmanager.start(hub.url(), SECRET);
    prometheus =
        Prometheus.startOrSkip(
            folder,
            Map.of(
                "hub", hub.managementUrl().replace("http://", "") + "/actuator/prometheus",
                "alertmanager", alertmanager.url().replace("http://", "") + "/metrics"),
            RULES);
    work();
    for (String job : List.of("hub", "prometheus", "alertmanager")) {
      await(job).atMost(AlertDesk.LONG).until(() -> !prometheus.names(job).isEmpty());
    }
  }

  @AfterAll
  static void stop() {
    for (AutoCloseable part : new AutoCloseable[] {prometheus, alertmanager, hub, model}) {
      try {
        if (part != null) {
          part.close();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A little of everything that is counted: taken, twice, refused, given up, told, collected. */
  private static void work() throws InterruptedException {
    Http shop = Http.of(hub).with("Idempotency-Key", "k1");
    Http known = shop.with("Authorization", "Bearer " + SECRET);
    assertThat(known.post("/hooks/shop", "{\"type\":\"a\"}").status()).isEqualTo(202);
    assertThat(known.post("/hooks/shop", "{\"type\":\"a\"}").status()).isEqualTo(202);
    assertThat(shop.post("/hooks/shop", "{}").status()).isEqualTo(401);
    // nobody can read it, so that its delivery dies, and a notice tells so
    hub.bean(EventLog.class)
        .append(NewEvent.json("chat.press", "test", "{}".getBytes(StandardCharsets.UTF_8)))
        .join();
    new AlertDesk(hub).told("notify.press gave up an event");
    agentLooks();
    // a pause is counted when there was one
    System.gc();
  }

  private static void agentLooks() throws InterruptedException {
    model.says(Said.calling("systems", "{}"), Said.text("All is well."));
    UUID run = Runs.newId();
    var origin = new NewRun.Origin("api", null, null);
    hub.bean(Runs.class)
        .start(
            new NewRun(
                run,
                "assistant",
                "How is it?",
                null,
                NewRun.TENANT,
                "anna",
                origin,
                List.of(),
                null,
                null,
                0,
                null,
                null,
                null),
            null);
    assertThat(hub.bean(Runs.class).await(run, AlertDesk.LONG))
        .hasValueSatisfying(ended -> assertThat(ended.answer()).isEqualTo("All is well."));
  }

  @Test
  void every_metric_of_every_panel_and_rule_is_exported() throws Exception {
    Set<String> recorded = new TreeSet<>();
    Map<String, String> wanted = new TreeMap<>();
    for (Question question : Question.all()) {
      question.metrics().forEach(metric -> wanted.putIfAbsent(metric, question.toString()));
    }
    for (JsonNode group : Question.read(RULES).path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        if (rule.has("record")) {
          recorded.add(rule.path("record").asText());
        }
      }
    }
    assertThat(wanted).hasSizeGreaterThan(40).containsKeys("hub_event_deliveries", "up");
    Set<String> listed = neighbours();
    await()
        .atMost(AlertDesk.LONG)
        .untilAsserted(
            () -> {
              Map<String, String> missing = new TreeMap<>(wanted);
              missing.keySet().removeAll(listed);
              for (String job : List.of("hub", "prometheus", "alertmanager")) {
                missing.keySet().removeAll(prometheus.names(job));
              }
              for (String record : recorded) {
                if (!prometheus.query(record).path("data").path("result").isEmpty()) {
                  missing.remove(record);
                }
              }
              assertThat(missing).isEmpty();
            });
    assertThat(listed)
        .as("what no panel reads needs no place in the list")
        .isSubsetOf(wanted.keySet());
  }

  @Test
  void every_label_that_they_select_group_or_show_by_is_one_of_those_metrics() throws Exception {
    Set<String> listed = neighbours();
    // a label is there as soon as its series was asked for the first time
    await().atMost(AlertDesk.LONG).untilAsserted(() -> assertThat(unlabelled(listed)).isEmpty());
  }

  /** Labels that no metric of their question has. */
  private static Map<String, Set<String>> unlabelled(Set<String> listed) throws Exception {
    Map<String, Set<String>> wrong = new HashMap<>();
    for (Question question : Question.all()) {
      Set<String> metrics = question.metrics();
      if (metrics.stream().anyMatch(listed::contains)) {
        continue;
      }
      Set<String> labels = new TreeSet<>(question.labels());
      for (String metric : metrics) {
        labels.removeAll(prometheus.labels(metric));
      }
      if (!labels.isEmpty()) {
        wrong.put(question.toString(), labels);
      }
    }
    return wrong;
  }

  @Test
  void every_panel_and_rule_is_a_question_that_prometheus_understands() throws Exception {
    assertThat(Question.all()).hasSizeGreaterThan(60);
    for (Question question : Question.all()) {
      JsonNode answer = prometheus.query(question.text());
      assertThat(answer.path("status").asText()).as(question + "\n" + answer).isEqualTo("success");
    }
  }

  @Test
  void configuration_and_rules_are_good_and_rules_fire_when_they_should() {
    String promtool = Prometheus.promtoolOrSkip().toString();
    for (List<String> arguments :
        List.of(
            List.of("check", "config", Question.FOLDER.resolve("prometheus.yaml").toString()),
            List.of("check", "rules", RULES.toString()),
            List.of("test", "rules", "src/test/resources/grafana/rules.test.yaml"))) {
      Programs.Said said = Programs.run(promtool, arguments);
      assertThat(said.code()).as(said.text()).isZero();
    }
    Programs.Said said =
        Programs.run(
            Programs.orSkip("alertmanager", "amtool").toString(),
            List.of("check-config", Question.FOLDER.resolve("alertmanager.yaml").toString()));
    assertThat(said.code()).as(said.text()).isZero();
  }

  private static Set<String> neighbours() {
    Set<String> listed = new TreeSet<>();
    for (JsonNode neighbour :
        Question.read(Path.of("src/test/resources/grafana/neighbours.yaml"))) {
      assertThat(neighbour.path("source").asText()).isNotEmpty();
      neighbour.path("metrics").forEach(metric -> listed.add(metric.asText()));
    }
    return listed;
  }
}
