package com.millyweb.hub.notify.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.chat.ButtonToken;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.notify.Inbox;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.Notices;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.sending.OnAmbiguous;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Buttons: who may press them, how often, until when, and what follows. */
class ActionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static HubFixture hub;
  private static JdbcClient jdbc;
  private Notice notice;

  @BeforeAll
  static void start() {
    hub =
        HubFixture.start(
            Map.of(
                "hub.people.alice.slack", "T1/U1",
                "hub.people.bob.slack", "U2",
                "hub.people.guest.slack", "U3",
                "hub.people.guest.role", "viewer"));
    jdbc = JdbcClient.create(hub.database().dataSource());
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @BeforeEach
  void ask() {
    notice = question(null);
    publish(notice);
  }

  @Test
  void press_of_an_operator_becomes_an_action_and_the_notice_shows_it() throws Exception {
    UUID press = press(token("ops/slack", 0), "T1", "U1");

    JsonNode action = action(press);
    assertThat(action.path("value").asText()).isEqualTo("deploy 1.2");
    assertThat(action.path("by").asText()).isEqualTo("alice");
    assertThat(action.path("notice").path("id").asText()).isEqualTo(notice.id().toString());
    Inbox.Entry shown = shown(entry -> entry.actions().size() == 1);
    assertThat(shown.text()).contains("Shall it be?").contains("**Deploy** — alice");
    assertThat(shown.actions()).extracting(Notice.Action::text).containsExactly("Read more");
  }

  @Test
  void later_press_of_anybody_changes_nothing() throws Exception {
    action(press(token("ops/slack", 0), "T1", "U1"));
    UUID second = press(token("ops/slack", 1), null, "U2");
    assertThat(refusal(second)).contains("Already decided by alice: Deploy.");
    assertThat(actions(second)).isEmpty();
    assertThat(state().by()).isEqualTo("alice");
  }

  @Test
  void stranger_viewer_and_namesake_of_another_workspace_are_refused_with_a_line_in_the_audit() {
    for (String[] who : new String[][] {{"T1", "U9"}, {null, "U3"}, {"T2", "U1"}, {null, "U1"}}) {
      UUID press = press(token("ops/slack", 0), who[0], who[1]);
      assertThat(refusal(press)).contains("only the hub's operators");
    }
    assertThat(state().state()).isEqualTo("open");
  }

  @Test
  void token_is_good_only_in_the_medium_that_it_was_made_for() {
    assertThat(refusal(press(token("ops/telegram", 0), "T1", "U1"))).contains("not known");
    assertThat(refusal(press("a:AAAAAAAAAAAAAAAAAAAAAA", "T1", "U1"))).contains("not known");
    assertThat(state().state()).isEqualTo("open");
  }

  @Test
  void button_expires_and_a_newer_notice_takes_its_place() {
    jdbc.sql("update notice_decision set expires_at = now() - interval '1 second'").update();
    assertThat(refusal(press(token("ops/slack", 0), "T1", "U1"))).contains("Too late");

    notice = question("deploy");
    publish(notice);
    String old = token("ops/slack", 0);
    publish(question("deploy"));
    Awaitility.await().atMost(PATIENCE).until(() -> state().state().equals("superseded"));
    assertThat(refusal(press(old, "T1", "U1"))).contains("newer notice");
  }

  @Test
  void press_that_is_delivered_again_acts_once() throws Exception {
    UUID press = press(token("ops/slack", 0), "T1", "U1");
    action(press);
    assertThat(post("/api/events/" + press + "/replay", "{}").statusCode()).isEqualTo(202);
    Awaitility.await().atMost(PATIENCE).until(() -> done("notify.press", press) == 2);
    assertThat(
            jdbc.sql("select count(*) from event where key = ?")
                .param("action/" + press)
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void api_decides_like_a_button_and_says_who_was_first() throws Exception {
    HttpResponse<String> answer = decide(1);
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode state = JSON.readTree(answer.body());
    assertThat(state.path("state").asText()).isEqualTo("decided");
    assertThat(
            jdbc.sql(
                    """
                    select n.updated_at = d.decided_at from notice n, notice_decision d
                     where d.notice_id = ? and d.notice_id in (n.id, n.latest)
                    """)
                .param(notice.id())
                .query(Boolean.class)
                .single())
        .isTrue();
    assertThat(state.path("by").asText()).isEqualTo("administrator");

    assertThat(decide(0).statusCode()).isEqualTo(409);
    assertThat(decide(0).body()).contains("Already decided by administrator: Leave it");
    assertThat(decide(2).statusCode()).as("a link is no choice").isEqualTo(400);
    assertThat(decide(7).statusCode()).isEqualTo(400);
    assertThat(refusal(press(token("ops/slack", 0), "T1", "U1")))
        .contains("Already decided by administrator");
  }

  @Test
  void longest_notice_is_decided_and_shows_it_at_its_beginning() throws Exception {
    notice = question(null).withText("x".repeat(Notice.MAX_TEXT));
    publish(notice);
    action(press(token("ops/slack", 0), "T1", "U1"));
    Inbox.Entry shown = shown(entry -> entry.actions().size() == 1);
    assertThat(shown.text()).startsWith("**Deploy** — alice").hasSize(Notice.MAX_TEXT);
  }

  @Test
  void half_a_character_and_a_null_do_not_keep_a_notice_from_being_asked() {
    notice =
        Notice.of("ops", Severity.info, "cut \ud83d", "nothing: \0", Instant.now())
            .withKey("half \udc00 \0 " + UUID.randomUUID())
            .withFields(List.of(new Notice.Field("\ud83d", "\0", true)))
            .withActions(List.of(new Notice.Action("Yes \ud83d", null, "yes \0", null)));
    publish(notice);
    Inbox.Entry shown = shown(entry -> true);
    assertThat(shown.title()).isEqualTo("cut \ufffd");
    assertThat(shown.actions().get(0).value()).isEqualTo("yes \ufffd");
  }

  @Test
  void api_decides_about_what_the_inbox_shows_now() throws Exception {
    notice = question("rollout");
    publish(notice);
    UUID asked = shown(entry -> true).eventId();
    Notice first = notice;
    notice = question("rollout");
    publish(notice);
    shown(entry -> !entry.eventId().equals(asked));

    HttpResponse<String> stale =
        post(
            "/api/notices/" + first.id() + "/actions",
            "{\"action\":0,\"event\":\"" + asked + "\"}");
    assertThat(stale.statusCode()).isEqualTo(409);
    assertThat(stale.body()).contains("newer notice");
    assertThat(state().state()).isEqualTo("open");

    HttpResponse<String> answer = post("/api/notices/" + first.id() + "/actions", "{\"action\":0}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(state().by()).isEqualTo("administrator");
    assertThat(get("/api/notices/" + first.id() + "/actions", true).body())
        .contains(notice.id().toString())
        .contains("decided");
  }

  @Test
  void link_shows_what_it_would_do_and_only_posting_does_it() throws Exception {
    String token = token("ops/email", 0);
    HttpResponse<String> page = get("/act/" + token);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("Deploy?").contains("&lt;b&gt;Version&lt;/b&gt; 1.2");
    assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
    assertThat(state().state()).isEqualTo("open");

    assertThat(post("/act/" + token, "").body()).contains("Deploy: done.");
    assertThat(state().by()).isEqualTo("email of channel ops");
    // it is written down just behind the decision
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        jdbc.sql(
                                "select detail ->> 'via' from audit where action = 'notice.action' and target ="
                                    + " ?")
                            .param(notice.id().toString())
                            .query(String.class)
                            .list())
                    .containsExactly("email"));
    assertThat(post("/act/" + token("ops/email", 1), "").statusCode()).isEqualTo(409);
    assertThat(get("/act/" + token).body())
        .contains("Already decided by email of channel ops: Deploy.");
  }

  @Test
  void button_of_a_chat_is_no_link_and_nonsense_is_nothing() throws Exception {
    assertThat(get("/act/" + token("ops/slack", 0)).statusCode()).isEqualTo(404);
    assertThat(post("/act/" + token("ops/slack", 0), "").statusCode()).isEqualTo(404);
    assertThat(get("/act/nonsense").statusCode()).isEqualTo(404);
    assertThat(state().state()).isEqualTo("open");
  }

  @Test
  void door_can_not_press_in_the_name_of_the_hub() {
    ObjectNode data = JSON.createObjectNode();
    data.put("medium", "api").put("notice", notice.id().toString()).put("index", 0);
    data.putObject("author").put("id", "administrator");
    UUID press = append("slack", data);
    Awaitility.await().atMost(PATIENCE).until(() -> dead("notify.press", press) == 1);
    assertThat(state().state()).isEqualTo("open");
  }

  private static Notice question(String key) {
    return Notice.of("ops", Severity.info, "<b>Version</b> 1.2", "Shall it be?", Instant.now())
        .withKey(key)
        .withActions(
            List.of(
                new Notice.Action("Deploy", null, "deploy 1.2", "primary"),
                new Notice.Action("Leave it", null, "leave 1.2", null),
                new Notice.Action("Read more", "https://example.org/", null, null)));
  }

  /** The inbox opens the decision; the tokens are those that other media would send. */
  private static void publish(Notice notice) {
    hub.bean(Notices.class).publish(notice).join();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> hub.bean(Decisions.class).find(notice.id()).isPresent());
  }

  private String token(String target, int action) {
    String[] parts = target.split("/");
    Target there = new Target(target, parts[0], parts[1], null, null, null, OnAmbiguous.retry);
    NoticeDelivery delivery =
        new NoticeDelivery(notice.withKeyForActions(), there, UUID.randomUUID());
    return String.valueOf(hub.bean(Buttons.class).of(delivery).get(action).token());
  }

  private static UUID press(String token, String team, String user) {
    ObjectNode data = JSON.createObjectNode();
    data.put("medium", "slack").put("conversation", "slack/C1");
    data.put("action", new ButtonToken(token).hash()).put("message", "17.01");
    ObjectNode author = data.putObject("author").put("id", user);
    if (team != null) {
      author.put("team", team);
    }
    return append("slack", data);
  }

  private static UUID append(String source, ObjectNode data) {
    try {
      return hub.bean(EventLog.class)
          .append(
              NewEvent.json("chat.press", source, JSON.writeValueAsBytes(data))
                  .withSubject("slack/C1"))
          .join()
          .id();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode action(UUID press) throws IOException {
    Awaitility.await().atMost(PATIENCE).until(() -> !actions(press).isEmpty());
    return JSON.readTree(actions(press).get(0));
  }

  private static List<byte[]> actions(UUID press) {
    return jdbc.sql("select data from event where type = 'chat.action' and cause = ?")
        .param(press)
        .query((row, n) -> row.getBytes(1))
        .list();
  }

  /** What the one who pressed was told, as the audit has it. */
  private static String refusal(UUID press) {
    Awaitility.await().atMost(PATIENCE).until(() -> done("notify.press", press) == 1);
    return jdbc.sql(
            "select detail ->> 'why' from audit where action = 'notice.action' and outcome ="
                + " 'refused' order by id desc limit 1")
        .query(String.class)
        .single();
  }

  private static long done(String subscription, UUID event) {
    return jdbc.sql(
            """
            select count(*) from delivery_history d join subscription s on s.id = d.subscription
             where s.name = :name and d.event_id = :event and d.outcome = 'done'
            """)
        .param("name", subscription)
        .param("event", event)
        .query(Long.class)
        .single();
  }

  private static long dead(String subscription, UUID event) {
    return jdbc.sql(
            """
            select count(*) from delivery d join subscription s on s.id = d.subscription
             where s.name = :name and d.event_id = :event and d.state = 3
            """)
        .param("name", subscription)
        .param("event", event)
        .query(Long.class)
        .single();
  }

  private Decisions.Decision state() {
    return hub.bean(Decisions.class).find(notice.id()).orElseThrow();
  }

  private Inbox.Entry shown(Predicate<Inbox.Entry> condition) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> hub.bean(Inbox.class).find(notice.id()).filter(condition).orElse(null),
            entry -> entry != null);
  }

  private HttpResponse<String> decide(int action) throws Exception {
    return post("/api/notices/" + notice.id() + "/actions", "{\"action\":" + action + "}");
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return get(path, false);
  }

  private static HttpResponse<String> get(String path, boolean token) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(hub.url() + path)).GET();
    if (token) {
      request.header("Authorization", "Bearer " + HubFixture.ADMIN_TOKEN);
    }
    return send(request);
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(hub.url() + path))
            .header("Authorization", "Bearer " + HubFixture.ADMIN_TOKEN)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
