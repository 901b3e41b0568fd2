package com.millyweb.hub.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.event.history.DeliveryHistory;
import com.millyweb.hub.event.history.DeliveryState;
import com.millyweb.hub.event.trace.Trace;
import com.millyweb.hub.event.trace.TraceHistory;
import com.millyweb.hub.event.trace.TraceKept;
import com.millyweb.hub.event.trace.TraceStep;
import com.millyweb.hub.event.trace.TraceWriter;
import com.millyweb.hub.fake.PlayedHttp;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.route.RouteFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is kept of the steps of flows, in the whole hub. */
class TraceTest {
  private static final String ORDERS =
      """
      - route:
          id: flow.orders
          description: Adds up orders
          from:
            uri: event:shop.order
            parameters:
              maxAttempts: 1
              %s
            steps:
              - setHeader:
                  name: total
                  simple: "${body[total]}"
              - setHeader:
                  name: api-token
                  constant: "open sesame"
              - choice:
                  when:
                    - simple: "${body[total]} > 100"
                      steps:
                        - throwException:
                            exceptionType: java.lang.IllegalArgumentException
                            message: "too dear, password=hunter22"
              - setBody:
                  simple: "${body[words]}"
      """;

  private static @TempDir Path sharedRoutes;
  private static HubFixture shared;

  private @TempDir Path ownRoutes;
  private Path routes;
  private HubFixture hub;

  /** For the stories that need no settings of their own: each is a version of the flow. */
  @BeforeAll
  static void startShared() {
    shared =
        HubFixture.start(
            sharedRoutes,
            Map.of(
                "hub.route.watch", "false",
                "hub.event.trace.sample", "0",
                "hub.egress.allow", "127.0.0.1"));
  }

  @AfterAll
  static void stopShared() {
    shared.close();
  }

  @AfterEach
  void stop() {
    if (hub != shared) {
      hub.close();
    }
  }

  private void begin(String flow) throws IOException {
    routes = sharedRoutes;
    hub = shared;
    write("flow/orders.camel.yaml", flow);
    hub.bean(RouteFiles.class).rescan();
  }

  private void begin(String flow, Map<String, String> properties) throws IOException {
    routes = ownRoutes;
    write("flow/orders.camel.yaml", flow);
    hub = HubFixture.start(routes, properties);
  }

