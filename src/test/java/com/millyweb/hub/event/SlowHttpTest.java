package com.millyweb.hub.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fake.PlayedHttp;
import com.millyweb.hub.route.RouteFiles;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;

/** What a flow does with services that ask for time, hang, or answer late. */
class SlowHttpTest extends FlowHttpFixture {
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
  void files_load_while_an_attempt_hangs_and_its_own_waits_for_it() throws Exception {
    server.hangOn("/hang");
    server.on("/other", http -> answerJson(http, "{}"));
    flow("timeout: 4s, maxAttempts: 9, backoff: 10ms", "- to: \"%s/hang\"".formatted(server.url()));
    append("{}");
    append("{}");
    await("the attempts", () -> server.count("/hang") == 2);

    write("", "- to: \"%s/other\"".formatted(server.url()));
    SlowHttpTest other = new SlowHttpTest();
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
}
