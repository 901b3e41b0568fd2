package com.millyweb.hub.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fake.PlayedHttp;
import com.millyweb.hub.fixture.HubFixture;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tools that come with the hub, on a hub that runs. */
class ShippedToolsTest {
  private static @TempDir Path routes;
  private static @TempDir Path shelf;
  private static PlayedHttp web;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws Exception {
    web = PlayedHttp.start();
    int port = URI.create(web.url()).getPort();
    hub =
        HubFixture.start(
            routes,
            Map.of(
                "hub.route.watch",
                "false",
                "hub.route.packaged",
                "true",
                "hub.egress.allow",
                "127.0.0.1:" + port,
                "hub.searxng.url",
                web.url(),
                "hub.connect.folders.shelf",
                shelf.toString(),
                "hub.connect.folders.own",
                routes.toString()));
    Files.createDirectories(routes.resolve("flow/tests"));
  }

  @AfterAll
  static void stop() {
    hub.close();
    web.close();
  }

  @Test
  void every_tool_says_what_it_is() {
    List<Tool> tools = hub.bean(Tools.class).list();
    assertThat(tools.stream().map(Tool::name))
        .contains(
            "clock",
            "calculate",
            "events-search",
            "event-why",
            "dead-letters",
            "flow-check",
            "systems",
            "notify",
            "remind",
            "remember");
    for (Tool tool : tools) {
      assertThat(tool.tags()).as(tool.name()).isNotEmpty();
      tool.schema();
      for (ToolParameter parameter : tool.parameters()) {
        assertThat(parameter.schema())
            .as("%s of %s", parameter.name(), tool.name())
            .containsKey("description");
      }
    }
    var changing = new TreeSet<String>();
    tools.stream()
        .filter(tool -> tool.effect() == Tool.Effect.ONCE)
        .forEach(tool -> changing.add(tool.name()));
    assertThat(changing).contains("notify", "remind", "containers-restart");
  }

  @Test
  void it_knows_the_time_and_reckons() {
    assertThat(map("clock", Map.of("zone", "Europe/Berlin")))
        .containsEntry("zone", "Europe/Berlin")
        .containsKeys("time", "weekday", "week", "utc");
    assertThat(map("clock", Map.of())).containsKey("time");
    assertThatThrownBy(() -> call("clock", Map.of("zone", "Europe/Berln")))
        .hasMessageContaining("did you mean 'Europe/Berlin'?");
    assertThat(reckoned("0.1 + 0.2")).isEqualTo("0.3");
    assertThat(reckoned("(1249.90 - 15) * 1.19")).isEqualTo("1469.531");
    assertThat(reckoned("2^10 % 1000")).isEqualTo("24");
    assertThat(reckoned("round(sqrt(2), 3) + max(1, 7) - abs(-2)")).isEqualTo("6.414");
    assertThat(reckoned("10^60")).isEqualTo("1E+60");
    assertThat(reckoned("1 < 2")).isEqualTo("true");
    assertThatThrownBy(() -> reckoned("1 / 0"))
        .hasMessageContaining("'1 / 0' cannot be calculated");
    assertThatThrownBy(() -> reckoned("2 +")).hasMessageContaining("cannot be calculated");
    assertThatThrownBy(() -> reckoned("fact(100000)")).hasMessageContaining("cannot be calculated");
    assertThatThrownBy(() -> reckoned("9^9^9^9")).hasMessageContaining("more than 10,000 digits");
    assertThatThrownBy(() -> reckoned("floor((10^9000)^9000)")).hasMessageContaining("digits");
    assertThatThrownBy(() -> reckoned("1e999999999 % 3")).hasMessageContaining("three digits");
    assertThatThrownBy(() -> reckoned("1" + "+1".repeat(300))).hasMessageContaining("at most 500");
  }

