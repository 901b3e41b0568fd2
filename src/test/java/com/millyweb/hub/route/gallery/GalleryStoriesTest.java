package com.millyweb.hub.route.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.fake.FakeSlack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What copied flows do with a real database; only their times are shorter. */
class GalleryStoriesTest {
  @TempDir private static Path routes;

  private static FakeSlack slack;
  private static GalleryHub hub;

  @BeforeAll
  static void start() throws Exception {
    GalleryHub.quietRoutes(routes);
    GalleryHub.copy(
        routes,
        "form-to-table",
        "survey",
        "quiet-hours",
        "uptime-dependencies",
        "event-counter",
        "incident-channel",
        "on-call",
        "backup-missing",
        "invoice-reminder",
        "errors-in-one");
    shorten("uptime-dependencies", "delay: 2m", "delay: 2s");
    shorten("on-call", "delay: 10m", "delay: 2s");
    shorten("backup-missing", "delay: 26h", "delay: 3s");
    shorten("invoice-reminder", "delay: 14d", "delay: 3s");
    shorten("errors-in-one", "collect: 10s", "collect: 1s");
    slack = FakeSlack.start();
    Map<String, String> settings = new HashMap<>();
    settings.put("hub.vars.router", "router");
    // it is always night
    settings.put("hub.vars.quiet_from", "0");
    settings.put("hub.ingress.schedules.morning.cron", "off");
    settings.put("hub.notify.slack.token", FakeSlack.TOKEN);
    settings.put("hub.notify.slack.channel", "C1");
    settings.put("hub.notify.slack.base-url", slack.url());
    settings.put("hub.notify.slack.rate", "100/s");
    settings.put("hub.notify.slack.burst", "100");
    settings.put("hub.notify.channels.incident[0].medium", "slack");
    settings.put("hub.notify.channels.incident[1].medium", "inbox");
    settings.put("hub.notify.channels.first[0].medium", "inbox");
    settings.put("hub.notify.channels.second[0].medium", "inbox");
    hub = GalleryHub.start(routes, settings);
  }

  private static void shorten(String flow, String time, String shorter) throws Exception {
    GalleryHub.edit(
        routes, "flow/%s.camel.yaml".formatted(flow), text -> text.replace(time, shorter));
  }

  @AfterAll
  static void stop() {
    hub.close();
    slack.close();
  }

  @AfterEach
  void nothing_failed() {
    hub.assertNothingFailed();
  }

  @Test
  void a_form_is_a_row_and_a_notice() throws Exception {
    UUID form = hub.sample("form-to-table", "contact.received", null);
    hub.awaitDone("flow.form-to-table", form);

    JsonNode notice = hub.notice("Ann wrote");
    assertThat(notice.path("text").asText()).isEqualTo("Do you ship to Mars?");
    assertThat(notice.path("fields").toString()).contains("Mail", "ann@example.org");
    assertThat(hub.rows("select concat_ws('|', id, name, email, message) from flow.contact"))
        .containsExactly(form + "|Ann|ann@example.org|Do you ship to Mars?");
  }

  @Test
  void everybody_has_one_vote() throws Exception {
    hub.awaitDone("flow.survey", hub.sample("survey", "chat.message", "slack/C1"));
    assertThat(hub.notice("Pizza tonight?").path("text").asText()).contains("*vote yes*");

    vote("U1", "vote Yes");
    vote("U2", "vote no");
    vote("U1", "vote no");
    vote("U3", "vote yes");
    awaitWords("no: 2, yes: 1");
    assertThat(hub.rows("select concat_ws(' ', person, answer) from flow.vote order by 1"))
        .containsExactly("slack/U1 no", "slack/U2 no", "slack/U3 yes");
  }

  private static void vote(String person, String text) {
    UUID vote = hub.append("chat.message", "slack/C1", message(person, text));
    hub.awaitDone("flow.survey.vote", vote);
  }

  private static String message(String person, String text) {
    return """
        {"medium": "slack", "conversation": "slack/C1", "author": {"id": "%s", "name": "%s"}, "addressed": true, "text": "%s"}"""
        .formatted(person, person, text);
  }

