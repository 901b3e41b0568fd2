package com.millyweb.hub.route;

import static com.millyweb.hub.route.RoutesFixture.door;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.route.RouteFile.State;
import com.millyweb.hub.route.check.JavaRouteNames;
import com.millyweb.hub.route.check.OtherRoutes;
import com.millyweb.hub.route.check.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class RouteReloadTest {
  private static RoutesFixture routes;

  @BeforeAll
  static void start() {
    routes = RoutesFixture.prepare();
    routes.write("ingress/a.camel.yaml", door("a", "/t/a", "one"));
    routes.start();
  }

  @AfterAll
  static void stop() {
    routes.close();
  }

  @Test
  void a_good_edit_replaces_what_runs_and_both_versions_are_kept() throws Exception {
    String file = "ingress/edit.camel.yaml";
    routes.write(file, door("edit", "/t/edit", "one")).rescan();
    assertThat(routes.get("/t/edit").body()).isEqualTo("one");

    routes.write(file, door("edit", "/t/edit", "two")).rescan();

    assertThat(routes.get("/t/edit").body()).isEqualTo("two");
    assertThat(routes.file(file).state()).isEqualTo(State.RUNNING);
    assertThat(routes.file(file).routes())
        .extracting(RouteFile.RunningRoute::id)
        .containsExactly("ingress.edit");
    assertThat(routes.files().versions(file)).hasSize(2);
    assertThat(routes.files().versions(file).get(0).diff())
        .contains("-            constant: \"one\"", "+            constant: \"two\"");
  }

  @Test
  void a_bad_edit_is_refused_and_the_old_version_serves() throws Exception {
    String file = "ingress/bad.camel.yaml";
    String good = door("bad", "/t/bad", "one");
    routes.write(file, good).rescan();
    List<String> edits =
        List.of(
            good + "  - x: [",
            good.replace("platform-http:", "platfrm-http:"),
            good.replace("/t/bad", "/t/bad?consume=x"),
            good.replace("setBody", "setBdy"),
            good.replace("constant: \"one\"", "simple: \"${boddy}\""),
            good.replace("one", "{{hub.nothing}}"),
            good.replace("ingress.bad", "ingress.a"),
            good.replace("/t/bad", "/t/a"),
            good.replace("description: Answers with a text.", ""));
    for (String edit : edits) {
      routes.write(file, edit).rescan();
      assertThat(routes.file(file).state()).as(edit).isEqualTo(State.REFUSED);
      assertThat(routes.file(file).problems()).as(edit).anyMatch(Problem::isError);
      assertThat(routes.get("/t/bad").body()).isEqualTo("one");
      assertThat(routes.get("/t/a").body()).isEqualTo("one");
    }
    assertThat(refusal(file)).contains("needs a description");

    routes.write(file, good).rescan();

    assertThat(routes.file(file).state()).isEqualTo(State.RUNNING);
    assertThat(refusal(file)).isNull();
    assertThat(routes.files().versions(file)).hasSize(1);
  }

  @Test
  void a_deleted_file_stops_its_routes_and_frees_its_path() throws Exception {
    String file = "ingress/gone.camel.yaml";
    routes.write(file, door("gone", "/t/gone", "one")).rescan();
    assertThat(routes.get("/t/gone").statusCode()).isEqualTo(200);

    routes.delete(file);
    routes.rescan();

    assertThat(routes.get("/t/gone").statusCode()).isEqualTo(404);
    assertThat(routes.files().find(file)).isEmpty();
    assertThat(routes.files().versions(file).get(0).verdict()).isEqualTo("removed");
    routes.write("ingress/heir.camel.yaml", door("heir", "/t/gone", "heir")).rescan();
    assertThat(routes.get("/t/gone").body()).isEqualTo("heir");
  }

  @Test
  void a_changed_path_leaves_no_door_behind() throws Exception {
    String file = "ingress/move.camel.yaml";
    routes.write(file, door("move", "/t/from", "one")).rescan();
    routes.write(file, door("move", "/t/to", "one")).rescan();
    assertThat(routes.get("/t/from").statusCode()).isEqualTo(404);
    assertThat(routes.get("/t/to").body()).isEqualTo("one");
  }

  @Test
  void a_renamed_file_takes_over_its_door() throws Exception {
    routes.write("ingress/old.camel.yaml", door("old", "/t/name", "old")).rescan();
    routes.delete("ingress/old.camel.yaml");
    routes.write("ingress/new.camel.yaml", door("new", "/t/name", "new")).rescan();
    assertThat(routes.get("/t/name").body()).isEqualTo("new");
  }

  @Test
  void a_file_that_another_one_blocked_runs_when_that_is_gone() throws Exception {
    routes.write("ingress/first.camel.yaml", door("first", "/t/one", "first")).rescan();
    routes.write("ingress/second.camel.yaml", door("second", "/t/one", "second")).rescan();
    assertThat(routes.file("ingress/second.camel.yaml").state()).isEqualTo(State.REFUSED);
    routes.delete("ingress/first.camel.yaml");
    routes.rescan();
    assertThat(routes.get("/t/one").body()).isEqualTo("second");
  }

  @Test
  void a_consumer_that_does_not_start_rolls_its_file_back() throws Exception {
    String file = "ingress/start.camel.yaml";
    String good = door("start", "/t/start", "one");
    routes.write(file, good).rescan();
    String second =
        """
        - route:
            id: ingress.start.second
            description: Can be built, but not started.
            from:
              uri: sql:select 1?scheduler=spring&scheduler.cron=never
              steps:
                - log: "x"
        """;

    routes.write(file, good.replace("one", "two") + second).rescan();

    assertThat(routes.file(file).state()).isEqualTo(State.REFUSED);
    assertThat(routes.file(file).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("Cron expression"));
    assertThat(routes.get("/t/start").body()).isEqualTo("one");
    assertThat(routes.file(file).routes()).hasSize(1);
  }

  @Test
  void what_is_in_flight_finishes_and_who_comes_meanwhile_waits() throws Exception {
    String file = "ingress/slow.camel.yaml";
    String slow =
        door("slow", "/t/slow", "one")
            .replace(
                "        - setBody",
                "        - delay:\n            constant: 700\n        - setBody");
    routes.write(file, slow).rescan();
    var inside = CompletableFuture.supplyAsync(() -> body("/t/slow"));
    await().until(() -> routes.file(file).routes().get(0).inflight() == 1);

    routes.write(file, slow.replace("one", "two").replace("700", "1"));
    var swap = CompletableFuture.runAsync(routes::rescan);
    var meanwhile = CompletableFuture.supplyAsync(() -> body("/t/slow"));

    assertThat(inside.join()).isEqualTo("one");
    assertThat(meanwhile.join()).isIn("one", "two");
    swap.join();
    assertThat(body("/t/slow")).isEqualTo("two");
  }

  @Test
  void what_never_finishes_keeps_the_old_version_running() throws Exception {
    String file = "ingress/stuck.camel.yaml";
    String stuck =
        door("stuck", "/t/stuck", "one")
            .replace(
                "        - setBody",
                "        - delay:\n            simple: \"${header.wait}\"\n        - setBody");
    routes.write(file, stuck).rescan();
    var inside = CompletableFuture.supplyAsync(() -> body("/t/stuck?wait=4000"));
    await().until(() -> routes.file(file).routes().get(0).inflight() == 1);

    routes.write(file, stuck.replace("one", "two")).rescan();

    assertThat(body("/t/stuck?wait=1")).isEqualTo("one");
    assertThat(inside.join()).isEqualTo("one");
    routes.rescan();
    assertThat(body("/t/stuck?wait=1")).isEqualTo("two");
  }

  @Test
  void a_deleted_file_that_is_busy_stops_as_soon_as_it_can() throws Exception {
    String file = "ingress/leaving.camel.yaml";
    String slow =
        door("leaving", "/t/leaving", "one")
            .replace(
                "        - setBody",
                "        - delay:\n            simple: \"${header.wait}\"\n        - setBody");
    routes.write(file, slow).rescan();
    var inside = CompletableFuture.supplyAsync(() -> body("/t/leaving?wait=4000"));
    await().until(() -> routes.file(file).routes().get(0).inflight() == 1);

    routes.delete(file);
    routes.rescan();
    assertThat(body("/t/leaving?wait=1")).isEqualTo("one");
    assertThat(inside.join()).isEqualTo("one");

    routes.rescan();
    assertThat(routes.get("/t/leaving?wait=1").statusCode()).isEqualTo(404);
    assertThat(routes.files().find(file)).isEmpty();
  }

  @Test
  void a_changed_policy_reaches_every_route() throws Exception {
    routes
        .write(
            "ingress/fails.camel.yaml",
            door("fails", "/t/fails", "x")
                .replace("constant: \"x\"", "simple: \"${bodyAs(Nope)}\"")
                .replace(
                    "- setBody",
                    "- throwException:\n            exceptionType: java.lang.IllegalStateException\n            message: broken\n        - setBody")
                .replace("${bodyAs(Nope)}", "x"))
        .rescan();
    assertThat(routes.get("/t/fails").statusCode()).isEqualTo(500);
    String policy =
        """
        - routeConfiguration:
            onException:
              - onException:
                  exception: [java.lang.IllegalStateException]
                  handled: {constant: "true"}
                  steps:
                    - setHeader: {name: CamelHttpResponseCode, constant: "418"}
        """;
    routes.write("policy/test.camel.yaml", policy).rescan();
    assertThat(routes.get("/t/fails").statusCode()).isEqualTo(418);

    routes.write("policy/test.camel.yaml", policy.replace("418", "419")).rescan();
    assertThat(routes.get("/t/fails").statusCode()).isEqualTo(419);

    routes.delete("policy/test.camel.yaml");
    routes.rescan();
    assertThat(routes.get("/t/fails").statusCode()).isEqualTo(500);
  }

  @Test
  void a_policy_that_waits_for_a_long_attempt_keeps_no_other_flow_from_work() throws Exception {
    for (String name : List.of("slow", "quick")) {
      routes.write(
          "flow/" + name + ".camel.yaml",
          """
          - route:
              id: flow.%1$s
              description: Works for a while.
              from:
                uri: event:work.%1$s
                steps:
                  - delay: {constant: %2$d}
                  - to: event:done.%1$s
          """
              .formatted(name, name.equals("slow") ? 4000 : 1));
    }
    String policy =
        """
        - routeConfiguration:
            onException:
              - onException:
                  exception: [java.lang.IllegalStateException]
                  handled: {constant: "true"}
                  steps:
                    - log: "one"
        """;
    String file = "policy/patient.camel.yaml";
    routes.write(file, policy).rescan();
    var log = routes.hub().bean(EventLog.class);
    log.append(NewEvent.json("work.slow", "test", "1".getBytes(UTF_8))).join();
    await().until(() -> routes.file("flow/slow.camel.yaml").routes().get(0).inflight() == 1);

    routes.write(file, policy.replace("one", "two")).rescan();
    log.append(NewEvent.json("work.quick", "test", "1".getBytes(UTF_8))).join();

    await().until(() -> done("quick") == 1);
    assertThat(done("slow")).isZero();
    await()
        .until(
            () -> {
              routes.rescan();
              return routes.files().versions(file).size() == 2;
            });
    assertThat(done("slow")).isEqualTo(1);
    log.append(NewEvent.json("work.quick", "test", "2".getBytes(UTF_8))).join();
    await().until(() -> done("quick") == 2);
    routes.delete(file);
    routes.rescan();
  }

  private long done(String name) {
    return JdbcClient.create(routes.database.dataSource())
        .sql("select count(*) from event where type = :type")
        .param("type", "done." + name)
        .query(Long.class)
        .single();
  }

  @Test
  void verdicts_are_counted_and_files_know_what_the_event_engine_calls_them() {
    var registry = routes.hub().bean(MeterRegistry.class);
    assertThat(registry.get("hub.route.reloads").tag("verdict", "applied").counter().count())
        .isPositive();
    routes
        .write(
            "flow/sub.camel.yaml",
            """
            - route:
                id: flow.sub
                description: Takes pushes.
                from:
                  uri: event:github.push
                  steps:
                    - log: "${header.ce-id}"
            """)
        .rescan();
    assertThat(routes.file("flow/sub.camel.yaml").problems()).isEmpty();
    assertThat(
            JdbcClient.create(routes.database.dataSource())
                .sql("select file from subscription where name = 'flow.sub'")
                .query(String.class)
                .single())
        .isEqualTo("flow/sub.camel.yaml");
  }

  @Test
  void two_files_that_read_one_endpoint_are_told_by_the_check_and_refused_alike() {
    String first =
        """
        - route:
            id: flow.first
            description: Reads a table.
            from:
              uri: sql:select 1 where false
              steps:
                - log: "x"
        """;
    String second = first.replace("flow.first", "flow.second");
    routes.write("flow/first.camel.yaml", first).rescan();
    assertThat(routes.files().check("flow/second.camel.yaml", second))
        .singleElement()
        .asString()
        .startsWith("flow/second.camel.yaml:5:12: 'sql:select 1 where false' is the start of")
        .contains("in flow/first.camel.yaml:5");

    routes.write("flow/second.camel.yaml", second).rescan();

    assertThat(routes.file("flow/second.camel.yaml").problems())
        .isEqualTo(routes.files().check("flow/second.camel.yaml", second));
    assertThat(routes.file("flow/first.camel.yaml").state()).isEqualTo(State.RUNNING);
  }

  @Test
  void the_check_of_an_edit_applies_nothing() throws Exception {
    assertThat(routes.files().check("ingress/a.camel.yaml", door("a", "/t/a", "two"))).isEmpty();
    assertThat(routes.files().check("ingress/b.camel.yaml", door("b", "/t/a", "two"))).hasSize(1);
    assertThat(routes.get("/t/a").body()).isEqualTo("one");
  }

  @Test
  void check_without_a_hub_knows_the_java_routes() {
    var java = new JavaRouteNames(routes.hub().bean(CamelContext.class)).find();
    assertThat(java.ids()).isNotEmpty();
    assertThat(OtherRoutes.JavaNames.shipped().ids()).containsAll(java.ids());
  }

  private static String body(String path) {
    try {
      return routes.get(path).body();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String refusal(String file) {
    return JdbcClient.create(routes.database.dataSource())
        .sql("select problems::text from route_refusal where file = ?")
        .param(file)
        .query(String.class)
        .optional()
        .orElse(null);
  }
}