  @Test
  void it_finds_events_and_says_what_came_of_them() {
    hub.bean(EventLog.class)
        .append(NewEvent.json("found.once", "test", "{\"word\":\"Löwenzahn\"}".getBytes(UTF_8)))
        .join();
    Map<?, ?> found = map("events-search", Map.of("type", "found.*", "text", "Löwenzahn"));
    assertThat((List<?>) found.get("events")).hasSize(1);
    var event = (Map<?, ?>) ((List<?>) found.get("events")).get(0);
    assertThat(event.get("source")).isEqualTo("test");
    assertThat((List<?>) map("events-search", Map.of("text", "Gänseblümchen")).get("events"))
        .isEmpty();
    assertThat(
            (List<?>) map("events-search", Map.of("type", "found.*", "since", "1h")).get("events"))
        .hasSize(1);
    assertThatThrownBy(() -> call("events-search", Map.of("since", "yesterday")))
        .hasMessageContaining("since must be how long ago, such as 2h");
    assertThat(map("event-read", Map.of("id", event.get("id"))).get("data").toString())
        .contains("Löwenzahn");
    assertThat(String.valueOf(call("event-why", Map.of("id", event.get("id")))))
        .contains("No flow took it");
    assertThatThrownBy(() -> call("event-why", Map.of("id", "x")))
        .hasMessageContaining("id must be that of an event");
    assertThat(map("dead-letters", Map.of())).containsKey("deadLetters");
    assertThat(map("dead-letter-retry", Map.of("delivery", 99_999_999)))
        .containsEntry("retried", false);
  }

  @Test
  void it_reads_checks_tests_and_backtests_flows() throws Exception {
    assertThat(call("flows-list", Map.of("folder", "flow", "word", "ping")).toString())
        .contains("flow/ping-pong.camel.yaml", "running");
    String text =
        String.valueOf(map("flow-read", Map.of("file", "flow/ping-pong.camel.yaml")).get("text"));
    assertThat(text).contains("flow.ping-pong");
    assertThatThrownBy(() -> call("flow-read", Map.of("file", "../etc/passwd")))
        .hasMessageContaining("file must be a path in the routes folder");
    assertThat(map("flow-check", Map.of("file", "flow/ping-pong.camel.yaml", "text", text)))
        .containsEntry("runs", true);
    Map<?, ?> refused =
        map(
            "flow-check",
            Map.of("file", "flow/ping-pong.camel.yaml", "text", text.replace("notify:", "notfy:")));
    assertThat(refused.get("runs")).isEqualTo(false);
    assertThat(refused.get("problems").toString()).contains("flow/ping-pong.camel.yaml:");
    String tests = Files.readString(Path.of("routes/flow/tests/ping-pong.test.yaml"));
    assertThat(
            map(
                "flow-test",
                Map.of(
                    "file",
                    "flow/ping-pong.camel.yaml",
                    "tests",
                    tests.replace("sample: ../samples/ping-pong.json", "data: {}"))))
        .containsKey("told");
    assertThatThrownBy(() -> call("flow-test", Map.of("file", "flow/ping-pong.camel.yaml")))
        .hasMessageContaining("There are no tests of flow/ping-pong.camel.yaml");
    assertThat(map("flow-backtest", Map.of("file", "flow/ping-pong.camel.yaml", "since", "1h")))
        .containsKey("verdict");
  }

  @Test
  void it_says_how_systems_are_and_were() {
    Map<?, ?> all = map("systems", Map.of());
    assertThat((List<?>) all.get("systems")).isNotEmpty();
    Map<?, ?> first = (Map<?, ?>) ((List<?>) all.get("systems")).get(0);
    assertThat(map("system-history", Map.of("system", first.get("system"))))
        .containsKeys("status", "changes", "uptime");
    assertThatThrownBy(() -> call("system-history", Map.of("system", "nowhere")))
        .hasMessageContaining("There is no system 'nowhere'");
  }

