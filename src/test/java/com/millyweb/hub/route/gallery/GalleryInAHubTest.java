package com.millyweb.hub.route.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.workbench.Http;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user copies every flow of the gallery, sets what their heads name, and all of them run. */
class GalleryInAHubTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  @TempDir private Path orders;
  @TempDir private Path attachments;

  @Test
  void every_flow_runs_beside_all_others() throws Exception {
    Path routes = GalleryHub.ownRoutes(folder);
    for (GalleryFlow flow : Gallery.flows()) {
      flow.copy(routes);
    }
    try (GalleryHub hub = GalleryHub.start(routes, settings())) {
      List<String> down = new ArrayList<>();
      int running = 0;
      for (JsonNode file : Http.asAdmin(hub.hub()).get("/api/routes").json().path("items")) {
        running++;
        if (!file.path("state").asText().equals("running")
            || file.path("problems").toString().contains("\"error\"")) {
          down.add(file.toString());
        }
      }
      assertThat(down).isEmpty();
      assertThat(running).isEqualTo(routeFiles(routes).size());
      for (GalleryFlow flow : Gallery.flows()) {
        for (String file : flow.files().keySet()) {
          if (file.endsWith(".camel.yaml")) {
            String edit =
                JSON.writeValueAsString(Map.of("file", file, "content", flow.files().get(file)));
            JsonNode verdict = Http.asAdmin(hub.hub()).post("/api/routes/check", edit).json();
            assertThat(verdict.path("valid").asBoolean()).as("%s %s", file, verdict).isTrue();
            assertThat(verdict.path("problems")).as(file).isEmpty();
          }
        }
      }
    }
  }

  @Test
  void an_alert_of_one_hub_arrives_in_the_other_once(@TempDir Path west, @TempDir Path east)
      throws Exception {
    GalleryHub.quietRoutes(west);
    GalleryHub.quietRoutes(east);
    GalleryHub.copy(west, "federation");
    GalleryHub.copy(east, "federation", "on-call");
    Map<String, String> door =
        Map.of(
            "hub.ingress.sources.west.verify", "bearer",
            "hub.ingress.sources.west.secret", "what-west-knows-of-east",
            "hub.ingress.sources.west.subject", "{/subject}",
            "hub.notify.channels.first[0].medium", "inbox",
            "hub.notify.channels.second[0].medium", "inbox",
            // it sends nothing on that came from the other hub: nobody listens there
            "hub.vars.other_hub", "http://127.0.0.1:9/hooks/west",
            "hub.secrets.other_hub", "what-east-knows-of-west",
            "hub.egress.allow", "127.0.0.1");
    try (GalleryHub other = GalleryHub.start(east, door)) {
      Map<String, String> own =
          Map.of(
              "hub.vars.other_hub", other.hub().url() + "/hooks/west",
              "hub.secrets.other_hub", "what-west-knows-of-east",
              "hub.egress.allow", "127.0.0.1");
      try (GalleryHub hub = GalleryHub.start(west, own)) {
        UUID alert =
            hub.append(
                "grafana.alert.firing",
                "disk-1",
                GalleryHub.flow("on-call").files().get("flow/samples/on-call.json"));
        hub.awaitDone("flow.federation", alert);

        JsonNode asked = other.notice("DiskFull: who takes care?");
        assertThat(asked.path("text").asText()).isEqualTo("/data has 3% left");
        assertThat(
                other.rows(
                    "select concat_ws(' ', type, subject, source) from event where type like 'west.%'"))
            .containsExactly("west.alert.firing disk-1 west");

        // the door answers the same alert again as one that it has
        String key = alert.toString();
        JsonNode again =
            Http.of(other.hub())
                .with("Authorization", "Bearer what-west-knows-of-east")
                .with("Idempotency-Key", key)
                .post("/hooks/west", "{\"type\": \"alert.firing\", \"subject\": \"disk-1\"}")
                .json();
        assertThat(again.path("duplicate").asBoolean()).isTrue();
        hub.assertNothingFailed();
        other.assertNothingFailed();
      }
    }
  }

  private static List<Path> routeFiles(Path routes) throws Exception {
    try (Stream<Path> files = Files.walk(routes)) {
      return files.filter(file -> RouteText.isRoutes(file.toString())).toList();
    }
  }

  @Test
  void an_etl_flow_sends_what_the_database_holds_as_a_file() throws Exception {
    Path routes = GalleryHub.quietRoutes(folder);
    GalleryHub.copy(routes, "etl-nightly");
    try (GalleryHub hub = GalleryHub.start(routes, Map.of())) {
      hub.append("shop.order", null, "{}");
      hub.append("shop.order", null, "{}");
      hub.awaitDone("flow.etl-nightly", hub.sample("etl-nightly", "schedule.daily", null));
      JsonNode notice = hub.notice("Events of the last day by type");
      assertThat(notice.path("text").asText()).isEqualTo("Types: 2");
      assertThat(notice.path("attachments").toString()).contains("events.csv");
      hub.assertNothingFailed();
    }
  }

  /** What the heads of the flows name; nobody answers at any of the addresses. */
  private Map<String, String> settings() {
    Map<String, String> all = new HashMap<>();
    all.put("hub.model", "ollama:qwen3:8b");
    for (String var :
        List.of(
            "prometheus",
            "watchtower",
            "deploy_url",
            "site",
            "ha",
            "n8n",
            "node_red",
            "other_hub",
            "relay_url",
            "price_url",
            "calendar")) {
      all.put("hub.vars." + var, "http://127.0.0.1:9/" + var);
    }
    all.put("hub.vars.imap", "127.0.0.1:9");
    all.put("hub.vars.mail_user", "me@example.org");
    all.put("hub.vars.mqtt", "tcp://127.0.0.1:9");
    all.put("hub.vars.feed", "127.0.0.1:9/feed.xml");
    all.put("hub.vars.price_limit", "100");
    all.put("hub.vars.place", "latitude=52.5&longitude=13.4");
    all.put("hub.vars.releases", "127.0.0.1:9/a,127.0.0.1:9/b");
    all.put("hub.vars.router", "router");
    for (String secret : List.of("watchtower", "deploy", "ha", "n8n", "other_hub", "mail")) {
      all.put("hub.secrets." + secret, "a-secret-of-" + secret);
    }
    for (String source :
        List.of("contact", "backup", "diun", "invoice", "log", "sensor", "shop", "relay", "west")) {
      all.put("hub.ingress.sources.%s.verify".formatted(source), "bearer");
      all.put("hub.ingress.sources.%s.secret".formatted(source), "the-secret-of-a-source");
    }
    Map.of("kuma", "uptime-kuma", "ha", "home-assistant")
        .forEach(
            (source, kind) -> {
              all.put("hub.ingress.sources.%s.verify".formatted(source), kind);
              all.put("hub.ingress.sources.%s.secret".formatted(source), "the-secret-of-a-source");
            });
    all.put("hub.ingress.sources.contact.token-in-query", "true");
    all.put("hub.ingress.sources.backup.subject", "{/host}");
    all.put("hub.ingress.sources.n8n.secret", "the-secret-of-a-source");
    all.put("hub.ingress.sources.stripe.secret", "whsec_the-secret-of-a-source");
    all.put("hub.ingress.schedules.morning.cron", "0 7 * * *");
    all.put("hub.ingress.schedules.hourly.cron", "5 * * * *");
    all.put("hub.ingress.schedules.evening.cron", "0 18 * * *");
    for (String channel : List.of("first", "second", "incident")) {
      all.put("hub.notify.channels.%s[0].medium".formatted(channel), "inbox");
    }
    all.put("hub.connect.folders.orders", orders.toString());
    all.put("hub.connect.folders.attachments", attachments.toString());
    all.put("hub.egress.allow", "127.0.0.1");
    all.put("hub.people.ann.role", "operator");
    all.put("hub.people.ann.slack", "U1");
    return all;
  }
}
