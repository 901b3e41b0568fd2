package com.millyweb.hub.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The flows of the manual's page on time do what it says; only their times are shorter. */
class TimeStoriesTest {
  private static final Path MANUAL = Path.of("routes/README.md");
  private static final Pattern FLOW =
      Pattern.compile("```yaml\n# (flow/[\\w-]+\\.camel\\.yaml)[^\n]*\n(.*?)```", Pattern.DOTALL);

  @TempDir private static Path quick;
  @TempDir private Path routes;
  private static HubFixture hub;

  /** Those of the stories before: they have a hub together. */
  private final Set<String> before = new HashSet<>(ids(hub));

  /** A hub with one shipped flow of notices, and the flows of the manual with other times. */
  @BeforeAll
  static void start() throws Exception {
    writeFlows(
        quick,
        Map.of(
            "collect: 10s",
            "collect: 1s",
            "14d",
            "3s",
            "delay: 5m",
            "delay: 2s",
            "delay: 10m",
            "delay: 2s"));
    hub = HubFixture.start(quick, Map.of("hub.route.watch", "false"));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static void writeFlows(Path routes, Map<String, String> times) throws Exception {
    String manual = Files.readString(MANUAL);
    Matcher flows =
        FLOW.matcher(
            manual.substring(manual.indexOf("\n## Time:"), manual.indexOf("\n## Expressions")));
    int written = 0;
    for (; flows.find(); written++) {
      String flow = flows.group(2);
      for (Map.Entry<String, String> time : times.entrySet()) {
        flow = flow.replace(time.getKey(), time.getValue());
      }
      write(routes, flows.group(1), flow);
    }
    assertThat(written).isEqualTo(9);
    for (String file : List.of("notify/inbox.camel.yaml", "notify/press.camel.yaml")) {
      write(routes, file, Files.readString(Path.of("routes").resolve(file)));
    }
  }

  @Test
  void events_of_a_host_that_come_together_are_one_notice() throws Exception {
    append(hub, "log.error", null, "{\"host\":\"nas\",\"message\":\"disk\"}");
    append(hub, "log.error", null, "{\"host\":\"nas\",\"message\":\"fan\"}");
    append(hub, "log.error", null, "{\"host\":\"pi\",\"message\":\"power\"}");

    awaitNotices(hub, "nas: 2 errors, first disk", "pi: 1 errors, first power");
  }

  @Test
  void a_disk_is_warned_of_once_and_the_rest_says_why_it_was_not() throws Exception {
    for (int percent : new int[] {80, 91, 92, 93}) {
      append(hub, "disk.usage", null, "{\"disk\":\"sda\",\"percent\":%d}".formatted(percent));
    }
    append(hub, "disk.usage", null, "{\"disk\":\"sdb\",\"percent\":99}");

    awaitNotices(hub, "sda is 91 % full", "sdb is 99 % full");
    await(
        () ->
            reasons(hub, "disk.usage")
                .equals(
                    List.of(
                        "-",
                        "atMost: 1 in 1h of /disk 'sda' had passed already",
                        "atMost: 1 in 1h of /disk 'sda' had passed already")));
  }

  @Test
  void an_invoice_that_is_paid_is_not_reminded_of() throws Exception {
    append(hub, "invoice.sent", null, "{\"number\":1}");
    append(hub, "invoice.sent", null, "{\"number\":2}");
    await(() -> count(hub, "event where type = 'invoice.remind'") == 2);
    append(hub, "invoice.paid", null, "{\"number\":1}");

    awaitNotices(hub, "Invoice 2 is not paid");
    assertThat(
            count(
                hub,
                "delivery_history where outcome = 'cancelled' and reason = 'cancelled by flow.invoice-paid'"))
        .isEqualTo(1);
    JsonNode cancelled =
        Http.asAdmin(hub).get("/api/deliveries?state=cancelled").json().path("items");
    assertThat(cancelled.findValuesAsText("reason"))
        .filteredOn(reason -> reason.contains("invoice"))
        .containsExactly("cancelled by flow.invoice-paid");
  }

  @Test
  void each_motion_sets_the_timer_back() throws Exception {
    for (int motion = 1; motion <= 3; motion++) {
      append(hub, "home.motion", null, "{\"room\":\"kitchen\"}");
      int motions = motion;
      await(() -> count(hub, "event where type = 'home.quiet'") == motions);
    }

    awaitNotices(hub, "Nobody in the kitchen");
    assertThat(
            count(
                hub,
                "delivery_history h join event e on e.id = h.event_id where e.type = 'home.quiet' and h.outcome = 'cancelled'"))
        .isEqualTo(2);
    append(hub, "home.motion", null, "{\"room\":\"kitchen\"}");
    awaitNotices(hub, "Nobody in the kitchen", "Nobody in the kitchen");
  }

  @Test
  void an_alert_goes_from_person_to_person_until_somebody_presses() throws Exception {
    append(hub, "grafana.alert.firing", "fp1", "{\"title\":\"Disk\"}");
    await(() -> notices(hub).stream().anyMatch(text -> text.startsWith("@boss Disk")));
    List<String> asked = notices(hub);
    assertThat(asked).contains("Disk: who takes care?", "@second Disk: who takes care?");

    String newest =
        Http.asAdmin(hub).get("/api/notices").json().path("items").get(0).path("id").asText();
    assertThat(
            Http.asAdmin(hub)
                .post("/api/notices/" + newest + "/actions", "{\"action\":0}")
                .status())
        .isEqualTo(200);

    await(() -> notices(hub).contains("administrator takes care"));
    assertThat(
            count(
                hub,
                "delivery d join event e on e.id = d.event_id where e.type = 'oncall.escalate'"))
        .as("still to come")
        .isZero();
    assertThat(
            count(
                hub,
                "delivery_history where outcome = 'cancelled' and reason = 'cancelled by flow.oncall.pressed'"))
        .isEqualTo(1);
  }

  @Test
  void an_alert_that_fires_again_begins_again() throws Exception {
    writeFlows(routes, Map.of());
    try (HubFixture hub = HubFixture.start(routes, Map.of("hub.route.watch", "false"))) {
      for (int firing = 1; firing <= 2; firing++) {
        append(hub, "grafana.alert.firing", "fp1", "{\"title\":\"Disk\"}");
        int alerts = firing;
        await(() -> count(hub, "event where type = 'oncall.escalate'") == alerts);
      }
      assertThat(
              count(
                  hub,
                  "delivery where run_at between now() + interval '9 minutes' and now() + interval '10 minutes'"))
          .isEqualTo(1);
    }
  }

  @Test
  void a_new_flow_tells_of_the_orders_before_it_too() throws Exception {
    writeFlows(routes, Map.of());
    Path flow = routes.resolve("flow/count-orders.camel.yaml");
    String text = Files.readString(flow);
    Files.delete(flow);
    try (HubFixture hub = HubFixture.start(routes, Map.of("hub.route.watch", "false"))) {
      append(hub, "shop.order", null, "{\"number\":1}");
      append(hub, "shop.order", null, "{\"number\":2}");
      Files.writeString(flow, text);
      try (HubFixture next = HubFixture.start(hub.database(), routes, Map.of())) {
        append(next, "shop.order", null, "{\"number\":3}");
        awaitNotices(next, "Order 1", "Order 2", "Order 3");
      }
    }
  }

  private static void write(Path routes, String file, String content) throws Exception {
    Path path = routes.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private static void append(HubFixture hub, String type, String subject, String data) {
    hub.bean(EventLog.class)
        .append(
            NewEvent.json(type, "test", data.getBytes(StandardCharsets.UTF_8)).withSubject(subject))
        .join();
  }

  private void awaitNotices(HubFixture hub, String... texts) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(notices(hub)).containsExactlyInAnyOrder(texts));
  }

  private List<String> notices(HubFixture hub) {
    List<String> texts = new ArrayList<>();
    for (JsonNode notice : all(hub)) {
      if (!before.contains(notice.path("id").asText())) {
        texts.add(notice.path("text").asText());
      }
    }
    return texts;
  }

  private static List<String> ids(HubFixture hub) {
    return all(hub).findValuesAsText("id");
  }

  private static JsonNode all(HubFixture hub) {
    return Http.asAdmin(hub).get("/api/notices?limit=100").json().path("items");
  }

  private static List<String> reasons(HubFixture hub, String type) {
    return JdbcClient.create(hub.database().dataSource())
        .sql(
            """
            select coalesce(h.reason, '-') from delivery_history h join event e on e.id = h.event_id
            where e.type = ? and h.outcome = 'filtered' order by h.id
            """)
        .param(type)
        .query(String.class)
        .list();
  }

  private static long count(HubFixture hub, String from) {
    return JdbcClient.create(hub.database().dataSource())
        .sql("select count(*) from " + from)
        .query(Long.class)
        .single();
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
  }
}
