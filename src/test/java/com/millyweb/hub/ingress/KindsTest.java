package com.millyweb.hub.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each kind of sender at the door of the whole hub, with what it really sends. */
class KindsTest {
  private static HubWithKinds hub;

  @BeforeAll
  static void start() {
    hub = new HubWithKinds();
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @BeforeEach
  void forget() {
    hub.forget();
  }

  @Test
  void each_alert_of_grafana_is_an_event_by_its_own_status() throws IOException {
    HubWithKinds.assertStored(hub.grafana("dashboards", Samples.read("grafana-alerts")));

    var events = hub.events();
    assertThat(hub.types()).containsExactly("grafana.alert.firing", "grafana.alert.resolved");
    assertThat(events.get(0))
        .contains(
            entry("subject", "a1b2c3d4e5f60718"),
            entry("key", "a1b2c3d4e5f60718|2026-05-02T06:00:00Z|firing"),
            entry("time", at("2026-05-02T06:00:00Z")));
    assertThat(events.get(1)).contains(entry("time", at("2026-05-02T05:45:00Z")));
    JsonNode data = Samples.JSON.readTree(HubWithKinds.text(events.get(1)));
    assertThat(data.path("status").asText()).isEqualTo("resolved");
    assertThat(data.at("/alert/labels/alertname").asText()).isEqualTo("DiskSlow");
    assertThat(data.at("/alert/values").isNull()).isTrue();
    assertThat(data.path("title").asText()).isEqualTo("[FIRING:1, RESOLVED:1] nas");
    assertThat(data.path("message").asText()).contains("DiskFull");
    assertThat(data.at("/commonLabels/instance").asText()).isEqualTo("nas");
    assertThat(data.has("alerts")).isFalse();
    assertThat(hub.grafana("dashboards", Samples.read("grafana-alerts")).body())
        .contains("\"duplicate\":true");
  }

  @Test
  void alert_without_fingerprint_is_known_by_its_labels() {
    String alert =
        "{\"alerts\":[{\"status\":\"firing\",\"startsAt\":\"2026-05-02T06:00:00Z\",\"labels\":{%s}}]}";
    HubWithKinds.assertStored(
        hub.grafana("dashboards", alert.formatted("\"a\":\"1\",\"b\":\"2\"")));
    assertThat(hub.grafana("dashboards", alert.formatted("\"b\":\"2\",\"a\":\"1\"")).body())
        .contains("\"duplicate\":true");
    HubWithKinds.assertStored(
        hub.grafana("dashboards", alert.formatted("\"a\":\"1\",\"b\":\"3\"")));
    assertThat(hub.events()).hasSize(2);
  }

  @Test
  void group_without_alerts_is_refused() {
    for (String body :
        new String[] {"{}", "{\"alerts\":[]}", "{\"alerts\":[1]}", "{\"alerts\":[{}]}"}) {
      assertThat(hub.grafana("dashboards", body).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void alertmanager_is_known_by_its_token_or_its_login() {
    String body = Samples.read("alertmanager-alerts");
    HubWithKinds.assertStored(hub.plain("alerts", body));
    assertThat(hub.types()).containsExactly("alerts.alert.firing", "alerts.alert.resolved");
    assertThat(hub.events().get(0)).contains(entry("time", at("2026-05-02T06:00:00.123456Z")));
    String login =
        Base64.getEncoder().encodeToString("hub:pass word".getBytes(StandardCharsets.UTF_8));
    String[] headers = {"Content-Type", "application/json", "Authorization", "Basic " + login};
    assertThat(hub.doors.post("alerts", body, headers).body()).contains("\"duplicate\":true");
    headers[3] = "Basic " + login.substring(4);
    assertThat(hub.doors.post("alerts", body, headers).statusCode()).isEqualTo(401);
  }

  @Test
  void objects_are_named_by_their_decoded_keys() throws IOException {
    HubWithKinds.assertStored(hub.plain("objects", Samples.read("minio-created")));
    HubWithKinds.assertStored(hub.plain("objects", Samples.read("minio-removed")));

    assertThat(hub.types()).containsExactly("minio.object.created", "minio.object.removed");
    var created = hub.events().get(0);
    assertThat(created)
        .contains(
            entry("source", "objects"),
            entry("subject", "photos/2026/garden party +1%.jpg"),
            entry("time", at("2026-05-02T06:00:00.123Z")));
    JsonNode data = Samples.JSON.readTree(HubWithKinds.text(created));
    assertThat(data.path("bucket").asText()).isEqualTo("photos");
    assertThat(data.path("key").asText()).isEqualTo("2026/garden party +1%.jpg");
    assertThat(data.path("size").asInt()).isEqualTo(204_800);
    assertThat(data.at("/record/s3/object/key").asText())
        .isEqualTo("2026%2Fgarden+party+%2B1%25.jpg");
    assertThat(hub.plain("objects", Samples.read("minio-removed")).body())
        .contains("\"duplicate\":true");
  }

  @Test
  void each_record_of_an_object_store_is_an_event() {
    HubWithKinds.assertStored(hub.plain("objects", Samples.read("minio-rustfs")));
    assertThat(hub.types()).containsExactly("minio.object.created", "minio.object.accessed");
    assertThat(
            hub.doors
                .post(
                    "objects",
                    Samples.read("minio-removed"),
                    "Content-Type",
                    "application/json",
                    "Authorization",
                    "Token former")
                .statusCode())
        .isEqualTo(202);
  }

  @Test
  void object_store_is_never_told_4xx_once_it_is_known() {
    String[] xml = {
      "Content-Type", "application/xml", "Authorization", "Bearer " + HubWithKinds.SECRET
    };
    HubWithKinds.assertStored(hub.doors.post("objects", "<a/>", xml));
    for (String body :
        new String[] {
          "",
          "{",
          "{}",
          "{\"Records\":[{\"eventName\":\"s3:ObjectCreated:Put\"}]}",
          Samples.read("minio-created").replace("%2F", "%2")
        }) {
      HubWithKinds.assertStored(hub.plain("objects", body));
    }
    assertThat(hub.plain("objects", "{").body()).contains("\"duplicate\":true");
    assertThat(hub.types()).hasSize(6).containsOnly("objects.unparsable");
    assertThat(hub.events().get(0)).contains(entry("content_type", "application/octet-stream"));
    assertThat(HubWithKinds.text(hub.events().get(0))).isEqualTo("<a/>");
    assertThat(hub.doors.post("objects", "{", "Authorization", "Bearer no").statusCode())
        .isEqualTo(401);
  }

  @Test
  void longest_key_of_an_object_is_stored() {
    String key = "ü".repeat(512);
    HubWithKinds.assertStored(
        hub.plain(
            "objects",
            Samples.read("minio-created")
                .replace(
                    "2026%2Fgarden+party+%2B1%25.jpg",
                    URLEncoder.encode(key, StandardCharsets.UTF_8))));
    assertThat(hub.onlyEvent()).contains(entry("type", "minio.object.created"));
    assertThat(HubWithKinds.text(hub.onlyEvent())).contains(key);
  }

  @Test
  void stripe_signs_and_its_repetitions_are_duplicates() {
    String body = Samples.read("stripe-invoice-paid");
    long now = Instant.now().getEpochSecond();
    HubWithKinds.assertStored(hub.stripe(body, now));
    assertThat(hub.stripe(body, now - 5).body()).contains("\"duplicate\":true");
    assertThat(hub.stripe(body, now - 400).statusCode()).isEqualTo(401);
    assertThat(hub.stripe(body, now + 400).statusCode()).isEqualTo(401);
    assertThat(hub.onlyEvent())
        .contains(
            entry("type", "stripe.invoice.paid"),
            entry("subject", "in_1tomatoes"),
            entry("key", "evt_1garden"));
    assertThat(HubWithKinds.text(hub.onlyEvent())).isEqualTo(body);
  }

  @Test
  void uptime_kuma_tells_the_state_of_a_monitor() {
    String down = Samples.read("uptime-kuma-down");
    HubWithKinds.assertStored(hub.plain("kuma", down));
    for (String status : List.of("1", "2", "3", "4", "\"x\"")) {
      HubWithKinds.assertStored(
          hub.plain("kuma", down.replace("\"status\": 0", "\"status\": " + status)));
    }
    String test = Samples.read("uptime-kuma-test");
    HubWithKinds.assertStored(hub.plain("kuma", test));
    String expiring = "[shop][https://shop.example] Certificate will be expired in 7 days";
    HubWithKinds.assertStored(hub.plain("kuma", test.replace("Hub Testing", expiring)));
    assertThat(hub.types())
        .containsExactly(
            "kuma.monitor.down",
            "kuma.monitor.up",
            "kuma.monitor.pending",
            "kuma.monitor.maintenance",
            "kuma.received",
            "kuma.received",
            "kuma.test",
            "kuma.expiring");
    assertThat(hub.events().get(0))
        .contains(entry("subject", "nas"), entry("time", at("2026-05-02T06:00:00.250Z")));
  }

  @Test
  void templates_of_home_assistant_and_n8n_name_their_events() {
    HubWithKinds.assertStored(hub.plain("home", Samples.read("home-assistant-event")));
    HubWithKinds.assertStored(hub.plain("n8n", Samples.read("n8n-event")));
    assertThat(hub.types()).containsExactly("home.door_opened", "n8n.invoice_read");
    assertThat(hub.events().get(0)).contains(entry("subject", "binary_sensor.front_door"));
    assertThat(hub.events().get(1)).contains(entry("subject", "aB3dE"));
    assertThat(HubWithKinds.text(hub.events().get(1))).isEqualTo(Samples.read("n8n-event"));
  }

  @Test
  void array_of_home_assistant_is_an_event_for_each_element() {
    String body = Samples.read("home-assistant-coalesced");
    String[] headers = {
      "Content-Type", "application/json", "X-Hub-Token", HubWithKinds.SECRET, "Idempotency-Key", "k"
    };
    HubWithKinds.assertStored(hub.doors.post("home", body, headers));
    assertThat(hub.doors.post("home", body, headers).body()).contains("\"duplicate\":true");
    assertThat(hub.types())
        .containsExactly("home.state_changed", "home.state_changed", "home.received");
    assertThat(hub.events())
        .extracting(event -> event.get("key"))
        .containsExactly("k#0", "k#1", "k#2");
    assertThat(hub.events().get(1)).contains(entry("subject", "light.gone"));
    assertThat(hub.plain("home", "[]").statusCode()).isEqualTo(400);
  }

  @Test
  void request_that_would_become_too_many_events_is_refused() {
    assertThat(hub.plain("home", "[" + "1,".repeat(2_000) + "1]").statusCode()).isEqualTo(400);
    String label = "\"groupLabels\":{\"a\":\"" + "x".repeat(100_000) + "\"}";
    String alert = "{\"status\":\"firing\"},";
    String body = "{%s,\"alerts\":[%s{}]}".formatted(label, alert.repeat(1_000));
    assertThat(hub.grafana("dashboards", body).statusCode()).isEqualTo(400);
    assertThat(hub.doors.events()).isZero();
  }

  @Test
  void payloads_beside_the_project_are_understood() {
    Samples.beside("gitea")
        .forEach(body -> HubWithKinds.assertStored(hub.gitea("forge", body, "d")));
    Samples.beside("github")
        .forEach(body -> HubWithKinds.assertStored(hub.doors.push(HubWithKinds.SECRET, body, "d")));
    Samples.beside("grafana")
        .forEach(body -> HubWithKinds.assertStored(hub.grafana("dashboards", body)));
    Samples.beside("alertmanager")
        .forEach(body -> HubWithKinds.assertStored(hub.plain("alerts", body)));
    Samples.beside("minio").forEach(body -> HubWithKinds.assertStored(hub.plain("objects", body)));
    Samples.beside("uptime-kuma")
        .forEach(body -> HubWithKinds.assertStored(hub.plain("kuma", body)));
    assertThat(hub.types())
        .noneMatch(type -> type.endsWith("unparsable") || type.endsWith("received"));
  }

  @Test
  void sample_with_any_hole_is_never_a_failure() {
    Samples.byKind()
        .forEach(
            (kind, samples) -> {
              for (String sample : samples) {
                for (String holed : Samples.withHoles(sample)) {
                  int status = hub.send(kind, holed).statusCode();
                  assertThat(status).as("%s %s", kind, holed).isIn(202, 400);
                  assertThat(kind.equals("minio") && status == 400).isFalse();
                }
              }
            });
  }

  @Test
  void over_its_rate_a_sender_that_gives_up_at_4xx_is_told_503() {
    String alerts = Samples.read("alertmanager-alerts");
    HubWithKinds.assertStored(hub.plain("slow-alertmanager", alerts));
    assertLater(hub.plain("slow-alertmanager", alerts), 503);
    assertLater(hub.plain("slow-alertmanager", alerts), 503);
    String objects = Samples.read("minio-created");
    HubWithKinds.assertStored(hub.plain("slow-minio", objects));
    assertLater(hub.plain("slow-minio", objects), 503);
    assertLater(hub.plain("slow-minio", "{"), 503);
    HubWithKinds.assertStored(hub.grafana("slow-grafana", Samples.read("grafana-alerts")));
    assertLater(hub.grafana("slow-grafana", Samples.read("grafana-alerts")), 429);
  }

  @Test
  void proof_that_is_wrong_missing_empty_or_doubled_is_refused_by_every_kind() {
    long now = Instant.now().getEpochSecond();
    Map.of(
            "forge", Map.of("X-Gitea-Signature", "%s"),
            "codeberg", Map.of("X-Forgejo-Signature", "%s"),
            "lab", Map.of("X-Gitlab-Token", HubWithKinds.SECRET),
            "dashboards", Map.of("X-Grafana-Alerting-Signature", "%s"),
            "stripe", Map.of("Stripe-Signature", "t=" + now + ",v1=%2$s"),
            "alerts", Map.of("Authorization", "Bearer " + HubWithKinds.SECRET),
            "objects", Map.of("Authorization", "Bearer " + HubWithKinds.SECRET),
            "kuma", Map.of("Authorization", "Bearer " + HubWithKinds.SECRET),
            "home", Map.of("X-Hub-Token", HubWithKinds.SECRET),
            "n8n", Map.of("X-Hub-Token", HubWithKinds.SECRET))
        .forEach(
            (source, proof) ->
                proof.forEach(
                    (name, template) -> {
                      String valid =
                          template.formatted(
                              HubWithKinds.hmac("{}"), HubWithKinds.hmac(now + ".{}"));
                      assertThat(status(source, name, valid)).as(source).isNotEqualTo(401);
                      assertThat(status(source)).as(source).isEqualTo(401);
                      assertThat(status(source, name, "")).as(source).isEqualTo(401);
                      assertThat(status(source, name, valid + "x")).as(source).isEqualTo(401);
                      assertThat(status(source, name, valid, name, valid))
                          .as(source)
                          .isEqualTo(401);
                    }));
  }

  @Test
  void secret_that_is_being_replaced_still_proves() {
    for (String source : List.of("kuma", "home", "n8n")) {
      assertThat(status(source, "X-Hub-Token", "the-former-one")).as(source).isEqualTo(202);
    }
    assertThat(status("objects", "Authorization", "Token former")).isEqualTo(202);
    assertThat(
            status(
                "forge",
                "X-Gitea-Event",
                "push",
                "X-Gitea-Signature",
                HubWithDoors.hmac("HmacSHA256", "the one before", "{}")))
        .isEqualTo(202);
  }

  @Test
  void stamp_of_grafana_is_sent_once_and_is_not_old() {
    long now = Instant.now().getEpochSecond();
    for (long time : new long[] {now, now - 400, now + 400}) {
      String stamp = "" + time;
      String[] proof = {
        "X-Grafana-Alerting-Timestamp",
        stamp,
        "X-Grafana-Alerting-Signature",
        HubWithKinds.hmac(stamp + ":{}")
      };
      // {} has no alerts: 400 is what only the sender itself is told
      assertThat(status("dashboards", proof)).isEqualTo(time == now ? 400 : 401);
      assertThat(status("dashboards", proof[0], proof[1], proof[2], proof[3], proof[0], proof[1]))
          .isEqualTo(401);
    }
  }

  private static int status(String source, String... proof) {
    List<String> headers = new ArrayList<>(List.of("Content-Type", "application/json"));
    headers.addAll(List.of(proof));
    return hub.doors.post(source, "{}", headers.toArray(String[]::new)).statusCode();
  }

  @Test
  void head_is_answered_without_a_proof() {
    for (String path : List.of("/", "/hooks/objects", "/hooks/alerts", "/hooks/dashboards")) {
      var answer =
          hub.doors.send(hub.doors.request(path).method("HEAD", BodyPublishers.noBody()).build());
      assertThat(answer.statusCode()).isEqualTo(204);
    }
  }

  private static void assertLater(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
  }

  private static Timestamp at(String instant) {
    return Timestamp.from(Instant.parse(instant));
  }
}