  @Test
  void it_tells_people_now_and_later() {
    assertThat(call("notify", Map.of("text", "**It** works", "severity", "success")))
        .isEqualTo("Sent to ops");
    await("the notice", () -> texts().contains("**It** works"));
    assertThatThrownBy(() -> call("notify", Map.of("text", "x", "channel", "opps")))
        .hasMessageContaining("There is no channel 'opps' (did you mean 'ops'?)");
    Map<?, ?> soon = map("remind", Map.of("text", "Water the plants", "in", "1s"));
    Map<?, ?> later = map("remind", Map.of("text", "Never told", "in", "2s", "channel", "ops"));
    call("remind-cancel", Map.of("key", later.get("key")));
    assertThat(soon.get("at")).isNotNull();
    await("the reminder", () -> texts().contains("Water the plants"));
    assertThatThrownBy(() -> call("remind", Map.of("text", "x")))
        .hasMessageContaining("Either 'at' or 'in' must be given");
    assertThatThrownBy(() -> call("remind", Map.of("text", "x", "at", "2001-01-01T00:00:00Z")))
        .hasMessageContaining("must be due within the next 366 days");
    Awaitility.await()
        .during(Duration.ofMillis(2500))
        .atMost(Duration.ofSeconds(10))
        .until(() -> !texts().contains("Never told"));
  }

  @Test
  void it_remembers_and_forgets() {
    call("remember", Map.of("fact", "nas/disks", "text", "Four of 8 TB"));
    assertThat(map("recall", Map.of("fact", "nas/")).toString()).contains("Four of 8 TB");
    call("forget", Map.of("fact", "nas/disks"));
    assertThat(map("recall", Map.of()).toString()).doesNotContain("Four of 8 TB");
  }

  @Test
  void it_reads_pages_and_goes_nowhere_else() {
    String page =
        "<html><head><title>Plants</title><script>bad()</script></head><body><nav>menu</nav><main><h2>Care</h2>"
            + "<p>Water <b>daily</b>.</p><ul><li>Fern</li><li><a href='/moss?a=1'>Moss</a></li></ul>"
            + "<p>long words</p>".repeat(2000)
            + "</main></body></html>";
    web.on("/plants", 200, page.getBytes(UTF_8), "Content-Type", "text/html; charset=utf-8");
    web.on("/moved", 302, new byte[0], "Location", web.url() + "/plants");
    web.on("/away", 302, new byte[0], "Location", "http://127.0.0.1:9/x");
    Map<Object, Object> read = map("web-fetch", Map.of("url", web.url() + "/moved"));
    assertThat(read).containsEntry("title", "Plants").containsEntry("url", web.url() + "/plants");
    assertThat(read.get("text").toString())
        .startsWith("## Care\nWater daily.\n- Fern\n- Moss\nlong words")
        .doesNotContain("bad()", "menu");
    assertThat(read.get("links")).isEqualTo(List.of("Moss: " + web.url() + "/moss?a=1"));
    Map<Object, Object> more =
        map("web-fetch", Map.of("url", web.url() + "/plants", "offset", read.get("next")));
    assertThat(more.get("text").toString()).startsWith("long words");
    assertThat(more).doesNotContainKey("links");
    assertThatThrownBy(() -> call("web-fetch", Map.of("url", web.url() + "/away")))
        .hasStackTraceContaining("must be allowed by hub.egress.allow");
    assertThatThrownBy(() -> call("web-fetch", Map.of("url", "http://169.254.169.254/latest")))
        .hasStackTraceContaining("must be allowed by hub.egress.allow");
    assertThatThrownBy(() -> call("web-fetch", Map.of("url", "file:///etc/passwd")))
        .hasMessageContaining("url must be an address such as");
    assertThatThrownBy(() -> call("web-fetch", Map.of("url", web.url() + "/nothing")))
        .hasMessageContaining("answered with the status 404");
  }

