package com.millyweb.hub.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import com.millyweb.hub.workbench.Http;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pages as an uptime checker, a proxy and Prometheus see them. */
class HealthPagesTest {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static HttpServer nas;
  private static volatile int nasAnswers = 200;
  private static final Set<String> asked = ConcurrentHashMap.newKeySet();
  private static final ExecutorService serving = Executors.newCachedThreadPool();
  private static ServerSocket redis;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws IOException {
    nas = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    nas.createContext(
        "/api/health",
        exchange -> {
          byte[] answer = "{\"database\": \"ok\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    nas.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(nasAnswers, -1);
          exchange.close();
        });
    // one that asks in another language waits for its answer, and the others are answered meanwhile
    nas.setExecutor(serving);
    nas.start();
    redis = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    serving.execute(HealthPagesTest::pong);
    hub =
        HubFixture.start(
            Map.ofEntries(
                Map.entry("hub.health.systems.nas.kind", "http"),
                Map.entry(
                    "hub.health.systems.nas.url", "http://127.0.0.1:" + nas.getAddress().getPort()),
                Map.entry("hub.health.systems.nas.interval", "1s"),
                Map.entry("hub.health.systems.mail.kind", "tcp"),
                Map.entry("hub.health.systems.mail.url", "tcp://127.0.0.1:1"),
                Map.entry("hub.health.systems.mail.interval", "1s"),
                Map.entry(
                    "hub.health.systems.grafana.url",
                    "http://127.0.0.1:" + nas.getAddress().getPort()),
                Map.entry(
                    "hub.health.systems.immich.url",
                    "http://127.0.0.1:" + nas.getAddress().getPort() + "/api/health"),
                Map.entry(
                    "hub.alertmanager.url",
                    "http://127.0.0.1:" + nas.getAddress().getPort() + "/am/"),
                Map.entry(
                    "hub.health.systems.redis.url", "redis://127.0.0.1:" + redis.getLocalPort()),
                Map.entry(
                    "hub.health.systems.shopdb.url",
                    "postgres://"
                        + URI.create(TestDatabase.create().url().substring("jdbc:".length()))
                            .getAuthority()),
                Map.entry(
                    "hub.health.systems.otherdb.url",
                    "postgres://127.0.0.1:" + nas.getAddress().getPort()),
                Map.entry("hub.health.systems.web.url", "docker://my_web-1"),
                Map.entry("hub.health.status-page.title", "The <house>"),
                Map.entry("hub.health.status-page.systems", "mail,grafana")));
  }

  @AfterAll
  static void stop() throws IOException {
    hub.close();
    nas.stop(0);
    redis.close();
    serving.shutdownNow();
  }

  /** As Redis does that wants no password. */
  private static void pong() {
    while (!redis.isClosed()) {
      try (Socket client = redis.accept()) {
        byte[] asked = client.getInputStream().readNBytes("PING\r\n".length());
        client
            .getOutputStream()
            .write(
                (new String(asked, StandardCharsets.UTF_8).equals("PING\r\n")
                        ? "+PONG\r\n"
                        : "-ERR\r\n")
                    .getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // the test ends
      }
    }
  }

  @Test
  void system_of_a_known_name_needs_a_url_only() throws Exception {
    await().atMost(LONG).untilAsserted(() -> assertThat(status("grafana")).isEqualTo("up"));
    await().atMost(LONG).untilAsserted(() -> assertThat(status("redis")).isEqualTo("up"));
    // a busy machine may let the first question run out of time
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(hub.bean(Systems.class).find("immich").orElseThrow().detail())
                    .isEqualTo("'pong' is not in the answer"));
    assertThat(status("immich")).isEqualTo("down");
    assertThat(hub.bean(Systems.class).dependsOn("immich")).containsExactly("redis");
  }

  @Test
  void postgres_is_known_by_its_answer_and_needs_no_password() {
    await().atMost(LONG).untilAsserted(() -> assertThat(status("shopdb")).isEqualTo("up"));
    await().atMost(LONG).untilAsserted(() -> assertThat(status("otherdb")).isEqualTo("down"));
  }

  @Test
  void server_that_flows_use_is_watched_below_the_path_that_it_is_served_at() {
    await().atMost(LONG).untilAsserted(() -> assertThat(status("alertmanager")).isEqualTo("up"));
    assertThat(asked).contains("/am/-/ready");
  }

