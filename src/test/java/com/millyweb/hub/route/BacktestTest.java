package com.millyweb.hub.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fake.FakeHttp;
import com.millyweb.hub.workbench.Http;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an edit would have done with events that a hub really handled. */
class BacktestTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ORDERS = "flow/orders.camel.yaml";
  private static final String FLOW =
      """
      - route:
          id: flow.orders
          description: Tells ops about orders
          from:
            uri: "event:shop.order.placed"
            parameters: {filter: "${body[total]} > 100"}
            steps:
              - log: "order ${body[number]}"
              - to:
                  uri: "notify:ops"
                  parameters: {title: "Order ${body[number]}", text: "at ${header.ce-time}", button.Done: "done"}
              - to: "event:shop.order.told?subject=${body[number]}&key=told-${body[number]}"
      """;

  private static final String REMIND = "flow/remind.camel.yaml";
  private static final String REMINDER =
      """
      - route:
          id: flow.remind
          description: Reminds of a visit
          from:
            uri: event:visit.begun
            steps:
              - to: "event:visit.late?delay=1ms&subject=${header.ce-subject}"
      - route:
          id: flow.remind.late
          description: Tells of the reminder
          from:
            uri: event:visit.late
            steps:
              - to: "direct:tell-visit"
      """;

  private static final String TELL =
      """
      - route:
          id: flow.tell
          description: Tells of a visit
          from:
            uri: direct:tell-visit
            steps:
              - to: {uri: "notify:ops", parameters: {text: "visit of ${header.ce-subject}"}}
      """;

  private static final String STOCK = "flow/stock.camel.yaml";
  private static final String ASKING =
      """
      - route:
          id: flow.stock
          description: Asks how many are left
          from:
            uri: event:stock.asked
            steps:
              - toD: "{{vars.shop}}/items/${body[number]}?unit=${body[unit]}"
              - to: "event:stock.told?subject=${body[left]}"
      """;

  private static RoutesFixture routes;
  private static Shop shop;

  /** Says how many are left: one fewer at each question. */
  private static final class Shop extends FakeHttp {
    private int left = 100;

    @Override
    protected synchronized Answer work(Request request) {
      return Answer.json(200, "{\"left\":%d}".formatted(left--));
    }
  }

  @BeforeAll
  static void start() {
    shop = new Shop();
    routes = RoutesFixture.prepare();
    routes.write(ORDERS, FLOW).write(REMIND, REMINDER).write("flow/tell.camel.yaml", TELL);
    routes.write(STOCK, ASKING);
    routes.start(
        Map.of(
            "hub.route.watch", "false",
            "hub.route.backtest.max-events", "40",
            "hub.egress.allow", "127.0.0.1",
            "hub.vars.shop", shop.url()));
    for (int i = 1; i <= 20; i++) {
      append("shop.order.placed", "o" + i, "{\"number\":%d,\"total\":%d}".formatted(i, i * 10));
      append("counted.item", "c", "{\"number\":%d}".formatted(i));
      append("counted.item", "c", "{\"number\":%d}".formatted(i));
      append("counted.item", "c", "{\"number\":%d}".formatted(i));
    }
    append("visit.begun", "ann", "{}");
    append("visit.begun", "ben", "{}");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(
                      count(
                          "delivery where subscription in (select id from subscription where file is not null)"))
                  .isZero();
              assertThat(count("event where type = 'visit.late'")).isEqualTo(2);
              assertThat(count("event where type like 'notify.%'")).isEqualTo(12);
            });
  }

  @AfterAll
  static void stop() {
    routes.close();
    shop.close();
  }

  private static void append(String type, String subject, String data) {
    routes
        .hub()
        .bean(EventLog.class)
        .appendNow(
            NewEvent.json(type, "test", data.getBytes(StandardCharsets.UTF_8)).withSubject(subject),
            PATIENCE);
  }

  private static long count(String of) {
    return JdbcClient.create(routes.database.dataSource())
        .sql("select count(*) from " + of)
        .query(Long.class)
        .single();
  }

  private static Http.Answer ask(Map<String, ?> edit) throws Exception {
    return Http.asAdmin(routes.hub())
        .post("/api/routes/backtest", new ObjectMapper().writeValueAsString(edit));
  }

  private static JsonNode backtest(String file, String content) throws Exception {
    Http.Answer answer = ask(Map.of("file", file, "content", content));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static void assertCounts(JsonNode answer, String what, int before, int now) {
    assertThat(answer.at("/" + what + "/before").asInt()).as(answer.toString()).isEqualTo(before);
    assertThat(answer.at("/" + what + "/now").asInt()).as(answer.toString()).isEqualTo(now);
  }

  @Test
  void what_runs_already_would_change_nothing() throws Exception {
    for (String file : List.of(ORDERS, REMIND)) {
      JsonNode answer = backtest(file, file.equals(ORDERS) ? FLOW : REMINDER);
      assertThat(answer.get("different").asInt()).as(answer.toString()).isZero();
      assertThat(answer.get("failed").asInt()).as(answer.toString()).isZero();
    }
    JsonNode answer = backtest(REMIND, REMINDER);
    assertThat(answer.get("run").asInt()).isEqualTo(2);
    assertCounts(answer, "notices", 2, 2);
    assertCounts(answer, "events", 2, 2);
  }

  @Test
  void an_edit_of_a_filter_is_counted_and_shown_event_by_event_and_nothing_is_stored_or_sent()
      throws Exception {
    long events = count("event");
    long deliveries = count("delivery");
    JsonNode answer = backtest(ORDERS, FLOW.replace("> 100", "> 170"));
    assertThat(answer.get("run").asInt()).isEqualTo(20);
    assertCounts(answer, "notices", 10, 3);
    assertCounts(answer, "events", 10, 3);
    assertThat(answer.get("different").asInt()).isEqualTo(7);
    JsonNode first = answer.at("/differences/0");
    assertThat(first.get("type").asText()).isEqualTo("shop.order.placed");
    assertThat(first.get("before").toString())
        .contains("\"title\":\"Order 11\"", "shop.order.told");
    assertThat(first.get("now")).isEmpty();
    assertThat(answer.get("text").asText())
        .isEqualTo(
            "20 events: 10 notices before, 3 now, 10 other events before, 3 now; something else comes of 7 of 20 events");
    assertThat(count("event")).isEqualTo(events);
    assertThat(count("delivery")).isEqualTo(deliveries);
  }

  @Test
  void events_that_fail_are_told_with_the_line_of_the_step() throws Exception {
    String edit =
        FLOW.replace(
            "        - log: \"order ${body[number]}\"\n",
            "        - filter:\n            simple: \"${body[total]} > 180\"\n            steps:\n"
                + "              - setBody: {jq: 'error(\"odd\")'}\n");
    JsonNode answer = backtest(ORDERS, edit);
    assertThat(answer.get("failed").asInt()).as(answer.toString()).isEqualTo(2);
    JsonNode failure = answer.at("/failures/0");
    assertThat(failure.get("message").asText()).contains("odd");
    assertThat(failure.get("file").asText()).isEqualTo(ORDERS);
    assertThat(failure.get("route").asText()).isEqualTo("flow.orders");
    assertThat(failure.get("line").asInt()).isEqualTo(11);
    assertThat(answer.get("text").asText()).contains("; 2 events fail, line 11");
    assertCounts(answer, "notices", 10, 8);
  }

  @Test
  void calls_to_others_are_not_made_and_that_is_said() throws Exception {
    String edit =
        FLOW.replace(
            "        - log: \"order ${body[number]}\"\n",
            "        - toD: \"https://stock.example.org/items/${body[number]}?full=1\"\n"
                + "        - to: {uri: \"sql:select 1\", parameters: {outputHeader: stock}}\n");
    JsonNode answer = backtest(ORDERS, edit);
    assertThat(answer.get("failed").asInt()).as(answer.toString()).isZero();
    assertThat(answer.get("stubbed")).hasSize(11);
    assertThat(answer.at("/stubbed/0/call").asText())
        .isEqualTo("GET https://stock.example.org/items/11");
    assertThat(answer.at("/stubbed/0/answered").asText()).isEqualTo("with an empty 200");
    assertThat(answer.at("/stubbed/1").toString())
        .isEqualTo("{\"call\":\"sql:select 1\",\"times\":10,\"answered\":\"with no rows\"}");
    assertThat(answer.get("text").asText())
        .endsWith("; 20 calls got an empty answer, because what was answered then is not kept");
  }

  @Test
  void calls_are_answered_as_they_were_then_where_that_was_kept() throws Exception {
    append("stock.asked", "a", "{\"number\":1,\"unit\":\"piece\"}");
    append("stock.asked", "b", "{\"number\":2,\"unit\":\"box\"}");
    await().atMost(PATIENCE).until(() -> count("trace where route = 'flow.stock'") == 2);
    int asked = shop.received().size();

    JsonNode same = backtest(STOCK, ASKING);
    assertThat(same.get("different").asInt()).as(same.toString()).isZero();
    assertThat(same.at("/stubbed/0/answered").asText()).isEqualTo("as recorded");
    assertThat(same.get("text").asText()).doesNotContain("empty answer");
    assertCounts(same, "events", 2, 2);

    // what was never asked has no answer
    JsonNode other = backtest(STOCK, ASKING.replace("unit=${body[unit]}", "unit=pallet"));
    assertThat(other.at("/stubbed/0/answered").asText()).isEqualTo("with an empty 200");
    assertThat(other.get("different").asInt()).isEqualTo(2);
    assertThat(shop.received()).hasSize(asked);
  }

  @Test
  void a_flow_that_was_never_there_is_compared_with_nothing() throws Exception {
    String fresh =
        FLOW.replace("flow.orders", "flow.fresh")
            .replace("told?", "heard?")
            .replace("key=told", "key=h");
    JsonNode answer = backtest("flow/fresh.camel.yaml", fresh);
    assertCounts(answer, "notices", 0, 10);
    assertThat(answer.get("different").asInt()).isEqualTo(10);
  }

  @Test
  void flows_that_feed_themselves_fail_as_they_would() throws Exception {
    String loop =
        """
        - route:
            id: flow.loop
            description: Feeds itself
            from:
              uri: "event:visit.*"
              steps:
                - to: "event:visit.again"
        """;
    JsonNode answer = backtest("flow/loop.camel.yaml", loop);
    assertThat(answer.get("failed").asInt()).as(answer.toString()).isPositive();
    assertThat(answer.at("/failures/0/message").asText()).contains("flows feed each other");
    assertThat(answer.at("/events/now").asInt()).isLessThan(1000);
  }

  @Test
  void lists_and_limits_follow_the_times_of_the_events() throws Exception {
    JsonNode limited =
        backtest(ORDERS, FLOW.replace("{filter:", "{atMost: 2/1h, atMostBy: none, filter:"));
    assertCounts(limited, "notices", 10, 2);
    String lists =
        """
        - route:
            id: flow.lists
            description: Tells of orders by fives
            from:
              uri: "event:shop.order.placed?collect=1h&collectBy=none&collectMax=5"
              steps:
                - to: {uri: "notify:ops", parameters: {text: "${body.size} orders"}}
        """;
    JsonNode collected = backtest("flow/lists.camel.yaml", lists);
    assertCounts(collected, "notices", 0, 4);
    assertThat(collected.toString()).contains("\"text\":\"5 orders\"");
  }

  @Test
  void more_events_than_may_be_are_cut_to_the_newest_and_that_is_said() throws Exception {
    String counts =
        """
        - route:
            id: flow.counts
            description: Counts
            from:
              uri: event:counted.item
              steps:
                - to: {uri: "notify:ops", parameters: {text: "item ${body[number]}"}}
        """;
    JsonNode answer = backtest("flow/counts.camel.yaml", counts);
    assertThat(answer.get("matched").asInt()).isEqualTo(60);
    assertThat(answer.get("run").asInt()).isEqualTo(40);
    assertThat(answer.get("text").asText())
        .contains(
            ". 60 events match, more than a backtest runs (hub.route.backtest.max-events is 40): only the newest ones were run, since 20")
        .endsWith("Z. Narrow it with since and until");
    assertThat(answer.get("differences").toString())
        .contains("item 20")
        .doesNotContain("\"item 6\"");
  }

  @Test
  void what_cannot_be_asked_is_refused_with_the_reason() throws Exception {
    assertRefused(400, "'since' must be a duration up to 3650d", Map.of("since", "soon"));
    assertRefused(400, "'since' must be a duration", Map.of("since", "2999-01-01T00:00:00Z"));
    assertRefused(400, "'since' must be before 'until'", Map.of("since", "1d", "until", "2d"));
    assertRefused(400, "'file' must be a path", Map.of("file", "../x.camel.yaml"));
    assertRefused(
        400, "'notices", Map.of("notices", List.of(Map.of("name", "../x", "content", ""))));
    assertRefused(
        400,
        "'notices' must be a list of objects with the fields [content, name]",
        Map.of("notices", Map.of("order", "text: x")));
    assertRefused(422, "would be refused", Map.of("content", FLOW.replace("event:", "evnt:")));
    assertRefused(422, "would be refused", Map.of("content", "- x: ["));
    assertRefused(422, "switches it off", Map.of("content", "# nothing\n"));
    assertRefused(
        422,
        "no route that begins with event:",
        Map.of("file", "flow/tell.camel.yaml", "content", TELL));
    JsonNode bad =
        ask(Map.of(
                "file", ORDERS, "content", FLOW.replace("event:shop.order.p", "evnt:shop.order.p")))
            .json();
    assertThat(bad.at("/problems/0/line").asInt()).isPositive();
    assertThat(bad.at("/problems/0/suggestion").asText()).contains("event");
  }

  private static void assertRefused(int status, String detail, Map<String, ?> fields)
      throws Exception {
    Map<String, Object> edit = new HashMap<>(Map.of("file", ORDERS, "content", FLOW));
    edit.putAll(fields);
    Http.Answer answer = ask(edit);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().get("detail").asText()).contains(detail);
  }
}
