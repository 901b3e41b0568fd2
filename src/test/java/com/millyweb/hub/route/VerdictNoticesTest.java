package com.millyweb.hub.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** A refused edit is told to people, once, and taken back when it is mended. */
class VerdictNoticesTest {
  private static final String GOOD =
      """
      - route:
          id: flow.greet
          description: Greets
          from:
            uri: event:greeting
            steps:
              - to: notify:ops
      """;

  private @TempDir Path folder;

  @Test
  void refused_edit_is_a_notice_that_its_repair_updates() throws Exception {
    copyNotices();
    Path file = folder.resolve("flow/greet.camel.yaml");
    Files.writeString(file, GOOD);
    try (HubFixture hub = HubFixture.start(folder, Map.of())) {
      JdbcClient sql = JdbcClient.create(hub.database().dataSource());
      RouteFiles files = hub.bean(RouteFiles.class);

      Files.writeString(file, GOOD.replace("notify:ops", "notifi:ops"));
      files.rescan();

      await().until(() -> sql.sql("select count(*) from notice").query(Long.class).single() == 1);
      Map<String, Object> refused =
          sql.sql("select title, text, severity from notice").query().singleRow();
      assertThat(refused).containsEntry("severity", "error");
      assertThat(refused)
          .containsEntry(
              "title", "flow/greet.camel.yaml is refused; the version before it runs on");
      assertThat((String) refused.get("text"))
          .contains("flow/greet.camel.yaml:7:", "did you mean 'notify'");
      assertThat(hub.bean(RoutesProbe.class).probe().level()).isEqualTo(Level.DEGRADED);

      Files.writeString(file, GOOD.replace("Greets", "Greets again"));
      files.rescan();

      await()
          .until(
              () ->
                  sql.sql("select severity from notice")
                      .query(String.class)
                      .single()
                      .equals("success"));
      assertThat(hub.bean(RoutesProbe.class).probe().level()).isEqualTo(Level.UP);
    }
  }

  @Test
  void flow_of_the_user_hears_of_a_refused_edit_and_of_its_repair() throws Exception {
    Path flow = Files.createDirectories(folder.resolve("flow"));
    Path file = flow.resolve("greet.camel.yaml");
    Files.writeString(file, GOOD);
    Files.writeString(
        flow.resolve("guard.camel.yaml"),
        """
        - route:
            id: flow.guard
            description: Hears what becomes of route files
            from:
              uri: event:route.*
              steps:
                - to: "event:guard.heard?subject=${header.ce-type} ${body[file]} ${body[verdict]} ${body[runs]}"
        """);
    try (HubFixture hub = HubFixture.start(folder, Map.of("hub.route.watch", "false"))) {
      JdbcClient sql = JdbcClient.create(hub.database().dataSource());
      RouteFiles files = hub.bean(RouteFiles.class);

      Files.writeString(file, GOOD.replace("notify:ops", "notifi:ops"));
      files.rescan();
      await().until(() -> heard(sql).size() == 1);
      Files.writeString(file, GOOD.replace("Greets", "Greets again"));
      files.rescan();
      await().until(() -> heard(sql).size() == 2);

      assertThat(heard(sql))
          .containsExactly(
              "route.refused flow/greet.camel.yaml refused true",
              "route.mended flow/greet.camel.yaml applied true");
      assertThat(
              sql.sql("select convert_from(data, 'UTF8') from event where type = 'route.refused'")
                  .query(String.class)
                  .single())
          .contains("\"problems\":[\"flow/greet.camel.yaml:7:", "did you mean 'notify'");
    }
  }

