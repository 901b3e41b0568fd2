package com.millyweb.hub.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pages as an uptime checker, a proxy and Prometheus see them. */
class HealthPagesTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static HttpServer nas;
  private static volatile int nasAnswers = 200;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws IOException {
    nas = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    nas.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(nasAnswers, -1);
          exchange.close();
        });
    nas.start();
    hub =
        HubFixture.start(
            Map.of(
                "hub.health.systems.nas.kind", "http",
                "hub.health.systems.nas.url", "http://127.0.0.1:" + nas.getAddress().getPort(),
                "hub.health.systems.nas.interval", "1s",
                "hub.health.systems.mail.kind", "tcp",
                "hub.health.systems.mail.url", "tcp://127.0.0.1:1",
                "hub.health.systems.mail.interval", "1s"));
  }

  @AfterAll
  static void stop() {
    hub.close();
    nas.stop(0);
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
