package com.millyweb.hub.workbench.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fake.Said;
import com.millyweb.hub.workbench.EventStream;
import com.millyweb.hub.workbench.EventStream.Event;
import com.millyweb.hub.workbench.RunDesk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A run is watched while it goes on. */
class RunEventsTest {
  private static RunDesk desk;

  @BeforeAll
  static void start() throws IOException {
    desk = RunDesk.start(Map.of());
  }

  @AfterAll
  static void stop() {
    desk.close();
  }

  @AfterEach
  void finish() {
    desk.model.finish();
  }

  @Test
  void words_come_while_the_model_says_them_and_the_end_last() throws Exception {
    var hold = new CountDownLatch(1);
    var rest = new CountDownLatch(1);
    desk.model.says(Said.nothing().until(hold).then("Once").until(rest).then(" upon a time."));
    String id = desk.begin("Tell a story");
    try (EventStream stream = EventStream.get(desk.hub(), "/api/runs/%s/events".formatted(id))) {
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
      Event run = stream.next();
      assertThat(run.name()).isEqualTo("run");
      assertThat(run.json().get("state").asText()).isEqualTo("running");
      hold.countDown();
      Event text = stream.next();
      // the model has not said the rest yet
      assertThat(text.name()).isEqualTo("text");
      assertThat(text.id()).isNull();
      assertThat(text.json().get("text").asText()).isEqualTo("Once");
      rest.countDown();
      List<Event> all = stream.rest();
      assertThat(all.stream().map(Event::name)).containsExactly("text", "step", "run", "ended");
      assertThat(all.get(1).json().get("result").asText()).isEqualTo("Once upon a time.");
      assertThat(all.get(3).json().get("state").asText()).isEqualTo("done");
    }
  }

  @Test
  void a_stream_that_broke_goes_on_after_what_arrived() throws Exception {
    desk.model.says(Said.calling("ship", "{\"what\":\"order 9\"}"));
    String id = desk.begin("Ship order 9");
    long number = desk.question(id);
    String last = null;
    List<String> seen = new ArrayList<>();
    try (EventStream stream = EventStream.get(desk.hub(), "/api/runs/%s/events".formatted(id))) {
      while (!seen.contains("run")) {
        Event event = stream.next();
        seen.add(event.name());
        last = event.id() == null ? last : event.id();
      }
    }
    assertThat(seen).containsExactly("step", "step", "run");
    desk.restart();
    desk.model.says("Shipped.");
    assertThat(desk.http().post("/api/approvals/" + number, "{\"decision\":\"approve\"}").status())
        .isEqualTo(200);
    desk.in("done", id);
    try (EventStream stream =
        EventStream.get(desk.hub(), "/api/runs/%s/events".formatted(id), "Last-Event-ID", last)) {
      List<Event> all = stream.rest();
      assertThat(all.stream().map(Event::name)).containsExactly("step", "step", "run", "ended");
      assertThat(all.get(0).json().get("result").asText()).isEqualTo("shiped order 9");
    }
    try (EventStream stream =
        EventStream.get(desk.hub(), "/api/runs/%s/events?after=100000".formatted(id))) {
      assertThat(stream.rest().stream().map(Event::name)).containsExactly("run", "ended");
    }
  }

  @Test
  void a_caller_watches_only_so_many() throws Exception {
    desk.model.says(Said.calling("ship", "{\"what\":\"x\"}"));
    String id = desk.begin("Ship x");
    desk.question(id);
    List<EventStream> open = new ArrayList<>();
    try {
      for (int i = 0; i < 16; i++) {
        open.add(EventStream.get(desk.hub(), "/api/runs/%s/events".formatted(id)));
        assertThat(open.get(i).status()).isEqualTo(200);
      }
      try (EventStream one = EventStream.get(desk.hub(), "/api/runs/%s/events".formatted(id))) {
        assertThat(one.status()).isEqualTo(429);
      }
    } finally {
      open.forEach(EventStream::close);
      desk.http().post("/api/runs/%s/cancel".formatted(id), "{}");
    }
  }
}