  @Test
  void what_is_not_urgent_waits_for_the_morning() throws Exception {
    alert("quiet-1", "DiskFull", "warning", "/data has 3% left");
    alert("quiet-2", "Slow", "warning", "10 s");
    UUID urgent = alert("quiet-3", "Fire", "critical", "run");
    hub.awaitNotice("Fire");
    hub.awaitDone("flow.quiet-hours", urgent);
    assertThat(hub.notices()).noneMatch(notice -> GalleryHub.title(notice).equals("DiskFull"));

    UUID morning = hub.append("schedule.morning", null, "{}");
    hub.awaitDone("flow.quiet-hours.morning", morning);
    JsonNode told =
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () ->
                    hub.notices().stream()
                        .filter(notice -> GalleryHub.title(notice).endsWith("in the night"))
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow();
    assertThat(told.path("text").asText())
        .contains("- **DiskFull** /data has 3% left\n- **Slow** 10 s")
        .doesNotContain("Fire");
  }

  private static UUID alert(String subject, String name, String severity, String summary) {
    UUID id =
        hub.append(
            "grafana.alert.firing",
            subject,
            """
            {"status": "firing", "alert": {"labels": {"alertname": "%s", "severity": "%s"}, "annotations": {"summary": "%s"}}}"""
                .formatted(name, severity, summary));
    hub.awaitDone("flow.quiet-hours", id);
    // so that the other flow asks nobody any more
    hub.append("grafana.alert.resolved", subject, "{}");
    return id;
  }

  @Test
  void what_is_behind_a_router_that_is_down_is_not_told() throws Exception {
    hub.awaitDone("flow.uptime-dependencies", monitor("down", "shop"));
    hub.awaitNotice("shop is down");

    monitor("down", "router");
    monitor("down", "attic");
    hub.awaitNotice("router is down");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                hub.rows(
                        """
                            select h.outcome from delivery_history h join event e on e.id = h.event_id
                            where e.type = 'monitor.look' and convert_from(e.data, 'UTF8') like '%attic%'
                            """)
                    .equals(List.of("done")));
    assertThat(hub.notices()).noneMatch(notice -> GalleryHub.title(notice).contains("attic"));
    assertThat(hub.rows("select name from flow.monitor where not up order by name"))
        .containsExactly("attic", "router", "shop");