  @Test
  void change_in_a_folder_that_two_hubs_have_is_told_once_and_so_is_the_way_back()
      throws Exception {
    Path file = Files.createDirectories(folder.resolve("flow")).resolve("greet.camel.yaml");
    String other = GOOD.replace("Greets", "Waves");
    Files.writeString(file, GOOD);
    Map<String, String> unwatched = Map.of("hub.route.watch", "false");
    try (HubFixture first = HubFixture.start(folder, unwatched);
        HubFixture second = HubFixture.start(first.database(), folder, unwatched)) {
      List<HubFixture> hubs = List.of(first, second);
      for (String content : List.of(other, GOOD, other, "")) {
        Files.writeString(file, content);
        hubs.forEach(hub -> hub.bean(RouteFiles.class).rescan());
      }
      Files.delete(file);
      hubs.forEach(hub -> hub.bean(RouteFiles.class).rescan());
      // events of a hub are stored in their order
      for (HubFixture hub : hubs) {
        hub.bean(EventLog.class).append(NewEvent.json("test.end", "test", new byte[0])).join();
      }
      assertThat(
              JdbcClient.create(first.database().dataSource())
                  .sql(
                      """
                      select convert_from(data, 'UTF8')::json ->> 'verdict' from event
                       where type = 'route.changed' and subject = 'flow/greet.camel.yaml' order by at, id
                      """)
                  .query(String.class)
                  .list())
          .containsExactly("applied", "applied", "applied", "switched_off", "removed");
    }
  }

  private static List<String> heard(JdbcClient sql) {
    return sql.sql("select subject from event where type = 'guard.heard' order by at, id")
        .query(String.class)
        .list();
  }

  @Test
  void new_file_that_is_refused_does_not_run_and_its_notice_goes_with_it() throws Exception {
    Path file = folder.resolve("flow/fresh.camel.yaml");
    Path empty = folder.resolve("flow/emptied.camel.yaml");
    copyNotices();
    try (HubFixture hub = HubFixture.start(folder, Map.of("hub.route.watch", "false"))) {
      JdbcClient sql = JdbcClient.create(hub.database().dataSource());
      RouteFiles files = hub.bean(RouteFiles.class);

      Files.writeString(file, GOOD.replace("flow.greet", "flow.fresh").replace("to:", "too:"));
      Files.writeString(empty, GOOD.replace("flow.greet", "flow.emptied").replace("to:", "too:"));
      files.rescan();

      await().until(() -> titles(sql).size() == 2);
      assertThat(titles(sql))
          .containsExactlyInAnyOrder(
              "flow/fresh.camel.yaml is refused; it does not run",
              "flow/emptied.camel.yaml is refused; it does not run");

      Files.delete(file);
      Files.writeString(empty, "");
      files.rescan();

      await()
          .untilAsserted(
              () ->
                  assertThat(titles(sql))
                      .containsExactlyInAnyOrder(
                          "flow/fresh.camel.yaml is gone",
                          "flow/emptied.camel.yaml is switched off"));
      assertThat(sql.sql("select count(*) from route_refusal").query(Long.class).single()).isZero();
    }
  }

  @Test
  void words_of_a_refusal_are_the_users_and_broken_ones_hide_no_refusal() throws Exception {
    String words = "notify/route-refused.notice.yaml";
    Path file = folder.resolve("flow/fresh.camel.yaml");
    String bad = GOOD.replace("flow.greet", "flow.fresh").replace("to:", "too:");
    copyNotices();
    try (HubFixture hub = HubFixture.start(folder, Map.of("hub.route.watch", "false"))) {
      JdbcClient sql = JdbcClient.create(hub.database().dataSource());
      RouteFiles files = hub.bean(RouteFiles.class);

      Files.writeString(folder.resolve(words), "title: '{{ body.file }} geht nicht'");
      Files.writeString(file, bad);
      files.rescan();
      await().until(() -> titles(sql).contains("flow/fresh.camel.yaml geht nicht"));

      Files.writeString(folder.resolve(words), "title: '{{ body.file | nonsense }}'");
      files.rescan();
      await().until(() -> titles(sql).contains(words + " geht nicht"));

      Files.writeString(folder.resolve(words), "title: 'Nein: {{ body.file }}'");
      Files.writeString(file, bad + "\n");
      files.rescan();
      await().until(() -> titles(sql).contains("Nein: flow/fresh.camel.yaml"));
      await().until(() -> titles(sql).contains(words + " is good again and runs"));
    }
  }

  /** What tells people; nothing else of what is shipped hears of a file. */
  private void copyNotices() throws IOException {
    for (String part : List.of("notify", "policy")) {
      FileSystemUtils.copyRecursively(Path.of("routes", part), folder.resolve(part));
    }
    Files.createDirectories(folder.resolve("flow"));
  }

  private static List<String> titles(JdbcClient sql) {
    return sql.sql("select title from notice").query(String.class).list();
  }
}
