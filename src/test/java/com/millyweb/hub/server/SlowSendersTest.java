package com.millyweb.hub.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.ingress.HubWithDoors;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Who sends little, slowly and without a proof must not close the doors for others. */
@ExtendWith(OutputCaptureExtension.class)
class SlowSendersTest {
  private static final String FAKE = "sha256=" + "0".repeat(64);

  /** A hub that works, on a machine that has much else to do. */
  private static final Duration PROMPT = Duration.ofSeconds(2);

  private static HubWithDoors doors;

  @BeforeAll
  static void start() {
    Map<String, String> properties = new HashMap<>();
    properties.put("hub.ingress.sources.github.secret", "github-secret");
    properties.put("hub.ingress.sources.gitea.secret", "gitea-secret");
    properties.put("hub.ingress.sources.button.verify", "bearer");
    properties.put("hub.ingress.sources.button.secret", "button-token");
    properties.put("hub.ingress.body-memory", "64MB");
    properties.put("server.tomcat.connection-timeout", "2s");
    doors = HubWithDoors.start(properties);
  }

  @AfterAll
  static void stop() {
    doors.close();
  }

  @Test
  void what_needs_no_body_is_refused_before_it() {
    String good = "Authorization: Bearer button-token";
    String json = "Content-Type: application/json";
    List<RawHttp> refused =
        List.of(
            refused(401, "POST /hooks/github", json),
            refused(401, "POST /hooks/github", "X-Hub-Signature-256: sha256=nonsense"),
            refused(
                415,
                "POST /hooks/github",
                "Content-Type: text/xml",
                "X-Hub-Signature-256: " + FAKE),
            refused(401, "POST /hooks/button", "Authorization: Bearer wrong"),
            refused(401, "POST /hooks/button", json),
            refused(415, "POST /hooks/button", good, "Content-Type: application/xml"),
            refused(404, "POST /hooks/nobody", json),
            refused(405, "PUT /hooks/button", good));
    for (RawHttp sender : refused) {
      assertThat(sender.isClosedWithin(5_000)).as("held for a body that nobody wants").isTrue();
      sender.close();
    }
    try (RawHttp sender = RawHttp.to(doors.hub.url())) {
      String answer =
          sender
              .send("POST /hooks/button HTTP/1.1\r\nHost: hub\r\nContent-Length: 99000000\r\n\r\n")
              .answer(5_000);
      assertThat(answer).startsWith("HTTP/1.1 413 ").contains("application/problem+json");
    }
  }

  @Test
  void hundreds_of_dripping_bodies_keep_nobody_out() {
    List<RawHttp> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 560; i++) {
        // half of them in chunks, whose length nobody knows
        String length =
            i % 2 == 0 ? "Content-Length: 900\r\n\r\n{" : "Transfer-Encoding: chunked\r\n\r\n1";
        // most from where the honest ones are, the others from all over
        String address = i % 4 == 0 ? "127.0.1." + (i / 4 + 1) : "127.0.0.1";
        slow.add(RawHttp.from(address, doors.hub.url()).send(head("github", i) + length));
      }
      assertPrompt("button");
      assertPrompt("github");
      for (RawHttp sender : slow.subList(0, 100)) {
        drip(sender, " ");
      }
      assertPrompt("github");
    } finally {
      slow.forEach(RawHttp::close);
    }
  }

  @Test
  void dripping_headers_do_not_hold_their_connection() {
    List<RawHttp> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        slow.add(RawHttp.to(doors.hub.url()).send("POST /hooks/github HTTP/1.1\r\nHost: hub\r\nX"));
      }
      assertPrompt("button");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
      RawHttp dripping = slow.get(0);
      // a byte before each time-out, for longer than the time-out
      Awaitility.await("closed although it drips")
          .atMost(Duration.ofSeconds(10))
          .pollInterval(Duration.ofMillis(300))
          .until(() -> !drip(dripping, "x") || dripping.isClosedWithin(1));
      assertThat(System.nanoTime()).isLessThan(end);
    } finally {
      slow.forEach(RawHttp::close);
    }
  }

  @Test
  void dripping_bodies_for_the_api_are_cut_off_as_well(CapturedOutput output) {
    List<RawHttp> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        slow.add(
            RawHttp.to(doors.hub.url())
                .send(
                    "POST /api/session HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"));
      }
      // the slowest are those that came first
      assertThat(slow.get(0).answer(20_000))
          .startsWith("HTTP/1.1 408")
          .contains("application/problem+json");
      assertPrompt("button");
    } finally {
      slow.forEach(RawHttp::close);
    }
    assertPrompt("button");
    assertThat(output).as("nobody fills the log by leaving").doesNotContain("/api/session failed");
  }

  @Test
  void large_bodies_of_one_door_leave_room_at_others() {
    List<RawHttp> slow = new ArrayList<>();
    try {
      byte[] part = new byte[20 << 20];
      for (int i = 0; i < 4; i++) {
        RawHttp sender = RawHttp.from("127.0.0.2", doors.hub.url());
        slow.add(sender);
        sender.send(head("github", i) + "Content-Length: 25000000\r\n\r\n");
        Thread feeding = new Thread(() -> drip(sender, part));
        feeding.setDaemon(true);
        feeding.start();
      }
      Awaitility.await("github's share is taken").until(() -> refusals() > 0);
      // 900 kB, and 20 MB of another kind that sends so much
      assertThat(doors.post("button", json(900_000), BUTTON).statusCode()).isEqualTo(202);
      String large = json(20_000_000);
      assertThat(
              doors
                  .post(
                      "gitea",
                      large,
                      "Content-Type",
                      "application/json",
                      "X-Gitea-Event",
                      "push",
                      "X-Gitea-Signature",
                      HubWithDoors.hmac("HmacSHA256", "gitea-secret", large))
                  .statusCode())
          .isEqualTo(202);
    } finally {
      slow.forEach(RawHttp::close);
    }
  }

  private static final String[] BUTTON = {
    "Content-Type", "application/json", "Authorization", "Bearer button-token"
  };

  private static double refusals() {
    return doors
        .hub
        .bean(MeterRegistry.class)
        .find("hub.ingress.refused")
        .tags("source", "github", "reason", "busy")
        .counters()
        .stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private static RawHttp refused(int status, String line, String... headers) {
    RawHttp sender = RawHttp.to(doors.hub.url());
    long start = System.nanoTime();
    String answer =
        sender
            .send(
                "%s HTTP/1.1\r\nHost: hub\r\nContent-Length: 5000\r\n%s\r\n\r\n{"
                    .formatted(line, String.join("\r\n", headers)))
            .answer(5_000);
    assertThat(answer).startsWith("HTTP/1.1 " + status).contains("application/problem+json");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPT);
    return sender;
  }

  private static void assertPrompt(String source) {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      long start = System.nanoTime();
      var answer =
          source.equals("github")
              ? doors.push("github-secret", "{\"repository\":{\"full_name\":\"o/r\"}}", "d" + i)
              : doors.post(source, "{}", BUTTON);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }
    Collections.sort(millis);
    assertThat(millis.get(98)).as("p99 in ms of %s", millis).isLessThan(PROMPT.toMillis());
  }

  private static String head(String source, int number) {
    return "POST /hooks/%s HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nX-GitHub-Delivery: s%d\r\nX-Hub-Signature-256: %s\r\n"
        .formatted(source, number, FAKE);
  }

  private static String json(int length) {
    return "\"" + "x".repeat(length) + "\"";
  }

  private static boolean drip(RawHttp sender, String text) {
    return drip(sender, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean drip(RawHttp sender, byte[] bytes) {
    try {
      sender.send(bytes);
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
