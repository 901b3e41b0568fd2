package com.millyweb.hub.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.fixture.HubFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Routes on {@code event:} in the whole hub. */
class EventRouteTest {
  private @TempDir Path routes;
  private HubFixture hub;
  private final List<Map<String, Object>> headers = new CopyOnWriteArrayList<>();
  private final List<Object> bodies = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    Files.createDirectories(routes);
    hub = HubFixture.start(routes, Map.of());
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void route(RouteBuilder route) throws Exception {
    hub.bean(CamelContext.class).addRoutes(route);
  }

  private void see(Exchange exchange) {
    headers.add(exchange.getMessage().getHeaders());
    bodies.add(exchange.getMessage().getBody());
  }

  private Appended append(NewEvent event) {
    return hub.bean(EventLog.class).append(event).join();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void event_reaches_a_route_as_map_and_headers() throws Exception {
    route(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("event:shop.order.*").routeId("flow.test").process(exchange -> see(exchange));
          }
        });

    Appended appended =
        append(
            NewEvent.json("shop.order.paid", "shop", utf8("{\"total\":3}"))
                .withSubject("4711")
                .withKey("k1"));

    await().until(() -> bodies.size() == 1);
    assertThat(bodies).containsExactly(Map.of("total", 3));
    assertThat(headers.get(0))
        .containsEntry("ce-id", appended.id().toString())
        .containsEntry("ce-type", "shop.order.paid")
        .containsEntry("ce-source", "shop")
        .containsEntry("ce-subject", "4711")
        .containsEntry("ce-key", "k1")
        .containsKey("ce-time");
  }

  @Test
  void two_routes_on_the_same_events_each_get_all_of_them() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    for (String id : List.of("flow.one", "flow.two")) {
      route(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("event:shop.order?concurrency=2")
                  .routeId(id)
                  .process(exchange -> seen.add(id + exchange.getMessage().getBody()));
            }
          });
    }
    route(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("event:shop.order").routeId("flow.three").process(e -> seen.add("flow.three"));
            from("event:shop.order").routeId("flow.four").process(e -> seen.add("flow.four"));
          }
        });
    append(NewEvent.json("shop.order", "shop", utf8("1")));
    append(NewEvent.json("shop.order", "shop", utf8("2")));

    await().until(() -> seen.size() == 8);
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "flow.one1",
            "flow.one2",
            "flow.two1",
            "flow.two2",
            "flow.three",
            "flow.three",
            "flow.four",
            "flow.four");
  }

  @Test
  void flow_that_fails_after_sending_sends_once_in_the_end() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    route(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("event:a?backoff=10ms")
                .routeId("flow.sender")
                .to("event:b?subject=${header.ce-subject}&key=${header.ce-id}")
                .split(constant(List.of("x", "y")))
                .to("event:c")
                .end()
                .process(
                    exchange -> {
                      if (attempts.incrementAndGet() < 3) {
                        throw new IllegalStateException("after sending");
                      }
                    });
            from("event:b").routeId("flow.b").process(exchange -> see(exchange));
          }
        });

    append(NewEvent.json("a", "test", utf8("1")).withSubject("s"));

    await().until(() -> bodies.size() == 1);
    JdbcClient sql = JdbcClient.create(hub.database().dataSource());
    assertThat(attempts).hasValue(3);
    assertThat(headers.get(0)).containsEntry("ce-subject", "s");
    assertThat(sql.sql("select count(*) from event where type = 'b'").query(Long.class).single())
        .isEqualTo(1);
    assertThat(sql.sql("select count(*) from event where type = 'c'").query(Long.class).single())
        .isEqualTo(2);
  }

  @Test
  void a_list_has_the_bodies_and_says_how_many_and_from_when_to_when() throws Exception {
    route(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("event:a.*?collect=500ms&collectBy=none&filter=${header.ce-subject} != 'no'")
                .routeId("flow.list")
                .process(exchange -> see(exchange));
          }
        });
    Instant first = Instant.parse("2030-01-01T00:00:00Z");
    Appended one =
        append(NewEvent.json("a.x", "test", utf8("{\"n\":1}")).withTime(first).withKey("k"));
    append(NewEvent.json("a.x", "test", utf8("{\"n\":2}")).withSubject("no"));
    Appended three =
        append(NewEvent.json("a.y", "test", utf8("{\"n\":3}")).withTime(first.plusSeconds(9)));
    Appended bytes =
        append(
            NewEvent.json("a.y", "test", utf8("text"))
                .withContentType("text/plain")
                .withTime(first.minusSeconds(1)));

    await().until(() -> bodies.size() == 1);
    List<?> list = (List<?>) bodies.get(0);
    assertThat(list).hasSize(3);
    assertThat(list.subList(0, 2)).isEqualTo(List.of(Map.of("n", 1), Map.of("n", 3)));
    assertThat((byte[]) list.get(2)).isEqualTo(utf8("text"));
    assertThat(headers.get(0))
        .containsEntry("ce-id", one.id().toString())
        .containsEntry("ce-type", "a.x")
        .containsEntry("ce-key", "k")
        .containsEntry("collect-count", 3)
        .containsEntry(
            "collect-ids",
            List.of(one.id().toString(), three.id().toString(), bytes.id().toString()))
        .containsEntry("collect-first", "2029-12-31T23:59:59Z")
        .containsEntry("collect-last", "2030-01-01T00:00:09Z");
  }

  @Test
  void what_the_filter_leaves_out_of_a_list_is_filtered_and_the_others_have_its_effects()
      throws Exception {
    route(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("event:a.*?collect=500ms&collectBy=none&filter=${header.ce-subject} != 'no'")
                .routeId("flow.list")
                .process(exchange -> see(exchange))
                .to("event:told");
            from("event:a.x").routeId("flow.other").to("event:other");
          }
        });
    Appended no = append(NewEvent.json("a.x", "test", utf8("{}")).withSubject("no"));
    Appended one = append(NewEvent.json("a.y", "test", utf8("{}")));
    Appended two = append(NewEvent.json("a.y", "test", utf8("{}")));
    Appended late = append(NewEvent.json("a.y", "test", utf8("{}")).withSubject("no"));
    JdbcClient sql = JdbcClient.create(hub.database().dataSource());

    await().until(() -> outcomes(sql).size() == 4);
    assertThat(outcomes(sql))
        .isEqualTo(
            Map.of(no.id(), "filtered", one.id(), "done", two.id(), "done", late.id(), "filtered"));
    assertThat(caused(sql, two)).containsExactly("told");
    assertThat(caused(sql, one)).containsExactly("told");
    assertThat(caused(sql, late)).isEmpty();
  }

  private static Map<Object, Object> outcomes(JdbcClient sql) {
    Map<Object, Object> outcomes = new HashMap<>();
    sql.sql(
            """
            select h.event_id, h.outcome from delivery_history h
            join subscription s on s.id = h.subscription where s.name = 'flow.list'\
            """)
        .query()
        .listOfRows()
        .forEach(row -> outcomes.put(row.get("event_id"), row.get("outcome")));
    return outcomes;
  }

  private static List<String> caused(JdbcClient sql, Appended event) {
    return sql.sql(Sql.read("event/history/caused"))
        .param("id", event.id())
        .param("from", OffsetDateTime.parse("2000-01-01T00:00:00Z"))
        .param("limit", 9)
        .query((row, n) -> row.getString("type"))
        .list();
  }

  @Test
  void what_no_flow_has_begun_is_taken_back_by_a_route_outside_of_a_flow() throws Exception {
    route(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("event:later").routeId("flow.later").process(exchange -> see(exchange));
            from("direct:send").routeId("ingress.send").to("event:later?key=k&delay=1h");
            from("direct:stop").routeId("ingress.stop").to("event:later?cancel=${body}");
          }
        });
    JdbcClient sql = JdbcClient.create(hub.database().dataSource());
    var template = hub.bean(CamelContext.class).createProducerTemplate();
    template.sendBody("direct:send", "x");
    template.sendBody("direct:stop", "other");
    assertThat(sql.sql("select count(*) from delivery").query(Long.class).single()).isEqualTo(1);

    template.sendBody("direct:stop", "k");
    assertThat(sql.sql("select count(*) from delivery").query(Long.class).single()).isZero();
    assertThat(
            sql.sql("select reason from delivery_history where outcome = 'cancelled'")
                .query(String.class)
                .list())
        .containsExactly("cancelled by ingress.stop");
  }

  @Test
  void filter_turns_deliveries_down() throws Exception {
    route(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("event:a?filter=${body[n]} == 2")
                .routeId("flow.filter")
                .process(exchange -> see(exchange));
          }
        });
    append(NewEvent.json("a", "test", utf8("{\"n\":1}")));
    append(NewEvent.json("a", "test", utf8("{\"n\":2}")));

    await().until(() -> bodies.equals(List.of(Map.of("n", 2))));
    JdbcClient sql = JdbcClient.create(hub.database().dataSource());
    await()
        .until(
            () ->
                sql.sql("select count(*) from delivery_history where outcome = 'filtered'")
                        .query(Long.class)
                        .single()
                    == 1);
  }
}
