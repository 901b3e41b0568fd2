package com.millyweb.hub.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.notify.Inbox;
import com.millyweb.hub.route.RouteFile.Origin;
import com.millyweb.hub.route.RouteFile.State;
import com.millyweb.hub.route.check.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Words are edited while the hub runs, those of a shipped flow and those of one's own. */
class NoticeReloadTest {
  private static final String PUSH = "flow/push-to-chat.camel.yaml";
  private static final String PUSH_WORDS = "flow/push-to-chat.notice.yaml";
  private static final String OWN = "flow/own.camel.yaml";
  private static final String OWN_WORDS = "flow/own-words.notice.yaml";
  private static final String FLOW =
      """
      - route:
          id: flow.own
          description: Says words of its own
          from:
            uri: event:own
            steps:
              - to:
                  uri: notify:ops
                  parameters:
                    template: own-words
      """;

  private static RoutesFixture routes;

  @BeforeAll
  static void start() {
    routes = RoutesFixture.prepare();
    routes.start(
        Map.of("hub.route.watch", "false", "hub.route.drain", "2s", "hub.route.packaged", "true"));
  }

  @AfterAll
  static void stop() {
    routes.close();
  }

  @Test
  void shipped_words_are_changed_by_a_file_alone_and_come_back_when_it_goes() throws Exception {
    String shipped = Files.readString(Path.of("routes", PUSH_WORDS));
    push("one");
    await("me/one: ann pushed 1 commit to branch main");

    routes.write(PUSH_WORDS, shipped.replace("pushed", "hat gepusht:")).rescan();
    assertThat(routes.file(PUSH).state()).isEqualTo(State.RUNNING);
    assertThat(routes.file(PUSH).origin()).isEqualTo(Origin.JAR);
    push("two");
    await("me/two: ann hat gepusht: 1 commit to branch main");
    assertThat(routes.files().versions(PUSH).get(0).diff())
        .contains("+++ " + PUSH_WORDS)
        .contains("hat gepusht");
    assertThat(routes.files().versions(PUSH).get(0).notices().get("push-to-chat"))
        .contains("hat gepusht");

    routes.write(PUSH_WORDS, shipped.replace("| short(120)", "| shrot(120)")).rescan();
    assertThat(routes.file(PUSH).state()).isEqualTo(State.REFUSED);
    assertThat(routes.file(PUSH).problems())
        .extracting(Problem::toString)
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem)
                    .startsWith(PUSH_WORDS + ":8:")
                    .contains("There is no filter 'shrot'")
                    .contains("short"));
    push("three");
    await("me/three: ann hat gepusht: 1 commit to branch main");

    routes.delete(PUSH_WORDS);
    routes.rescan();
    assertThat(routes.file(PUSH).state()).isEqualTo(State.RUNNING);
    push("four");
    await("me/four: ann pushed 1 commit to branch main");
  }

  @Test
  void flow_waits_for_its_words_and_its_last_good_ones_are_told_after_a_start() throws Exception {
    routes.write(OWN, FLOW).rescan();
    assertThat(routes.file(OWN).state()).isEqualTo(State.REFUSED);
    assertThat(routes.file(OWN).problems())
        .extracting(Problem::toString)
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem).startsWith(OWN + ":10:").contains("There is no " + OWN_WORDS));

    routes.write(OWN_WORDS, "title: \"Own {{ body.n }}\"\n").rescan();
    assertThat(routes.file(OWN).state()).isEqualTo(State.RUNNING);
    append("own", Map.of("n", 1));
    await("Own 1");
    assertThat(routes.files().check(OWN_WORDS, "title: \"{{ body.n | nope }}\""))
        .extracting(Problem::file)
        .contains(OWN_WORDS);
    assertThat(routes.files().content(OWN_WORDS)).hasValue("title: \"Own {{ body.n }}\"\n");
    assertThat(routes.hub().bean(RouteHistory.class).lastGood(OWN))
        .hasValueSatisfying(
            last ->
                assertThat(last.notices())
                    .containsEntry("own-words", "title: \"Own {{ body.n }}\"\n"));
    routes.delete(OWN);
    routes.rescan();
  }

  @Test
  void words_that_go_on_for_ever_end_in_a_dead_letter_that_says_where() {
    routes.write(
        "flow/loop.notice.yaml",
        """
        title: Loop
        text: |
          {% for a in body.l %}
          {% for b in body.l %}
          {% endfor %}
          {% endfor %}
        """);
    routes
        .write(
            "flow/loop.camel.yaml",
            FLOW.replace("flow.own", "flow.loop")
                .replace("event:own", "event:loop")
                .replace("own-words", "loop"))
        .rescan();
    assertThat(routes.file("flow/loop.camel.yaml").state()).isEqualTo(State.RUNNING);
    append("loop", Map.of("l", Collections.nCopies(1000, "x")));
    JdbcClient sql = JdbcClient.create(routes.hub().database().dataSource());
    List<String> errors =
        Awaitility.await()
            .until(
                () ->
                    sql.sql("select error from attempt where outcome = 'dead'")
                        .query(String.class)
                        .list(),
                list -> !list.isEmpty());
    assertThat(errors.get(0)).contains("flow/loop.notice.yaml:4:3: Loops may make 100000 turns");
  }

  private static void push(String repository) {
    append(
        "github.push",
        Map.of(
            "ref",
            "refs/heads/main",
            "repository",
            Map.of("full_name", "me/" + repository),
            "pusher",
            Map.of("name", "ann"),
            "commits",
            List.of(Map.of("id", "abcdef1", "message", "m"))));
  }

  private static void append(String type, Map<String, ?> data) {
    try {
      byte[] json = new ObjectMapper().writeValueAsString(data).getBytes(UTF_8);
      routes.hub().bean(EventLog.class).append(NewEvent.json(type, "test", json)).join();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(String title) {
    Awaitility.await(title)
        .until(
            () ->
                routes.hub().bean(Inbox.class).page(null, 50).items().stream()
                    .anyMatch(entry -> title.equals(entry.title())));
  }
}
