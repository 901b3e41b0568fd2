package com.millyweb.hub.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fake.PlayedHttp;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.route.RouteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A hub with flows that call a server of the test; one flow for each instance. */
abstract class FlowHttpFixture {
  private static @TempDir Path routes;
  static HubFixture hub;
  static PlayedHttp server;
  private static final List<Exchange> SEEN = new CopyOnWriteArrayList<>();
  private static final AtomicInteger FLOWS = new AtomicInteger();

  final String name = "f" + FLOWS.incrementAndGet();

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

  static void see(Exchange exchange) {
    SEEN.add(exchange.copy());
  }

  static void answerJson(com.sun.net.httpserver.HttpExchange http, String json) throws IOException {
    PlayedHttp.send(http, 200, json.getBytes(UTF_8), "Content-Type", "application/json");
  }

  void flow(String options, String steps) throws IOException {
    write(options, steps);
    hub.bean(RouteFiles.class).rescan();
    assertThat(hub.bean(RouteFiles.class).find("flow/%s.camel.yaml".formatted(name)))
        .hasValueSatisfying(file -> assertThat(file.problems()).isEmpty());
  }

  Path file() {
    return routes.resolve("flow/%s.camel.yaml".formatted(name));
  }

  void write(String options, String steps) throws IOException {
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

  void append(String json) {
    hub.bean(EventLog.class).append(NewEvent.json(name, "test", json.getBytes(UTF_8))).join();
  }

  Exchange seen() {
    await("the flow's end", () -> !ends().isEmpty());
    return ends().get(0);
  }

  /** What came to the end of this test's flow; attempts of another test's may end at any time. */
  List<Exchange> ends() {
    return SEEN.stream()
        .filter(exchange -> name.equals(exchange.getMessage().getHeader("ce-type")))
        .toList();
  }

  static PlayedHttp.Request last(String path) {
    List<PlayedHttp.Request> requests =
        server.requests().stream().filter(request -> request.path().startsWith(path)).toList();
    return requests.get(requests.size() - 1);
  }

  List<String> attempts() {
    return sql()
        .sql(
            """
            select a.outcome from attempt a join event e on e.id = a.event_id where e.type = ? order by a.ended_at
            """)
        .param(name)
        .query(String.class)
        .list();
  }

  String error() {
    return sql()
        .sql("select error from attempt a join event e on e.id = a.event_id where e.type = ?")
        .param(name)
        .query(String.class)
        .list()
        .get(0);
  }

  static JdbcClient sql() {
    return JdbcClient.create(hub.database().dataSource());
  }

  static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(Duration.ofSeconds(30)).until(condition);
  }
}
