package com.millyweb.hub.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The whole hub with a source of each kind, and how each kind proves itself. */
final class HubWithKinds implements AutoCloseable {
  static final String SECRET = "secret-of-the-test";
  static final String SIGNING_KEY = "garden-signing-key-of-32-bytes!!";
  static final String SIGNING =
      "whsec_"
          + Base64.getEncoder().encodeToString(SIGNING_KEY.getBytes(StandardCharsets.US_ASCII));
  private final AtomicInteger count = new AtomicInteger();
  final HubWithDoors doors = HubWithDoors.start(properties());

  private static Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    // named otherwise than their kinds, where the types of their events tell
    Map.of(
            "forge", "gitea",
            "codeberg", "forgejo",
            "lab", "gitlab",
            "dashboards", "grafana",
            "alerts", "alertmanager",
            "objects", "minio",
            "kuma", "uptime-kuma",
            "home", "home-assistant",
            "n8n", "n8n",
            "stripe", "stripe")
        .forEach(
            (name, kind) -> {
              properties.put("hub.ingress.sources." + name + ".verify", kind);
              properties.put("hub.ingress.sources." + name + ".secret[0]", "the one before");
              properties.put("hub.ingress.sources." + name + ".secret[1]", SECRET);
            });
    for (String plain : List.of("alerts", "kuma", "home", "n8n")) {
      properties.put("hub.ingress.sources." + plain + ".secret[0]", "the-former-one");
    }
    properties.put("hub.ingress.sources.objects.secret[0]", "Token former");
    properties.put("hub.ingress.sources.lab.secret[0]", SIGNING);
    properties.put("hub.ingress.sources.alerts.secret[2]", "hub:pass word");
    properties.put("hub.ingress.sources.github.secret", SECRET);
    for (String kind : List.of("alertmanager", "minio", "grafana")) {
      String slow = "hub.ingress.sources.slow-" + kind;
      properties.put(slow + ".verify", kind);
      properties.put(slow + ".secret", SECRET);
      properties.put(slow + ".rate", "1/h");
      properties.put(slow + ".client-rate", "2/h");
    }
    return properties;
  }

  HttpResponse<String> send(String kind, String body) {
    String unique = "u" + count.incrementAndGet();
    return switch (kind) {
      case "gitea" -> gitea("forge", body, unique);
      case "github" -> doors.push(SECRET, body, unique);
      case "gitlab" -> gitlab(body, "X-Gitlab-Event", "Push Hook");
      case "grafana" -> grafana("dashboards", body);
      case "stripe" -> stripe(body, Instant.now().getEpochSecond());
      case "alertmanager" -> plain("alerts", body);
      case "minio" -> plain("objects", body);
      case "uptime-kuma" -> plain("kuma", body);
      case "home-assistant" -> plain("home", body);
      default -> plain(kind, body);
    };
  }

  HttpResponse<String> plain(String source, String body) {
    return doors.post(
        source, body, "Content-Type", "application/json", "Authorization", "Bearer " + SECRET);
  }

  HttpResponse<String> gitea(String source, String body, String delivery) {
    return doors.post(
        source,
        body,
        "Content-Type",
        "application/json",
        "X-Gitea-Event",
        "push",
        "X-GitHub-Event",
        "something_else",
        "X-Gitea-Delivery",
        delivery,
        "X-Gitea-Signature",
        hmac(body));
  }

  HttpResponse<String> gitlab(String body, String... more) {
    List<String> headers =
        new ArrayList<>(List.of("Content-Type", "application/json", "X-Gitlab-Token", SECRET));
    headers.addAll(List.of(more));
    return doors.post("lab", body, headers.toArray(String[]::new));
  }

  HttpResponse<String> grafana(String source, String body) {
    String time = "" + Instant.now().getEpochSecond();
    return doors.post(
        source,
        body,
        "Content-Type",
        "application/json",
        "X-Grafana-Alerting-Timestamp",
        time,
        "X-Grafana-Alerting-Signature",
        hmac(time + ":" + body));
  }

  HttpResponse<String> stripe(String body, long time) {
    return doors.post(
        "stripe",
        body,
        "Content-Type",
        "application/json; charset=utf-8",
        "Stripe-Signature",
        "t=%d,v1=%s".formatted(time, hmac(time + "." + body)));
  }

  static String hmac(String text) {
    return HubWithDoors.hmac("HmacSHA256", SECRET, text);
  }

  List<Map<String, Object>> events() {
    return doors
        .database()
        .sql("select * from event where source not in ('hub', 'route', 'health') order by at, id")
        .query()
        .listOfRows();
  }

  List<String> types() {
    return events().stream().map(event -> (String) event.get("type")).toList();
  }

  static void assertStored(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body()).contains("\"duplicate\":false");
  }

  Map<String, Object> onlyEvent() {
    assertThat(events()).hasSize(1);
    return events().get(0);
  }

  static String text(Map<String, Object> event) {
    return new String((byte[]) event.get("data"), StandardCharsets.UTF_8);
  }

  /** As if nothing had ever been sent. */
  void forget() {
    doors.database().sql("delete from dedupe").update();
    doors.database().sql("delete from event").update();
    doors.database().sql("delete from ingress_state").update();
  }

  @Override
  public void close() {
    doors.close();
  }
}