    hub.awaitDone("flow.uptime-dependencies", monitor("up", "router"));
    assertThat(hub.rows("select name from flow.monitor where up")).containsExactly("router");
  }

  private static UUID monitor(String state, String name) {
    return hub.append(
        "kuma.monitor." + state, name, "{\"monitor\": {\"name\": \"%s\"}}".formatted(name));
  }

  @Test
  void each_hundredth_order_is_told() {
    UUID last = null;
    for (int order = 1; order <= 101; order++) {
      last =
          hub.append(
              "shop.order.created",
              null,
              "{\"type\": \"order.created\", \"number\": %d}".formatted(order));
    }
    hub.awaitDone("flow.event-counter", last);
    hub.awaitNotice("100 orders");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                hub.rows("select concat_ws(' ', count(*), max(n)) from flow.counted")
                    .equals(List.of("101 101")));
    assertThat(hub.notices())
        .filteredOn(notice -> GalleryHub.title(notice).endsWith(" orders"))
        .hasSize(1);
  }

  @Test
  void an_incident_is_a_thread_from_its_first_word_to_its_last() throws Exception {
    UUID early = hub.append("chat.message", "slack/C1", message("U9", "note there is nothing yet"));
    hub.awaitDone("flow.incident-channel.note", early);

    hub.awaitDone(
        "flow.incident-channel", hub.sample("incident-channel", "chat.message", "slack/C1"));
    hub.awaitNotice("Incident: The shop is down");
    hub.awaitDone(
        "flow.incident-channel.note",
        hub.append("chat.message", "slack/C1", message("bob", "note It is the router")));
    hub.awaitDone(
        "flow.incident-channel.note",
        hub.append("chat.message", "slack/C1", message("ann", "resolved")));
    hub.awaitNotice("bob: note It is the router");
    hub.awaitNotice("ann: resolved");
    assertThat(hub.rows("select what from flow.incident where closed is not null"))
        .containsExactly("The shop is down");

    hub.awaitDone(
        "flow.incident-channel.note",
        hub.append("chat.message", "slack/C1", message("ann", "note after the end")));
    assertThat(hub.notices())
        .noneMatch(notice -> GalleryHub.title(notice).contains("after the end"));
    awaitWords("ann: resolved");
    assertThat(
            slack.messages().stream()
                .filter(message -> message.words().contains("ann: resolved"))
                .map(FakeSlack.Message::thread))
        .containsExactly(
            slack.messages().stream()
                .filter(message -> message.words().contains("The shop is down"))
                .findFirst()
                .orElseThrow()
                .ts());
  }

  @Test
  void the_next_person_is_asked_until_somebody_presses() throws Exception {
    hub.append(
        "grafana.alert.firing",
        "oncall-1",
        """
        {"alert": {"labels": {"alertname": "PumpFailed"}, "annotations": {"summary": "the cellar fills"}}}""");
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> asked() >= 2);
    JsonNode newest = hub.notice("PumpFailed: who takes care?");
    assertThat(newest.path("text").asText()).isEqualTo("the cellar fills");
    hub.press(newest, 0);

    hub.awaitNotice("administrator takes care");
    assertThat(
            hub.rows(
                """
                select e.subject from delivery d join event e on e.id = d.event_id
                where e.type = 'oncall.next' and e.subject = 'oncall-1'
                """))
        .as("still to come")
        .isEmpty();
  }

  private static long asked() {
    return hub.notices().stream()
        .filter(notice -> GalleryHub.title(notice).equals("PumpFailed: who takes care?"))
        .filter(notice -> notice.path("channel").asText().equals("second"))
        .count();
  }

  @Test
  void a_backup_that_is_late_is_told_once() throws Exception {
    hub.awaitDone("flow.backup-missing", hub.sample("backup-missing", "backup.done", "nas"));
    hub.awaitDone("flow.backup-missing", hub.sample("backup-missing", "backup.done", "nas"));

    JsonNode notice = hub.notice("No backup of nas for 26 hours");
    assertThat(notice.path("text").asText()).isEqualTo("The last one had 12.3 GB.");
    assertThat(
            hub.rows(
                """
                select h.outcome from delivery_history h join event e on e.id = h.event_id
                where e.type = 'backup.overdue' order by h.outcome
                """))
        .containsExactly("cancelled", "done");
  }

  @Test
  void an_invoice_is_reminded_of_unless_it_is_paid() throws Exception {
    hub.awaitDone("flow.invoice-reminder", hub.sample("invoice-reminder", "invoice.sent", null));
    hub.awaitDone(
        "flow.invoice-reminder",
        hub.append(
            "invoice.sent", null, "{\"number\": 4712, \"customer\": \"Bob\", \"total\": 1}"));
    hub.append("invoice.paid", null, "{\"number\": 4712}");

    JsonNode notice = hub.notice("Invoice 4711 of Ann is not paid");
    assertThat(notice.path("text").asText()).isEqualTo("99.90 EUR, sent two weeks ago.");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                hub.rows(
                        """
                        select h.outcome from delivery_history h join event e on e.id = h.event_id
                        where e.type = 'invoice.due' order by h.outcome
                        """)
                    .equals(List.of("cancelled", "done")));
    assertThat(hub.notices()).noneMatch(told -> GalleryHub.title(told).contains("4712"));
  }

  @Test
  void errors_that_come_together_are_told_together() throws Exception {
    hub.sample("errors-in-one", "log.error", null);
    hub.append("log.error", null, "{\"host\": \"web1\", \"message\": \"Timeout\"}");
    hub.append("log.error", null, "{\"host\": \"web2\", \"message\": \"Timeout\"}");

    assertThat(hub.notice("2 errors of web1").path("text").asText().strip())
        .isEqualTo("- Out of memory\n- Timeout");
    hub.awaitNotice("1 error of web2");
  }

  private static List<String> words() {
    return slack.messages().stream().map(FakeSlack.Message::words).toList();
  }

  private static void awaitWords(String words) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(words()).anyMatch(said -> said.contains(words)));
  }
}
