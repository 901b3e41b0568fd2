package com.millyweb.hub.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.route.backtest.Backtest;
import com.millyweb.hub.workbench.Http;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A long past is run in pages, in bounded time and memory, and what is cut is said. */
class BacktestSizeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "flow/many.camel.yaml";
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final String FLOW =
      """
      - route:
          id: flow.many
          description: Tells of readings
          from:
            uri: event:meter.read
            parameters: {filter: "${body[n]} > 5000"}
            steps:
              - to: {uri: "notify:ops", parameters: {title: "Meter", text: "read ${body[n]}"}}
      """;
  private static final String TICKS =
      FLOW.replace("meter.read", "meter.tick").replace("> 5000", "> 0");
  private static final String ENDLESS =
      """
      - route:
          id: flow.many
          description: Does not come to an end
          from:
            uri: event:meter.read
            steps:
              - loop:
                  doWhile: true
                  simple: "${body[n]} != 'never'"
                  steps:
                    - setHeader: {name: again, constant: "1"}
      """;
  private static final String SPLITS =
      """
      - route:
          id: flow.splits
          description: Makes one event of each item
          from:
            uri: event:batch.came
            steps:
              - split:
                  expression: {simple: "${body[items]}"}
                  steps: [{to: "event:batch.item"}]
      """;

  private static RoutesFixture routes;

  @BeforeAll
  static void start() {
    routes = RoutesFixture.prepare();
    routes.write("flow/splits.camel.yaml", SPLITS);
    routes.start(
        Map.of(
            "hub.route.watch", "false",
            "hub.route.backtest.time", "10s",
            "hub.route.backtest.max-events", "300000"));
    insert("meter.read", 10_000, "1 second", "repeat('x', 500)");
  }

  @AfterAll
  static void stop() {
    routes.close();
  }

  /** Puts events into the last days, the newest now. */
  private static void insert(String type, int number, String apart, String pad) {
    JdbcClient.create(routes.database.dataSource())
        .sql(
            """
            insert into event (id, at, type, source, subject, time, content_type, data)
            select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7%s8000' || lpad(to_hex(n), 12, '0'))::uuid,
                   at, '%s', 'test', 's', at, 'application/json',
                   convert_to('{"n":' || n || ',"pad":"' || %s || '"}', 'UTF8')
              from (select n, date_trunc('milliseconds', now() - (%d - n) * interval '%s') as at
                      from generate_series(1, %d) n) as past
            """
                .formatted(
                    "%03x".formatted(type.hashCode() & 0xfff), type, pad, number, apart, number))
        .update();
  }

  private static Backtest backtest(String flow, Duration since) throws Exception {
    Instant now = Instant.now();
    return routes
        .hub()
        .bean(RouteBacktests.class)
        .run(FILE, flow, Map.of(), now.minus(since), now, () -> {});
  }

  @Test
  void ten_thousand_events_take_less_than_thirty_seconds() throws Exception {
    long begin = System.nanoTime();
    Backtest test = backtest(FLOW, Duration.ofDays(2));
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    System.out.printf("backtest of 10,000 events: %d ms%n", took.toMillis());
    assertThat(test.stopped()).isNull();
    assertThat(test.run()).isEqualTo(10_000);
    assertThat(test.notices().now()).isEqualTo(5_000);
    assertThat(test.differences()).hasSize(200);
    assertThat(took).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void of_more_than_a_million_events_the_newest_are_run_and_time_and_memory_are_bounded()
      throws Exception {
    insert("meter.tick", 1_000_100, "400 milliseconds", "''");
    // as the database does by itself some time after many rows came
    JdbcClient.create(routes.database.dataSource()).sql("vacuum analyze event").update();
    long before = live();
    long most = before;
    JsonNode answer;
    Duration took;
    Instant patience = Instant.now().plusSeconds(120);
    do {
      long begin = System.nanoTime();
      var asked = new FutureTask<>(() -> ask(TICKS, "7d").json());
      new Thread(asked).start();
      while (!asked.isDone()) {
        try {
          asked.get(3, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
          most = Math.max(most, live());
        }
      }
      answer = asked.get();
      took = Duration.ofNanos(System.nanoTime() - begin);
      // a disk that others keep busy may not count a million in 5 s, which is said and not this
      // story
    } while (answer.path("status").asInt() == 422 && Instant.now().isBefore(patience));
    long grown = (most - before) / (1024 * 1024);
    System.out.printf(
        "backtest of 1,000,100 events: %d ms, %,d run, %d MiB held%n",
        took.toMillis(), answer.path("run").asInt(), grown);
    assertThat(answer.path("matched").asInt()).as(answer.toString()).isEqualTo(1_000_100);
    assertThat(answer.path("run").asInt()).isBetween(1, 299_999);
    assertThat(answer.path("text").asText())
        .contains(
            "1,000,100 events match, more than a backtest runs (hub.route.backtest.max-events is 300,000): only the newest ones were run, since ",
            "Narrow it with since and until");
    assertThat(took).isLessThan(TIME.plusSeconds(20));
    assertThat(grown).isLessThan(300);

    // far from all of them within the time
    assertThat(answer.path("text").asText())
        .endsWith(
            "Stopped after %,d of 300,000 events: 10s were over; narrow it with since and until"
                .formatted(answer.path("run").asInt()));

    while_one_runs_another_is_refused_and_a_client_that_hangs_up_ends_it();
  }

  private static void while_one_runs_another_is_refused_and_a_client_that_hangs_up_ends_it()
      throws Exception {
    // more than it runs in its time, and few enough to be counted at once on any machine
    try (Socket first = begun()) {
      Http.Answer second = ask(TICKS, "1d");
      assertThat(second.status()).isEqualTo(409);
      assertThat(second.json().path("detail").asText())
          .isEqualTo("Another backtest runs; one runs at a time");
      first.setSoLinger(true, 0);
    }
    // well before its time is over
    await().atMost(Duration.ofSeconds(8)).until(() -> ask(FLOW, "1s").status() == 200);
  }

  @Test
  void what_the_database_cannot_count_in_time_is_refused_although_the_answer_has_begun()
      throws Exception {
    JdbcClient jdbc = JdbcClient.create(routes.database.dataSource());
    jdbc.sql("alter table event rename to event_away").update();
    // a disk that gives a hundred events in a second
    jdbc.sql("create view event as select * from event_away where pg_sleep(0.01) is not null")
        .update();
    Http.Answer answer;
    try {
      answer = ask(FLOW, "7d");
    } finally {
      jdbc.sql("drop view event").update();
      jdbc.sql("alter table event_away rename to event").update();
    }
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).startsWith(" ");
    assertThat(answer.json().path("status").asInt()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().path("detail").asText())
        .startsWith("More events were stored from ")
        .endsWith(" than the database counts in time: narrow it with since and until");
  }

  @Test
  void loop_without_end_is_stopped_and_the_next_backtest_runs() throws Exception {
    Http.Answer answer = ask(ENDLESS, "7d");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("text").asText()).contains("Stopped after ");
    assertThat(ask(FLOW, "1s").status()).isEqualTo(200);
  }

  /** Asks and waits until the answer begins. */
  private static Socket begun() throws IOException {
    URI hub = URI.create(routes.hub().url());
    byte[] body = JSON.writeValueAsBytes(edit(TICKS, "1d"));
    var socket = new Socket(hub.getHost(), hub.getPort());
    socket.setSoTimeout(30_000);
    socket
        .getOutputStream()
        .write(
            ("POST /api/routes/backtest HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n"
                    + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n")
                .formatted(hub.getAuthority(), HubFixture.ADMIN_TOKEN, body.length)
                .getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
    socket.getOutputStream().flush();
    byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
    assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
    return socket;
  }

  private static Map<String, String> edit(String flow, String since) {
    return Map.of("file", FILE, "content", flow, "since", since);
  }

  private static Http.Answer ask(String flow, String since) throws IOException {
    return Http.asAdmin(routes.hub())
        .post("/api/routes/backtest", JSON.writeValueAsString(edit(flow, since)));
  }

  private static long live() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void all_that_came_of_an_event_is_read_however_much_it_was() throws Exception {
    insert("batch.came", 3, "1 second", "''");
    JdbcClient jdbc = JdbcClient.create(routes.database.dataSource());
    jdbc.sql(
            """
            insert into delivery_history (id, subscription, event_id, event_at, outcome, claims, failures, created_at, started_at, ended_at)
            select -row_number() over (order by e.at), s.id, e.id, e.at, 'done', 1, 0, e.at, e.at, e.at
              from event e, subscription s where e.type = 'batch.came' and s.name = 'flow.splits'
            """)
        .update();
    jdbc.sql(
            """
            insert into event (id, at, type, source, time, content_type, data, cause, cause_delivery, hops)
            select gen_random_uuid(), h.ended_at, 'batch.item', 'flow.splits', h.ended_at, 'application/json',
                   convert_to(n::text, 'UTF8'), h.event_id, h.id, 1
              from delivery_history h, generate_series(1, 22000) n where h.id < 0
            """)
        .update();
    // as the database does by itself some time after many rows came
    jdbc.sql("analyze event, delivery_history").update();
    Instant now = Instant.now();
    Backtest test =
        routes
            .hub()
            .bean(RouteBacktests.class)
            .run("flow/splits.camel.yaml", SPLITS, Map.of(), now.minusSeconds(60), now, () -> {});
    assertThat(test.run()).isEqualTo(3);
    assertThat(test.events().before()).isEqualTo(66_000);
  }
}
