package com.millyweb.hub.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.event.history.DeliveryHistory;
import com.millyweb.hub.event.history.DeliveryState;
import com.millyweb.hub.event.history.DeliveryStatus;
import com.millyweb.hub.event.history.EventHistory;
import com.millyweb.hub.event.trace.Trace;
import com.millyweb.hub.event.trace.TraceHistory;
import com.millyweb.hub.event.trace.TraceKept;
import com.millyweb.hub.event.trace.TraceStep;
import com.millyweb.hub.fixture.HubFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An attempt that never ends leaves a trace, and that of a list is found from each of its events.
 */
class TraceOfListsAndHangsTest {
  private static final String LISTS =
      """
      - route:
          id: flow.lists
          description: Works on %s in threes
          from:
            uri: event:shop.%s
            parameters: {collect: 1h, collectBy: none, collectMax: 3, maxAttempts: 1}
            steps:
              - setHeader: {name: many, simple: "${body.size}"}
              - %s
      """;

  private static final AtomicLong turns = new AtomicLong();
  private static final CountDownLatch end = new CountDownLatch(1);
  private static @TempDir Path routes;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws Exception {
    Path flow = Files.createDirectories(routes.resolve("flow"));
    Files.writeString(
        flow.resolve("lists.camel.yaml"),
        LISTS.formatted("items", "item", "setBody: {constant: done}"));
    Files.writeString(
        flow.resolve("broken.camel.yaml"),
        LISTS
            .replace("flow.lists", "flow.broken")
            .formatted(
                "parts",
                "part",
                "throwException: {exceptionType: java.lang.IllegalStateException, message: broken}"));
    hub = HubFixture.start(routes, Map.of());
    hub.bean(CamelContext.class)
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("event:shop.hang?timeout=1s&maxAttempts=1")
                    .routeId("test.hang")
                    .setHeader("before", constant("it hangs"))
                    .process(exchange -> hang());
                from("event:shop.endless?timeout=1s&maxAttempts=1")
                    .routeId("test.endless")
                    .loopDoWhile(constant(true))
                    .process(exchange -> turns.incrementAndGet());
              }
            });
  }

  /** Not even an interrupt ends it. */
  private static void hang() {
    while (end.getCount() > 0) {
      try {
        end.await();
      } catch (InterruptedException e) {
        // goes on
      }
    }
  }

  @AfterAll
  static void stop() {
    end.countDown();
    hub.close();
  }

  private static Event append(String type) {
    UUID id =
        hub.bean(EventLog.class)
            .append(NewEvent.json(type, "shop", "{}".getBytes(StandardCharsets.UTF_8)))
            .join()
            .id();
    return hub.bean(EventHistory.class).find(id).orElseThrow();
  }

  private static DeliveryStatus delivery(Event event) {
    return hub.bean(DeliveryHistory.class).of(event.id()).get(0);
  }

  private static Trace trace(Event event) {
    await().until(() -> !traces(event).isEmpty());
    return traces(event).get(0);
  }

  private static List<Trace> traces(Event event) {
    return hub.bean(TraceHistory.class).of(event.id(), event.at());
  }

  @Test
  void attempt_that_never_ends_leaves_a_trace_that_names_the_step() {
    Event event = append("shop.hang");
    Trace trace = trace(event);
    assertThat(trace.kept()).isEqualTo(TraceKept.failed);
    assertThat(trace.tookMicros()).isGreaterThan(1_000_000);
    assertThat(trace.steps()).hasSize(2);
    TraceStep last = trace.steps().get(1);
    assertThat(last.step()).startsWith("process");
    assertThat(last.failure())
        .startsWith("StillRunning: the attempt was given up after ")
        .endsWith("s");
    assertThat(last.micros()).isGreaterThan(900_000);
    assertThat(trace.steps().get(0).failure()).isNull();
    await().until(() -> delivery(event).state() == DeliveryState.dead);

    // what comes back later does not leave a second one
    end.countDown();
    Event next = append("shop.hang");
    await().until(() -> !traces(next).isEmpty());
    assertThat(traces(event)).hasSize(1);
  }

  @Test
  void loop_without_end_gives_its_thread_back_when_the_attempt_is_given_up() {
    Event event = append("shop.endless");
    await().until(() -> delivery(event).state() == DeliveryState.dead);
    // a loop that goes on takes more turns between two looks
    var before = new AtomicLong(-1);
    await().until(() -> before.getAndSet(turns.get()) == turns.get());
    assertThat(trace(event).steps()).isNotEmpty();
  }

  @Test
  void trace_of_a_list_is_found_from_each_of_its_events() {
    for (String type : List.of("shop.item", "shop.part")) {
      List<Event> list = List.of(append(type), append(type), append(type));
      Trace first = trace(list.get(0));
      for (Event event : list) {
        Trace trace = trace(event);
        assertThat(trace.steps()).isEqualTo(first.steps());
        assertThat(trace.event()).isEqualTo(list.get(0).id());
        assertThat(trace.delivery()).isEqualTo(delivery(event).id());
        assertThat(traces(event)).hasSize(1);
      }
    }
  }
}
