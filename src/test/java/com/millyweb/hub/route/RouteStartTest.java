package com.millyweb.hub.route;

import static com.millyweb.hub.route.RoutesFixture.door;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.Hub;
import com.millyweb.hub.route.RouteFile.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class RouteStartTest {
  private static final String FILE = "ingress/x.camel.yaml";
  private static final String INBOX = "notify/inbox.camel.yaml";

  @Test
  void a_bad_file_at_start_runs_in_its_last_good_version_and_the_rest_starts() throws Exception {
    var routes = RoutesFixture.prepare();
    routes
        .write(FILE, door("x", "/t/x", "good"))
        .write("ingress/y.camel.yaml", door("y", "/t/y", "y"))
        .write(INBOX, Files.readString(Path.of("routes").resolve(INBOX)));
    routes.start();
    routes.close();
    routes
        .write(FILE, door("x", "/t/x", "bad").replace("setBody", "setBdy"))
        .write("ingress/z.camel.yaml", "- route: [");

    try (routes) {
      routes.start();

      assertThat(routes.file(FILE).state()).isEqualTo(State.QUARANTINED);
      assertThat(routes.file(FILE).problems()).hasSize(1);
      assertThat(routes.get("/t/x").body()).isEqualTo("good");
      assertThat(routes.get("/t/y").body()).isEqualTo("y");
      assertThat(routes.file("ingress/z.camel.yaml").state()).isEqualTo(State.QUARANTINED);
      assertThat(routes.file("ingress/z.camel.yaml").routes()).isEmpty();

      routes.write(FILE, door("x", "/t/x", "mended")).rescan();
      assertThat(routes.get("/t/x").body()).isEqualTo("mended");
      assertThat(routes.file(FILE).state()).isEqualTo(State.RUNNING);
      await()
          .untilAsserted(
              () ->
                  assertThat(titles(routes))
                      .containsExactlyInAnyOrder(
                          FILE + " is good again and runs",
                          "ingress/z.camel.yaml is quarantined; it does not run"));

      // what is mended while no hub looks is told by the next one
      routes.close();
      routes.write("ingress/z.camel.yaml", door("z", "/t/z", "z"));
      routes.start();
      assertThat(routes.get("/t/z").body()).isEqualTo("z");
      await()
          .untilAsserted(
              () ->
                  assertThat(titles(routes))
                      .contains("ingress/z.camel.yaml is good again and runs"));
    }
  }

  @Test
  void hub_that_stops_while_it_starts_judges_no_file() throws Exception {
    var routes = RoutesFixture.prepare();
    routes
        .write(FILE, door("x", "/t/x", "x"))
        .write("ingress/y.camel.yaml", door("y", "/t/y", "y"))
        .write(INBOX, Files.readString(Path.of("routes").resolve(INBOX)));
    try (var ended = hubThatStopsWhileItStarts(routes)) {
      assertThat(ended.getBean(RouteFiles.class).all())
          .noneMatch(file -> file.state() == State.QUARANTINED);
    }
    assertThat(
            JdbcClient.create(routes.database.dataSource())
                .sql("select count(*) from event where type like 'notify.%'")
                .query(Long.class)
                .single())
        .isZero();
    try (routes) {
      routes.start();
      assertThat(routes.get("/t/x").body()).isEqualTo("x");
      assertThat(titles(routes)).isEmpty();
    }
  }

  /** As after a SIGTERM: Camel stops while the route files are being loaded. */
  private static ConfigurableApplicationContext hubThatStopsWhileItStarts(RoutesFixture routes)
      throws IOException {
    return new SpringApplicationBuilder(Hub.class)
        .listeners(
            (ApplicationListener<ApplicationStartedEvent>)
                started -> started.getApplicationContext().getBean(CamelContext.class).stop())
        .run(
            "--hub.home=" + Files.createTempDirectory("hub-test"),
            "--hub.routes=" + routes.folder,
            "--hub.route.packaged=false",
            "--hub.route.watch=false",
            "--hub.port=0",
            "--hub.management-port=0",
            "--hub.db.url=" + routes.database.url(),
            "--hub.db.user=" + routes.database.user(),
            "--hub.db.password=" + routes.database.password());
  }

  @Test
  void the_watch_takes_up_a_whole_file_within_two_seconds_and_no_half_written_one()
      throws Exception {
    var routes = RoutesFixture.prepare().write(FILE, door("x", "/t/x", "one"));
    try (routes) {
      routes.start(Map.of());
      String next = door("x", "/t/x", "two");
      for (int end = 40; end < next.length(); end += 40) {
        routes.write(FILE, next.substring(0, end));
        assertThat(routes.get("/t/x").body()).isEqualTo("one");
      }
      routes.write("ingress/.x.camel.yaml.swp", "[").write("ingress/.hidden.camel.yaml", "[");
      routes.write(FILE, next);
      await()
          .atMost(Duration.ofSeconds(2))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> routes.get("/t/x").body().equals("two"));
      // the record follows the swap
      await().until(() -> routes.files().versions(FILE).size() == 2);
      assertThat(routes.files().all()).hasSize(1);
    }
  }

  private static List<String> titles(RoutesFixture routes) {
    return JdbcClient.create(routes.database.dataSource())
        .sql("select title from notice")
        .query(String.class)
        .list();
  }
}