  @Test
  void it_searches_and_calls_hosts_that_are_named() {
    web.on(
        "/search",
        200,
        "{\"results\":[{\"title\":\"Fern\",\"url\":\"https://example.org/fern\",\"content\":\"A plant\"}],\"answers\":[]}"
            .getBytes(UTF_8),
        "Content-Type",
        "application/json");
    assertThat(map("web-search", Map.of("query", "fern & moss", "time", "year")).get("results"))
        .isEqualTo(
            List.of(Map.of("title", "Fern", "url", "https://example.org/fern", "text", "A plant")));
    web.on("/api", 201, "{\"id\":7}".getBytes(UTF_8), "Content-Type", "application/json");
    assertThat(map("http-get", Map.of("url", web.url() + "/api")))
        .containsEntry("status", 201)
        .containsEntry("body", Map.of("id", 7));
    assertThat(map("http-call", Map.of("method", "POST", "url", web.url() + "/api", "body", "{}")))
        .containsEntry("status", 201);
    assertThat(web.requests())
        .anyMatch(one -> one.method().equals("POST") && one.path().equals("/api"));
    assertThatThrownBy(() -> call("http-get", Map.of("url", "http://127.0.0.1:9/x")))
        .hasMessageContaining("127.0.0.1 is not among the hosts that tools may call");
  }

  @Test
  void it_keeps_to_its_folders() throws Exception {
    assertThat(map("files-list", Map.of()).get("folders")).isEqualTo(List.of("own", "shelf"));
    String text = "Grüße 😀\n".repeat(3000);
    assertThat(map("files-write", Map.of("folder", "shelf", "path", "notes/a.md", "text", text)))
        .containsEntry("replaced", false);
    assertThat(map("files-write", Map.of("folder", "shelf", "path", "notes/a.md", "text", text)))
        .containsEntry("replaced", true);
    assertThat(Files.readString(shelf.resolve("notes/a.md"))).isEqualTo(text);
    try (var left = Files.list(shelf.resolve("notes"))) {
      assertThat(left).hasSize(1);
    }
    var read = new StringBuilder();
    Object next = 0;
    while (next != null) {
      Map<Object, Object> part =
          map("files-read", Map.of("folder", "shelf", "path", "notes/a.md", "offset", next));
      read.append(part.get("text"));
      next = part.get("next");
    }
    assertThat(read.toString()).isEqualTo(text);
    assertThat(map("files-list", Map.of("folder", "shelf", "path", "notes")).toString())
        .contains("a.md");
    Files.createSymbolicLink(shelf.resolve("out"), Path.of("/etc"));
    Files.createSymbolicLink(shelf.resolve("passwd"), Path.of("/etc/passwd"));
    for (String path : List.of("out/passwd", "passwd")) {
      assertThatThrownBy(() -> call("files-read", Map.of("folder", "shelf", "path", path)))
          .hasMessageContaining("leads over a link");
      assertThatThrownBy(
              () -> call("files-write", Map.of("folder", "shelf", "path", path, "text", "x")))
          .hasMessageContaining("leads over a link");
    }
    for (String path : List.of("../x", "a/../../x", "/etc/passwd", ".")) {
      assertThatThrownBy(() -> call("files-read", Map.of("folder", "shelf", "path", path)))
          .hasMessageContaining("path must lead to something in the folder");
    }
    assertThatThrownBy(
            () ->
                call(
                    "files-write",
                    Map.of("folder", "own", "path", "flow/x.camel.yaml", "text", "x")))
        .hasMessageContaining("is the hub's own");
    assertThatThrownBy(() -> call("files-read", Map.of("folder", "shelve", "path", "a")))
        .hasMessageContaining("There is no folder 'shelve' (did you mean 'shelf'?)");
    assertThatThrownBy(() -> call("shell-run", Map.of("script", "id")))
        .hasMessageContaining("set hub.docker.shell-image");
  }

  private static List<String> texts() {
    return JdbcClient.create(hub.database().dataSource())
        .sql(
            "select convert_from(data, 'UTF8')::json ->> 'text' from event where type like 'notify.%'")
        .query(String.class)
        .list();
  }

  private static String reckoned(String expression) {
    return String.valueOf(call("calculate", Map.of("expression", expression)));
  }

  private static Map<Object, Object> map(String tool, Map<String, ?> arguments) {
    return new LinkedHashMap<>((Map<?, ?>) call(tool, arguments));
  }

  private static @Nullable Object call(String tool, Map<String, ?> arguments) {
    try {
      return hub.bean(Tools.class).call(tool, arguments, null);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(Duration.ofSeconds(30)).until(condition);
  }
}
