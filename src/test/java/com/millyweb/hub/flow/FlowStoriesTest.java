package com.millyweb.hub.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fake.FakeSlack;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.health.Maintenance;
import com.millyweb.hub.notify.Inbox;
import com.millyweb.hub.notify.decision.NoticeActions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the shipped flows do for people, from an event to what they read. */
class FlowStoriesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static FakeSlack slack;
  private static HubFixture hub;
  private static FlowRows rows;

  @BeforeAll
  static void start() {
    slack = FakeSlack.start();
    hub =
        HubFixture.start(
            Map.of(
                "hub.notify.slack.token", FakeSlack.TOKEN,
                "hub.notify.slack.channel", "C1",
                "hub.notify.slack.base-url", slack.url(),
                "hub.notify.slack.rate", "100/s",
                "hub.notify.slack.burst", "100",
                "hub.public-url", "https://hub.example.org",
                "hub.people.alice.slack", "U1",
                "hub.people.guest.slack", "U2",
                "hub.people.guest.role", "viewer"));
    rows = new FlowRows(JdbcClient.create(hub.database().dataSource()));
  }

  @AfterAll
  static void stop() {
    hub.close();
    slack.close();
  }

  @BeforeEach
  void forget() {
    JdbcClient jdbc = JdbcClient.create(hub.database().dataSource());
    jdbc.sql("truncate flow_alert, flow_silence, notice").update();
    slack.messages().forEach(message -> slack.delete(message.ts()));
  }

  @Test
  void alert_is_one_message_from_firing_to_resolved() throws Exception {
    firing("disk-1");
    FakeSlack.Message firing = message("DiskFull is firing");
    assertThat(firing.words())
        .contains("/data on nas has 3% left")
        .contains("nas")
        .contains("Silence 2h");

    resolved("disk-1");
    FakeSlack.Message resolved = message("DiskFull is resolved");
    assertThat(resolved.ts()).isEqualTo(firing.ts());
    assertThat(resolved.words()).doesNotContain("Silence 2h");
    assertThat(slack.messages()).hasSize(1);
  }

  @Test
  void alert_that_fires_again_or_goes_on_is_a_message_anew_and_its_end_edits_the_newest()
      throws Exception {
    occasion("disk-6", "firing", 11, false);
    message("DiskFull is firing");
    occasion("disk-6", "resolved", 11, false);
    String first = message("DiskFull is resolved").ts();
    occasion("disk-6", "firing", 13, false);
    message("DiskFull is firing");
    occasion("disk-6", "firing", 14, true);
    String newest = message("DiskFull is still firing").ts();
    occasion("disk-6", "resolved", 14, false);
    await("the end", () -> word(newest).contains("DiskFull is resolved"));
    assertThat(word(first)).contains("DiskFull is resolved");
    assertThat(slack.messages()).hasSize(3);
    assertThat(rows.remembered("disk-6")).isNotEmpty();
  }

  @Test
  void alert_whose_labels_cannot_be_said_where_it_comes_from_is_told_and_has_no_origin()
      throws Exception {
    ObjectNode many = sample("alert-to-chat");
    ObjectNode labels = many.withObject("alert").withObject("labels").put("alertname", "Many");
    for (int i = labels.size(); i <= 100; i++) {
      labels.put("label" + i, "x");
    }
    assertThat(labels.size()).isEqualTo(101);
    alert(many, "odd-1");
    message("Many is firing");
    assertThat(rows.origins("odd-1")).isEmpty();
    labels.remove("label100");
    alert(many.deepCopy(), "odd-2");
    await("its origin", () -> rows.origins("odd-2").equals(List.of("grafana 100")));

    for (String bad : List.of("\\u0000", "\\ud800")) {
      String name = "Odd" + bad.substring(2);
      ObjectNode odd = sample("alert-to-chat");
      odd.withObject("alert").withObject("labels").put("alertname", name).put("note", "a?b");
      append(
          NewEvent.json(
                  "grafana.alert.firing",
                  "grafana",
                  odd.toString().replace("a?b", "a" + bad + "b").getBytes(StandardCharsets.UTF_8))
              .withSubject(name));
      message(name + " is firing");
      assertThat(rows.origins(name)).isEmpty();
    }
  }

  @Test
  void silence_by_the_button_is_decided_once_and_shown_to_everybody() throws Exception {
    firing("disk-2");
    String ts = message("DiskFull is firing").ts();
    UUID notice = notice("DiskFull is firing");
    NoticeActions actions = hub.bean(NoticeActions.class);

    NoticeActions.State decided = actions.press(notice, 0, "alice");
    assertThat(decided.state()).isEqualTo("decided");
    assertThat(decided.by()).isEqualTo("alice");
    assertThat(actions.press(notice, 1, "bob").by()).isEqualTo("alice");

    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> word(ts).contains("*Silence 2h* — alice") && !word(ts).contains("Silence 1d"));
    message("*DiskFull* is silenced until");

    // it fires again while it is silenced
    firingAnew("disk-2");
    await("the alert to be remembered", () -> rows.remembered("disk-2").contains("2026-11-02"));
    message("*DiskFull* is silenced until");
    assertThat(slack.messages()).filteredOn(m -> m.words().contains("is firing")).hasSize(1);
  }

  @Test
  void silence_is_given_by_name_to_an_operator_and_to_nobody_else() throws Exception {
    firing("disk-3");
    message("DiskFull is firing");

    say("slack/D9", "U7", "silence 2h DiskFull");
    assertThat(message("only the hub's operators").channel()).isEqualTo("D9");
    say("slack/D8", "U2", "silence 2h DiskFull");
    await("the viewer's refusal", () -> in("D8").contains("only the hub's operators"));

    say("slack/D7", "U1", "Silence 2h diskfull");
    await("the answer", () -> in("D7").contains("*DiskFull* is silenced until"));
    say("slack/D6", "U1", "silence 2h Nothing");
    await("the answer", () -> in("D6").contains("No alert “Nothing” is firing"));
    say("slack/D4", "U1", "silence 2 months DiskFull");
    await("the answer", () -> in("D4").contains("Say how long"));
    say("slack/D5", "U1", "silence forever");
    await("the answer", () -> in("D5").contains("Say how long"));
  }

  @Test
  void people_who_talk_about_silence_are_left_alone() throws Exception {
    ObjectNode talk = sample("silence").put("conversation", "slack/C3").put("addressed", false);
    talk.put("text", "Silence is golden").remove("person");
    append(
        NewEvent.json("chat.message", "slack", JSON.writeValueAsBytes(talk))
            .withSubject("slack/C3"));
    say("slack/C3", "U7", "silence 2h DiskFull");
    await("the one who meant the hub is answered", () -> in("C3").contains("only the hub's"));
    await("both are done", () -> rows.waiting("flow.silence.command") == 0);
    assertThat(slack.messages()).filteredOn(m -> m.channel().equals("C3")).hasSize(1);
  }

  @Test
  void answer_to_the_message_silences_its_alert() throws Exception {
    firing("disk-4");
    String ts = message("DiskFull is firing").ts();
    say("slack/C1/" + ts, "U1", "silence 30m", ts);
    await("the answer", () -> slack.messages().stream().anyMatch(m -> ts.equals(m.thread())));
    assertThat(rows.remembered("disk-4")).isNotEmpty();
  }

  @Test
  void ping_is_answered_where_it_was_asked() throws Exception {
    say("slack/D1", "U7", "Ping");
    await("pong", () -> in("D1").contains("pong"));
  }

  @Test
  void status_tells_of_every_system_and_strangers_of_nothing_else() throws Exception {
    say("slack/D2", "U1", "status");
    await("the report", () -> in("D2").contains("database"));
    assertThat(in("D2")).contains("dead letters").contains("systems");

    say("slack/D3", "U7", "status");
    await("the report", () -> in("D3").contains("database"));
    assertThat(in("D3")).contains("systems").doesNotContain("dead letters");
  }

  @Test
  void maintenance_is_begun_and_ended_by_operators_and_by_nobody_else() throws Exception {
    Maintenance maintenance = hub.bean(Maintenance.class);
    await("it is a system", () -> rows.isSystem("disk"));
    say("slack/D4", "U1", "maintenance disk for 2 hours");
    await("the answer", () -> in("D4").contains("is not told for 2h"));
    await("the maintenance", () -> maintenance.endOf("disk").isPresent());
    say("slack/D4", "U1", "Maintenance disk over");
    await("its end", () -> in("D4").contains("is over"));
    await("no maintenance", () -> maintenance.endOf("disk").isEmpty());

    say("slack/D4", "U1", "maintenance dsik 2h");
    await(
        "the names",
        () -> in("D4").contains("There is no system “dsik”") && in("D4").contains("disk"));
    say("slack/D4", "U1", "maintenance disk 31d");
    await("the rule", () -> in("D4").contains("1 minute to 30 days"));
    say("slack/D4", "U1", "maintenance?");
    await("the usage", () -> in("D4").contains("Say what and for how long"));
    for (String nobody : List.of("U2", "U7")) {
      say("slack/D5" + nobody, nobody, "maintenance all 2h");
      await("the refusal", () -> in("D5" + nobody).contains("only the hub's operators"));
    }
    assertThat(maintenance.endOf("disk")).isEmpty();
  }

  @Test
  void day_is_told_in_the_morning() throws Exception {
    firing("disk-5");
    message("DiskFull is firing");
    append(NewEvent.json("schedule.daily", "hub", JSON.writeValueAsBytes(sample("daily-digest"))));
    FakeSlack.Message digest = message("The last 24 hours");
    assertThat(digest.words())
        .contains("What happened")
        .contains("grafana.alert.firing")
        .contains("What is firing");
  }

  @Test
  void dead_letter_is_retried_and_discarded_by_the_buttons_of_its_notice() throws Exception {
    // nobody can read it, so that its delivery dies each time
    UUID event =
        hub.bean(EventLog.class)
            .append(NewEvent.json("chat.press", "test", "{}".getBytes(StandardCharsets.UTF_8)))
            .join()
            .id();
    FakeSlack.Message told = message("notify.press gave up an event");
    assertThat(told.words()).contains("Retry").contains("Discard");
    assertThat(told.body().toString()).contains("https://hub.example.org/?event=" + event);

    UUID notice = notice("notify.press gave up an event");
    assertThat(hub.bean(NoticeActions.class).press(notice, 0, "alice").state())
        .isEqualTo("decided");
    message("is tried again, by alice");
    await("it died once more", () -> rows.attempts(event) == 2);
    assertThat(rows.audited("delivery.retry")).isEqualTo("alice api");

    await("it asks again", () -> isOpen(notice));
    hub.bean(NoticeActions.class).press(notice, 1, "alice");
    message("is discarded, by alice");
    assertThat(rows.waiting("notify.press")).isZero();
    assertThat(rows.audited("delivery.discard")).isEqualTo("alice api");
  }

  private static boolean isOpen(UUID notice) {
    return hub.bean(NoticeActions.class)
        .find(notice)
        .filter(state -> state.state().equals("open"))
        .isPresent();
  }

  private static void firing(String fingerprint) throws IOException {
    alert(sample("alert-to-chat"), fingerprint);
  }

  private static void resolved(String fingerprint) throws IOException {
    ObjectNode data = sample("alert-to-chat").put("status", "resolved");
    data.withObject("alert").put("status", "resolved").put("endsAt", "2026-11-01T09:30:00Z");
    alert(data, fingerprint);
  }

  private static void occasion(String fingerprint, String status, int number, boolean repeated)
      throws IOException {
    ObjectNode data = sample("alert-to-chat").put("status", status);
    data.put("occasion", number).put("repeated", repeated);
    data.withObject("alert").put("status", status);
    alert(data, fingerprint);
  }

  private static void firingAnew(String fingerprint) throws IOException {
    ObjectNode data = sample("alert-to-chat");
    data.withObject("alert").put("startsAt", "2026-11-02T08:00:00Z");
    alert(data, fingerprint);
  }

  private static void alert(ObjectNode data, String fingerprint) throws IOException {
    append(
        NewEvent.json(
                "grafana.alert." + data.path("status").asText(),
                "grafana",
                JSON.writeValueAsBytes(data))
            .withSubject(fingerprint));
  }

  private static void say(String conversation, String author, String text, String... answers)
      throws IOException {
    ObjectNode data = sample("silence").put("conversation", conversation).put("text", text);
    data.withObject("author").put("id", author);
    data.remove("person");
    if (author.equals("U1") || author.equals("U2")) {
      data.putObject("person")
          .put("name", author.equals("U1") ? "alice" : "guest")
          .put("role", author.equals("U1") ? "operator" : "viewer");
    }
    if (answers.length > 0) {
      data.put("answers", answers[0]);
    }
    append(
        NewEvent.json("chat.message", "slack", JSON.writeValueAsBytes(data))
            .withSubject(conversation));
  }

  private static ObjectNode sample(String flow) throws IOException {
    return (ObjectNode) JSON.readTree(Path.of("routes/flow/samples", flow + ".json").toFile());
  }

  private static void append(NewEvent event) {
    hub.bean(EventLog.class).append(event).join();
  }

  private static FakeSlack.Message message(String words) {
    await("'" + words + "' in Slack", () -> !with(words).isEmpty());
    return with(words).get(0);
  }

  private static List<FakeSlack.Message> with(String words) {
    return slack.messages().stream().filter(m -> m.words().contains(words)).toList();
  }

  private static String word(String ts) {
    return slack.messages().stream()
        .filter(m -> m.ts().equals(ts))
        .map(FakeSlack.Message::words)
        .findFirst()
        .orElse("");
  }

  private static String in(String channel) {
    return String.join(
        "\n",
        slack.messages().stream()
            .filter(m -> m.channel().equals(channel))
            .map(FakeSlack.Message::words)
            .toList());
  }

  private static UUID notice(String title) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                hub.bean(Inbox.class).page(null, 50).items().stream()
                    .filter(entry -> title.equals(entry.title()))
                    .map(Inbox.Entry::id)
                    .findFirst()
                    .orElse(null),
            id -> id != null);
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(PATIENCE).until(condition);
  }
}