  @Test
  void container_is_unknown_where_no_engine_tells() {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(hub.bean(Systems.class).find("web").orElseThrow().detail())
                    .isEqualTo("there is no Docker engine (hub.docker.host)"));
  }

  @Test
  void everybody_sees_the_page_and_the_badges_of_the_systems_that_are_shown() throws Exception {
    await().atMost(LONG).untilAsserted(() -> assertThat(status("mail")).isEqualTo("down"));
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(get("/status").body())
                    .contains(
                        "The &lt;house&gt;", "Something is down", "<th>mail</th><td>down</td>")
                    .doesNotContain("refused", "127.0.0.1", "nas", "<script"));
    assertThat(get("/health/mail/badge.svg").body()).contains("<title>mail: down</title>");
    assertThat(get("/health/mail/badge.svg").headers().firstValue("Content-Type").orElseThrow())
        .startsWith("image/svg+xml");
    assertThat(get("/health/nas/badge.svg").statusCode()).isEqualTo(404);
  }

  @Test
  void api_has_the_history_and_begins_a_maintenance() {
    Http api = Http.asAdmin(hub);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(
                        api.get("/api/systems/mail/history")
                            .json()
                            .at("/changes/0/status")
                            .asText())
                    .isEqualTo("down"));
    JsonNode history = api.get("/api/systems/mail/history").json();
    assertThat(history.get("day").asDouble()).isZero();
    assertThat(api.get("/api/systems/grafana/history").json().get("month").asDouble()).isOne();
    assertThat(history.at("/days/29/status").asText()).isEqualTo("down");
    assertThat(history.at("/days/0/status").asText()).isEqualTo("unknown");
    assertThat(api.get("/api/systems/nothing/history").status()).isEqualTo(404);

    assertThat(api.post("/api/systems/mail/maintenance", "{\"duration\":\"2h\"}").status())
        .isEqualTo(200);
    assertThat(hub.bean(Maintenance.class).covers("mail")).isTrue();
    assertThat(hub.bean(Maintenance.class).covers("nas")).isFalse();
    assertThat(api.get("/api/systems/mail/history").json().has("maintainedUntil")).isTrue();
    assertThat(api.post("/api/systems/mail/maintenance", "{\"duration\":\"0s\"}").status())
        .isEqualTo(200);
    assertThat(hub.bean(Maintenance.class).covers("mail")).isFalse();
    assertThat(api.post("/api/systems/mail/maintenance", "{\"duration\":\"2\"}").status())
        .isEqualTo(400);
    assertThat(api.post("/api/systems/mail/maintenance", "{\"duration\":\"31d\"}").status())
        .isEqualTo(400);
    assertThat(api.post("/api/systems/nothing/maintenance", "{\"duration\":\"2h\"}").status())
        .isEqualTo(404);
  }

  @Test
  void flow_that_works_on_a_system_says_so() {
    hub.bean(EventLog.class)
        .append(
            NewEvent.json(
                "health.maintenance",
                "test",
                "{\"system\":\"redis\",\"duration\":\"1h\",\"by\":\"backup\"}"
                    .getBytes(StandardCharsets.UTF_8)))
        .join();
    await().atMost(LONG).until(() -> hub.bean(Maintenance.class).covers("redis"));
  }

  @Test
  void hub_is_alive_and_ready() throws Exception {
    await().untilAsserted(() -> assertThat(get("/readyz").statusCode()).isEqualTo(200));
    assertThat(get("/readyz").body()).isEqualTo("{\"status\":\"ready\"}");
    assertThat(get("/healthz").body()).isEqualTo("{\"status\":\"up\"}");
    for (String path : new String[] {"/healthz", "/readyz", "/health", "/health/nas"}) {
      var head = HttpRequest.newBuilder(URI.create(hub.url() + path));
      var answer =
          CLIENT.send(
              head.method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void system_of_the_user_goes_down_and_up_and_the_log_hears_of_it() throws Exception {
    await().untilAsserted(() -> assertThat(status("nas")).isEqualTo("up"));
    nasAnswers = 500;
    await().atMost(Duration.ofSeconds(20)).until(() -> events("health.nas.down") == 1);
    assertThat(status("nas")).isEqualTo("down");
    nasAnswers = 200;
    await().atMost(Duration.ofSeconds(20)).until(() -> events("health.nas.up") == 1);
    assertThat(hub.bean(Systems.class).find("mail").orElseThrow().status()).isEqualTo(Level.DOWN);
  }

  @Test
  void nobody_sees_detail_without_a_gate_that_admits_them() throws Exception {
    await().untilAsserted(() -> assertThat(status("mail")).isEqualTo("down"));
    assertThat(get("/health/mail").body()).doesNotContain("detail", "refused", "127.0.0.1");
    assertThat(get("/health").body()).doesNotContain("detail", "refused", "127.0.0.1");
    assertThat(hub.bean(Systems.class).find("mail").orElseThrow().detail()).contains("refused");
  }

  @Test
  void unknown_system_is_not_found() throws Exception {
    var answer = get("/health/nothing");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void metrics_are_on_the_management_port_without_double_sums() throws Exception {
    await()
        .untilAsserted(
            () ->
                assertThat(management("/actuator/prometheus"))
                    .contains(
                        "hub_event_deliveries{state=\"waiting\"} 0.0",
                        "hub_event_oldest_waiting_seconds 0.0",
                        "hub_health_status{system=\"database\"} 1.0",
                        "camel_exchanges_total{")
                    .contains("routeId=\"health.poll\"")
                    .doesNotContain("eventType=\"context\"", "camel_message_history"));
    assertThat(management("/actuator/health/liveness")).isEqualTo("{\"status\":\"UP\"}");
    assertThat(get("/actuator/prometheus").statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(hub.url() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String management(String path) throws IOException, InterruptedException {
    return CLIENT
        .send(
            HttpRequest.newBuilder(URI.create(hub.managementUrl() + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static String status(String system) throws IOException, InterruptedException {
    JsonNode page = new ObjectMapper().readTree(get("/health/" + system).body());
    return page.get("status").asText();
  }

  private static long events(String type) {
    return JdbcClient.create(hub.database().dataSource())
        .sql("select count(*) from event where type = :type")
        .param("type", type)
        .query(Long.class)
        .single();
  }
}
