package com.millyweb.hub.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.ingress.HubWithDoors;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The web server itself: how it refuses, and whom it believes. */
@ExtendWith(OutputCaptureExtension.class)
class PublicPortTest {
  private static final String PROXY = "127.0.0.9";
  private static final String STRANGER = "127.0.0.8";
  private static HubWithDoors doors;

  @BeforeAll
  static void start() {
    Map<String, String> properties = new HashMap<>();
    properties.put("hub.trusted-proxies", PROXY + ",10.0.0.0/8");
    for (String source : new String[] {"crowd", "spoof", "stranger"}) {
      properties.put("hub.ingress.sources." + source + ".verify", "bearer");
      properties.put("hub.ingress.sources." + source + ".secret", "crowd-token");
      properties.put("hub.ingress.sources." + source + ".client-rate", "2/h");
    }
    doors = HubWithDoors.start(properties);
  }

  @AfterAll
  static void stop() {
    doors.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | GET /hooks/crowd;a=b HTTP/1.1      | Host: hub
          400 | GET /;/api/events HTTP/1.1         | Host: hub
          400 | POST /api/events;x HTTP/1.1        | Host: hub
          400 | GET /hooks/../api/events HTTP/1.1  | Host: hub
          400 | GET /health/./../api HTTP/1.1      | Host: hub
          400 | GET /workbench/%2E%2e/x HTTP/1.1   | Host: hub
          400 | GET /%2e HTTP/1.1                  | Host: hub
          404 | GET /.well-known/x HTTP/1.1        | Host: hub
          404 | GET /..a/b.. HTTP/1.1              | Host: hub
          400 | GET /%zz HTTP/1.1                  | Host: hub
          400 | GET /%ff%fe HTTP/1.1               | Host: hub
          400 | GET /a%00b HTTP/1.1                | Host: hub
          400 | GET /a%2fb HTTP/1.1                | Host: hub
          400 | GET /a\\b HTTP/1.1                 | Host: hub
          400 | GET /<script> HTTP/1.1             | Host: hub
          400 | GET / HTTP/1.1                     | Host: a b
          400 | GET / HTTP/1.1                     | Host: <a>
          400 | GET / HTTP/1.1                     | X: no host
          400 | GET / HTTP/1.1                     | Bad Header: x
          400 | NONSENSE                           | Host: hub
          505 | GET / HTTP/9.9                     | Host: hub
          405 | TRACE / HTTP/1.1                   | Host: hub
          405 | TRACE /api/events HTTP/1.1         | Host: hub
          405 | DELETE /readyz HTTP/1.1            | Host: hub
          404 | GET /error HTTP/1.1                | Host: hub
          404 | POST /error HTTP/1.1               | Host: hub
          404 | GET /nothing HTTP/1.1              | Host: hub
          401 | OPTIONS /api/events HTTP/1.1       | Host: hub
          405 | GET /hooks/crowd HTTP/1.1          | Host: hub
          404 | GET /hooks/nobody HTTP/1.1         | Host: hub
          405 | POST /healthz HTTP/1.1             | Content-Type: multipart/form-data
          404 | POST /nothing HTTP/1.1             | Content-Type: multipart/form-data
          """)
  void refusal_is_a_problem_document(int status, String line, String header) {
    String host = header.startsWith("Content") ? "Host: hub\r\n" : "";
    String answer =
        answer(
            line
                + "\r\n"
                + host
                + header
                + "\r\nAccept: text/html\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 " + status);
    assertThat(answer)
        .containsIgnoringCase("content-type: application/problem+json")
        .contains("\"status\":" + status)
        .doesNotContainIgnoringCase("<html");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: x",
        "Content-Length: 5, 5",
        "Content-Length: +5",
        "Content-Length: -1",
        "Content-Length: 99999999999999999999",
        "Content-Length: 1\r\nContent-Length: 2"
      })
  void length_that_is_none_is_a_bad_request_and_no_trouble_of_the_hub(
      String length, CapturedOutput log) {
    for (String path : new String[] {"/", "/hooks/crowd", "/api/events"}) {
      assertThat(answer("POST " + path + " HTTP/1.1\r\nHost: hub\r\n" + length + "\r\n\r\n{}"))
          .startsWith("HTTP/1.1 400")
          .contains("application/problem+json");
    }
    assertThat(log.getOut()).doesNotContain("ERROR", "NumberFormat");
  }

  @Test
  void headers_without_end_are_refused_with_a_problem_document() {
    assertThat(answer("GET / HTTP/1.1\r\nHost: hub\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
        .matches("(?s)HTTP/1.1 4\\d\\d.*")
        .contains("application/problem+json");
  }

  @Test
  void caller_is_told_what_the_api_can_be_asked() {
    String answer =
        answer(
            "OPTIONS /api/events HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer "
                + HubFixture.ADMIN_TOKEN
                + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("allow: ");
  }

  @Test
  void form_for_the_api_is_refused_with_its_right_status() {
    String answer =
        answer(
            "POST /api/routes/check HTTP/1.1\r\nHost: hub\r\nContent-Type: multipart/form-data\r\n"
                + "Content-Length: 2\r\nAuthorization: Bearer "
                + HubFixture.ADMIN_TOKEN
                + "\r\n\r\n{}");
    assertThat(answer).startsWith("HTTP/1.1 415").contains("application/problem+json");
  }

  @Test
  void name_of_a_container_may_hold_an_underscore() {
    for (String host : new String[] {"my_hub", "my_hub:8080", "_hub.home_lab.lan"}) {
      assertThat(answer("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
          .as(host)
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void each_client_behind_a_trusted_proxy_has_its_own_rate(CapturedOutput output) {
    for (int i = 0; i < 2; i++) {
      assertThat(status("crowd", PROXY, "198.51.100.7")).isEqualTo(401);
    }
    assertThat(status("crowd", PROXY, "198.51.100.7")).isEqualTo(429);
    assertThat(status("crowd", PROXY, "198.51.100.8")).isEqualTo(401);
    assertThat(output).contains("source crowd from 198.51.100.7 with 401");
  }

  @Test
  void what_a_client_wrote_itself_is_not_believed() {
    // proxies append: the rightmost that is not ours is the one who asked
    for (int i = 0; i < 2; i++) {
      assertThat(status("spoof", PROXY, "203.0.113." + i + ", 198.51.100.9, 10.1.2.3"))
          .isEqualTo(401);
    }
    assertThat(status("spoof", PROXY, "203.0.113.99, [::1], 198.51.100.9:4711, 10.1.2.3"))
        .isEqualTo(429);
    assertThat(status("spoof", PROXY, "198.51.100.9, nonsense")).isEqualTo(401);
  }

  @Test
  void stranger_is_not_taken_for_a_proxy() {
    for (int i = 0; i < 2; i++) {
      assertThat(status("stranger", STRANGER, "198.51.100." + i)).isEqualTo(401);
    }
    assertThat(status("stranger", STRANGER, "198.51.100.99")).isEqualTo(429);
  }

  private static int status(String source, String peer, String forwardedFor) {
    try (RawHttp sender = RawHttp.from(peer, doors.hub.url())) {
      String answer =
          sender
              .send(
                  "POST /hooks/%s HTTP/1.1\r\nHost: hub\r\nX-Forwarded-For: %s\r\nContent-Length: 2\r\n\r\n{}"
                      .formatted(source, forwardedFor))
              .answer(5_000);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }

  private static String answer(String request) {
    try (RawHttp sender = RawHttp.to(doors.hub.url())) {
      return sender.send(request).answer(5_000);
    }
  }
}