  private void write(String file, String content) throws IOException {
    Path path = routes.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private Event order(String json) {
    var id =
        hub.bean(EventLog.class)
            .append(NewEvent.json("shop.order", "shop", json.getBytes(StandardCharsets.UTF_8)))
            .join()
            .id();
    await().until(() -> ended(id));
    return hub.bean(com.millyweb.hub.event.history.EventHistory.class).find(id).orElseThrow();
  }

  private boolean ended(java.util.UUID id) {
    var deliveries = hub.bean(DeliveryHistory.class).of(id);
    return !deliveries.isEmpty()
        && deliveries.stream()
            .allMatch(
                delivery ->
                    delivery.state() == DeliveryState.dead || delivery.state().isFinished());
  }

  private List<Trace> traces(Event event) {
    return hub.bean(TraceHistory.class).of(event.id(), event.at());
  }

  private Trace trace(Event event) {
    await().until(() -> !traces(event).isEmpty());
    return traces(event).get(0);
  }

  @Test
  void step_is_called_as_it_was_written() throws IOException {
    begin(
        """
        - route:
            id: flow.orders
            description: Tells of orders
            from:
              uri: event:shop.order
              steps:
                - to: {uri: "notify:ops", parameters: {title: "a & b", text: "is ${body[id]}"}}
        """);
    assertThat(trace(order("{\"id\": 7}")).steps())
        .extracting(TraceStep::step)
        .containsExactly("to[notify:ops?text=is ${body[id]}&title=a & b]");
  }

  private void tired(String total) {
    for (int i = 0; i < 5; i++) {
      trace(order("{\"total\":" + total + "}"));
    }
  }

  @Test
  void failed_attempt_is_kept_with_its_steps_and_without_secrets() throws IOException {
    begin(ORDERS.formatted("trace: true"));
    tired("1");

    Trace trace = trace(order("{\"total\":140}"));

    assertThat(trace.kept()).isEqualTo(TraceKept.failed);
    assertThat(trace.route()).isEqualTo("flow.orders");
    assertThat(trace.file()).isEqualTo("flow/orders.camel.yaml");
    assertThat(trace.version()).hasSize(64);
    assertThat(trace.steps().get(0).changed())
        .containsExactly(new TraceStep.Change("header total", null, "140"));
    assertThat(trace.steps().get(0).at()).isEqualTo("flow/orders.camel.yaml:10");
    assertThat(trace.steps().get(1).changed())
        .containsExactly(new TraceStep.Change("header api-token", null, "******"));
    TraceStep last = trace.steps().get(trace.steps().size() - 1);
    assertThat(last.step()).startsWith("throwException");
    assertThat(last.failure()).contains("too dear").doesNotContain("hunter22");
  }

  @Test
  void first_runs_of_a_version_are_kept_and_dull_ones_are_not() throws IOException {
    String orders = ORDERS.formatted("trace: true").replace("Adds up", "Counts");
    begin(orders);
    for (int i = 0; i < 5; i++) {
      assertThat(trace(order("{\"total\":1}")).kept()).isEqualTo(TraceKept.edited);
    }

    Event dull = order("{\"total\":1}");
    write("flow/orders.camel.yaml", orders.replace("100", "120"));
    hub.bean(RouteFiles.class).rescan();
    Trace edited = trace(order("{\"total\":110}"));

    assertThat(edited.kept()).isEqualTo(TraceKept.edited);
    assertThat(traces(dull)).isEmpty();
  }

  @Test
  void sample_keeps_dull_runs() throws IOException {
    begin(ORDERS.formatted("trace: true"), Map.of("hub.event.trace.sample", "1"));
    tired("1");

    assertThat(trace(order("{\"total\":1}")).kept()).isEqualTo(TraceKept.sampled);
  }

  @Test
  void slow_run_is_kept() throws IOException {
    begin(
        """
        - route:
            id: flow.orders
            description: Waits as long as the event says
            from:
              uri: event:shop.order
              steps:
                - delay:
                    simple: "${body[wait]}"
        """);
    for (int i = 0; i < 45; i++) {
      order("{\"wait\":0}");
    }

    assertThat(trace(order("{\"wait\":400}")).kept()).isEqualTo(TraceKept.slow);
  }

  @Test
  void flow_with_trace_off_keeps_nothing() throws IOException {
    begin(ORDERS.formatted("trace: false"), Map.of("hub.event.trace.sample", "1"));

    Event failed = order("{\"total\":140}");

    hub.bean(TraceWriter.class).close();
    assertThat(traces(failed)).isEmpty();
  }

  @Test
  void budget_of_0_switches_traces_off() throws IOException {
    begin(ORDERS.formatted("trace: true"), Map.of("hub.event.trace.budget", "0"));

    Event failed = order("{\"total\":140}");

    hub.bean(TraceWriter.class).close();
    assertThat(traces(failed)).isEmpty();
  }

  @Test
  void budget_leaves_room_for_failures() throws IOException {
    begin(
        ORDERS.formatted("trace: true"),
        Map.of("hub.event.trace.sample", "1", "hub.event.trace.budget", "8"));
    tired("1");
    List<Event> dull = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      dull.add(order("{\"total\":1}"));
    }

    assertThat(trace(order("{\"total\":140}")).kept()).isEqualTo(TraceKept.failed);
    assertThat(dull.stream().flatMap(event -> traces(event).stream())).isEmpty();
  }

  @Test
  void trace_of_many_large_steps_is_bounded() throws IOException {
    begin(
        """
        - route:
            id: flow.orders
            description: Says much
            from:
              uri: event:shop.order
              steps:
                - split:
                    simple: "${body[lines]}"
                    steps:
                      - setHeader:
                          name: text
                          simple: "${body}"
        """);
    String line = "\"" + "\\u0001x\\\"".repeat(3000) + "\"";

    Trace trace = trace(order("{\"lines\":[" + (line + ",").repeat(99) + line + "]}"));

    assertThat(trace.omitted()).isEqualTo(61);
    assertThat(trace.steps().size()).isLessThanOrEqualTo(40);
    assertThat(
            JdbcClient.create(hub.database().dataSource())
                .sql("select max(length(steps::text)) from trace")
                .query(Integer.class)
                .single())
        .isLessThan(20_000);
  }

  @Test
  void call_is_kept_with_its_status_and_answer() throws Exception {
    try (PlayedHttp shop = PlayedHttp.start()) {
      shop.on(
          "/price",
          http -> {
            byte[] answer = "{\"price\":30}".getBytes(StandardCharsets.UTF_8);
            http.getResponseHeaders().set("Content-Type", "application/json");
            http.sendResponseHeaders(200, answer.length);
            http.getResponseBody().write(answer);
          });
      begin(
          """
          - route:
              id: flow.orders
              description: Asks for a price
              from:
                uri: event:shop.order
                steps:
                  - to: "%s/price?apikey=0123456789"
          """
              .formatted(shop.url()));
      TraceStep step = last(trace(order("{\"item\":1}")));

      assertThat(step.call().uri()).contains("/price").doesNotContain("0123456789");
      assertThat(step.call().status()).isEqualTo(200);
      assertThat(step.call().answer()).isEqualTo("{\"price\":30}");
      assertThat(step.call().whole()).isTrue();
    }
  }

  private static TraceStep last(Trace trace) {
    return trace.steps().get(trace.steps().size() - 1);
  }
}
