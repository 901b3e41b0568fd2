package com.millyweb.hub.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fake.PlayedHttp;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.route.RouteFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a flow's {@code to: http:} does with services that answer, ask for time, hang or flood. */
class FlowHttpTest {
  private static @TempDir Path routes;
  private static HubFixture hub;
  private static PlayedHttp server;
  private static final List<Exchange> SEEN = new CopyOnWriteArrayList<>();
  private static final AtomicInteger FLOWS = new AtomicInteger();

  private final String name = "f" + FLOWS.incrementAndGet();

  @BeforeAll
  static void start() throws Exception {
    server = PlayedHttp.start();
    hub =
        HubFixture.start(
            routes,
            Map.of(
                "hub.egress.allow", "127.0.0.1",
                "hub.egress.max-answer", "64KB",
                "hub.route.watch", "false"));
    hub.bean(CamelContext.class)
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("direct:seen").routeId("test.seen").process(exchange -> see(exchange));
              }
            });
  }

  @AfterAll
  static void stop() {
    server.close();
    hub.close();
  }

  @Test
  void map_goes_out_as_json_and_json_comes_back_as_a_map() throws Exception {
    server.on("/echo", http -> answerJson(http, "{\"ok\":[1,2.5],\"name\":\"é日本\"}"));
    flow("", "- to: \"%s/echo\"".formatted(server.url()));
    append("{\"a\":{\"b\":\"é日本\"}}");
    Exchange seen = seen();
    assertThat(seen.getMessage().getBody()).isEqualTo(Map.of("ok", List.of(1, 2.5), "name", "é日本"));
    PlayedHttp.Request request = last("/echo");
    assertThat(request.text(UTF_8)).isEqualTo("{\"a\":{\"b\":\"é日本\"}}");
    assertThat(request.type()).isEqualTo("application/json");
  }

  @Test
  void address_that_is_not_allowed_is_a_dead_letter_at_once_and_says_which() throws Exception {
    flow("", "- setVariable: {name: at, constant: 127.0.0.2}\n- toD: http://${variable.at}:9/x");
    append("{}");
    await("the dead letter", () -> attempts().equals(List.of("dead")));
    assertThat(
            JdbcClient.create(hub.database().dataSource())
                .sql("select error from delivery where state = 3 order by id desc limit 1")
                .query(String.class)
                .single())
        .contains("127.0.0.2:9", "hub.egress.allow");
  }

  @Test
  void text_that_is_read_like_a_map_is_told_so() throws Exception {
    flow("", "- setBody: {constant: hello}\n- setBody: {simple: \"${body[nope]}\"}");
    append("{}");
    await("the dead letter", () -> attempts().equals(List.of("dead")));
    assertThat(
            JdbcClient.create(hub.database().dataSource())
                .sql("select error from delivery where state = 3 order by id desc limit 1")
                .query(String.class)
                .single())
        .contains("'[nope]' cannot be read: the body is text and not a map")
        .doesNotContain("OGNL", "RuntimeBeanExpressionException");
  }

  @Test
  void lists_numbers_and_forms_go_out_as_they_are_meant() throws Exception {
    server.on("/data", http -> answerJson(http, "[1]"));
    flow("", "- to: \"%s/data\"".formatted(server.url()));
    append("[{\"a\":1}]");
    seen();
    assertThat(last("/data").text(UTF_8)).isEqualTo("[{\"a\":1}]");
    append("41.5");
    await("the number", () -> server.count("/data") == 2);
    assertThat(last("/data").text(UTF_8)).isEqualTo("41.5");

    server.on("/form", http -> answerJson(http, ""));
    new FlowHttpTest()
        .flow(
            "",
            """
            - setHeader: {name: Content-Type, constant: application/x-www-form-urlencoded}
            - to: "%s/form"
            """
                .formatted(server.url()));
    appendTo("f" + FLOWS.get(), "{\"a b\":\"c&d\"}");
    await("the form", () -> server.count("/form") == 1);
    assertThat(last("/form").text(UTF_8)).isEqualTo("a+b=c%26d");
  }

  @Test
  void text_keeps_its_characters_and_bytes_stay_bytes() throws Exception {
    server.on(
        "/latin",
        200,
        "Grüße".getBytes(ISO_8859_1),
        "Content-Type",
        "text/html; charset=ISO-8859-1");
    server.on("/odd", 200, "x".getBytes(UTF_8), "Content-Type", "text/plain; charset=no-such");
    server.on("/bytes", 200, new byte[] {0, (byte) 0xff, 7}, "Content-Type", "image/png");
    server.on("/take", 200, "{\"no json".getBytes(UTF_8), "Content-Type", "application/json");
    flow(
        "",
        """
        - to: "%1$s/latin"
        - setProperty: {name: latin, simple: "${body}"}
        - setBody: {simple: "${body} 日本"}
        - to: "%1$s/odd"
        - setProperty: {name: odd, simple: "${body}"}
        - to: "%1$s/bytes"
        - to: "%1$s/take"
        """
            .formatted(server.url()));
    append("{}");
    Exchange seen = seen();
    assertThat(seen.getProperty("latin")).isEqualTo("Grüße");
    assertThat(last("/odd").text(UTF_8)).isEqualTo("Grüße 日本");
    assertThat(seen.getProperty("odd")).isEqualTo("x");
    assertThat(last("/take").body()).containsExactly(0, 0xff, 7);
    assertThat(seen.getMessage().getBody()).isEqualTo("{\"no json");
  }

  @Test
  void enrich_and_computed_addresses_have_the_same_bounds() throws Exception {
    server.on("/rich", http -> answerJson(http, "{\"n\":1}"));
    server.on("/poor", 200, new byte[70_000]);
    flow(
        "",
        """
        - enrich: {expression: {constant: "%1$s/rich"}}
        - toD: "%1$s/rich?n=${body[n]}"
        - setProperty: {name: first, simple: "${body[n]}"}
        - toD: "%1$s/poor?n=${body[n]}"
        """
            .formatted(server.url()));
    append("{}");
    await("the answer that is too long", () -> attempts().equals(List.of("dead")));
    assertThat(error()).contains("longer than 65536 bytes");
    assertThat(last("/poor").path()).isEqualTo("/poor?n=1");
  }

  @Test
  void step_that_reads_bytes_takes_data_too() throws Exception {
    server.on("/json", http -> answerJson(http, "{\"n\":1}"));
    flow(
        "",
        """
        - to: "%s/json"
        - unmarshal: {json: {}}
        """
            .formatted(server.url()));
    append("{}");
    assertThat(seen().getMessage().getBody()).isEqualTo(Map.of("n", 1));
  }

  @Test
  void answer_does_not_change_which_event_the_flow_works_on() throws Exception {
    server.on(
        "/sly",
        200,
        "hi".getBytes(UTF_8),
        "ce-subject",
        "slack/C1",
        "ce-type",
        "chat.message",
        "CE-ID",
        "another");
    flow("", "- to: \"%s/sly\"".formatted(server.url()));
    append("{}");
    var headers = seen().getMessage().getHeaders();
    assertThat(headers).containsEntry("ce-type", name).doesNotContainKey("ce-subject");
    assertThat(headers.get("ce-id")).isEqualTo(last("/sly").eventId());
  }

  @Test
  void service_that_asks_for_time_is_asked_once_an_attempt_and_nothing_is_counted()
      throws Exception {
    AtomicInteger asked = new AtomicInteger();
    server.on(
        "/busy",
        http -> {
          int n = asked.incrementAndGet();
          if (n > 2) {
            answerJson(http, "{\"n\":%d}".formatted(n));
          } else {
            PlayedHttp.send(http, n == 1 ? 429 : 503, new byte[0], "Retry-After", "1");
          }
        });
    flow("maxAttempts: 1", "- to: \"%s/busy\"".formatted(server.url()));
    append("{}");
    assertThat(seen().getMessage().getBody()).isEqualTo(Map.of("n", 3));
    assertThat(attempts()).containsExactly("paused", "paused");
    assertThat(asked).hasValue(3);
  }

  @Test
  void long_pause_is_kept_by_the_engine_and_not_slept_through() throws Exception {
    server.on("/long", 503, new byte[0], "Retry-After", "600");
    flow("timeout: 3s", "- to: \"%s/long\"".formatted(server.url()));
    append("{}");
    await("the pause", () -> attempts().equals(List.of("paused")));
    assertThat(
            sql()
                .sql(
                    "select paused_until > now() + interval '9 minutes' from subscription where"
                        + " name = ?")
                .param("flow." + name)
                .query(Boolean.class)
                .single())
        .isTrue();
    assertThat(server.count("/long")).isEqualTo(1);
  }

  @Test
  void attempt_that_times_out_ends_its_request_and_its_thread() throws Exception {
    server.endlessOn("/drip", 1, 50);
    flow(
        "timeout: 1s, maxAttempts: 2, backoff: 10ms, concurrency: 1",
        "- to: \"%s/drip\"".formatted(server.url()));
    append("{}");
    await("both attempts", () -> attempts().equals(List.of("timeout", "dead")));
    await("their connections to end", () -> server.torn() >= 2);
    await("their threads", () -> hub.bean(CamelContext.class).getInflightRepository().size() == 0);
  }

  @Test
  void endless_and_packed_answers_are_cut_at_once() throws Exception {
    server.endlessOn("/flood", 8192, 0);
    flow("", "- to: \"%s/flood\"".formatted(server.url()));
    append("{}");
    await("the end of the flood", () -> attempts().equals(List.of("dead")));
    assertThat(error()).contains("longer than 65536 bytes").contains("hub.egress.max-answer");
    assertThat(server.count("/flood")).isEqualTo(1);

    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[5_000_000]);
    }
    server.on("/bomb", 200, packed.toByteArray(), "Content-Encoding", "gzip");
    FlowHttpTest bomb = new FlowHttpTest();
    bomb.flow("", "- to: \"%s/bomb\"".formatted(server.url()));
    bomb.append("{}");
    await("the end of the bomb", () -> bomb.attempts().equals(List.of("dead")));
    assertThat(bomb.error()).contains("longer than 65536 bytes");
  }

  @Test
  void files_load_while_an_attempt_hangs_and_its_own_waits_for_it() throws Exception {
    server.hangOn("/hang");
    server.on("/other", http -> answerJson(http, "{}"));
    flow("timeout: 4s, maxAttempts: 9, backoff: 10ms", "- to: \"%s/hang\"".formatted(server.url()));
    append("{}");
    append("{}");
    await("the attempts", () -> server.count("/hang") == 2);

    write("", "- to: \"%s/other\"".formatted(server.url()));
    FlowHttpTest other = new FlowHttpTest();
    other.write("", "- to: \"%s/other?new\"".formatted(server.url()));
    long before = System.nanoTime();
    hub.bean(RouteFiles.class).rescan();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    other.append("{}");
    await("the new flow", () -> server.count("/other?new") == 1);

    await(
        "the edit",
        () -> {
          hub.bean(RouteFiles.class).rescan();
          return server.count("/other") == 3;
        });
    assertThat(server.count("/hang")).isEqualTo(2);
  }

  @Test
  void edit_that_is_taken_back_lets_the_flow_go_on() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    server.on(
        "/once",
        http -> {
          if (asked.incrementAndGet() == 1) {
            Thread.sleep(2_500);
          }
          answerJson(http, "{}");
        });
    flow("concurrency: 1", "- to: \"%s/once\"".formatted(server.url()));
    String first = Files.readString(file());
    append("{}");
    await("the attempt", () -> asked.get() == 1);
    Files.writeString(file(), first + "# another\n");
    hub.bean(RouteFiles.class).rescan();
    Files.writeString(file(), first);
    hub.bean(RouteFiles.class).rescan();
    append("{}");
    await("both", () -> ends().size() == 2);
  }

  private static void see(Exchange exchange) {
    SEEN.add(exchange.copy());
  }

  private static void answerJson(com.sun.net.httpserver.HttpExchange http, String json)
      throws IOException {
    PlayedHttp.send(http, 200, json.getBytes(UTF_8), "Content-Type", "application/json");
  }

  private void flow(String options, String steps) throws IOException {
    write(options, steps);
    hub.bean(RouteFiles.class).rescan();
    assertThat(hub.bean(RouteFiles.class).find("flow/%s.camel.yaml".formatted(name)))
        .hasValueSatisfying(file -> assertThat(file.problems()).isEmpty());
  }

  private Path file() {
    return routes.resolve("flow/%s.camel.yaml".formatted(name));
  }

  private void write(String options, String steps) throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(
        file(),
        """
        - route:
            id: flow.%1$s
            description: Calls a service
            from:
              uri: event:%1$s
              parameters: {%2$s}
              steps:
        %3$s
                - to: direct:seen
        """
            .formatted(name, options, steps.indent(8).stripTrailing()));
  }

  private void append(String json) {
    appendTo(name, json);
  }

  private static void appendTo(String type, String json) {
    hub.bean(EventLog.class).append(NewEvent.json(type, "test", json.getBytes(UTF_8))).join();
  }

  private Exchange seen() {
    await("the flow's end", () -> !ends().isEmpty());
    return ends().get(0);
  }

  /** What came to the end of this test's flow; attempts of another test's may end at any time. */
  private List<Exchange> ends() {
    return SEEN.stream()
        .filter(exchange -> name.equals(exchange.getMessage().getHeader("ce-type")))
        .toList();
  }

  private static PlayedHttp.Request last(String path) {
    List<PlayedHttp.Request> requests =
        server.requests().stream().filter(request -> request.path().startsWith(path)).toList();
    return requests.get(requests.size() - 1);
  }

  private List<String> attempts() {
    return sql()
        .sql(
            """
            select a.outcome from attempt a join event e on e.id = a.event_id where e.type = ? order by a.ended_at
            """)
        .param(name)
        .query(String.class)
        .list();
  }

  private String error() {
    return sql()
        .sql("select error from attempt a join event e on e.id = a.event_id where e.type = ?")
        .param(name)
        .query(String.class)
        .list()
        .get(0);
  }

  private static JdbcClient sql() {
    return JdbcClient.create(hub.database().dataSource());
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(Duration.ofSeconds(30)).until(condition);
  }
}
