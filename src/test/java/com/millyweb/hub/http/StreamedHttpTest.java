package com.millyweb.hub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.fake.PlayedHttp;
import com.millyweb.hub.http.StreamedHttp.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that come in pieces, slowly, or not to their end. */
class StreamedHttpTest {
  private static final Limits LIMITS =
      new Limits(Duration.ofSeconds(20), Duration.ofSeconds(20), 1 << 20);

  private final StreamedHttp http = new StreamedHttp();
  private final PlayedHttp server = PlayedHttp.start();
  private final CountDownLatch read = new CountDownLatch(1);

  @AfterEach
  void stop() {
    server.close();
  }

  private StreamedAnswer ask(Limits limits) throws Exception {
    return http.send(
        URI.create(server.url() + "/x"), Map.of(), "{}".getBytes(StandardCharsets.UTF_8), limits);
  }

  @Test
  void line_is_read_while_the_rest_is_still_to_come() throws Exception {
    server.on(
        "/x",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("on\u00e9\ntw".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          read.await();
          exchange.getResponseBody().write("o\n\nend".getBytes(StandardCharsets.UTF_8));
        });
    try (StreamedAnswer answer = ask(LIMITS)) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.line()).isEqualTo("on\u00e9");
      read.countDown();
      assertThat(answer.line()).isEqualTo("two");
      assertThat(answer.line()).isEmpty();
      assertThat(answer.line()).isEqualTo("end");
      assertThat(answer.line()).isNull();
    }
  }

  @Test
  void body_that_stalls_is_noticed() throws Exception {
    server.on(
        "/x",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("one\n".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          read.await();
        });
    try (StreamedAnswer answer =
        ask(new Limits(Duration.ofSeconds(20), Duration.ofMillis(200), 100))) {
      assertThat(answer.line()).isEqualTo("one");
      assertThatThrownBy(answer::line)
          .isInstanceOf(IOException.class)
          .hasMessage("the answer stalled for 200ms");
    } finally {
      read.countDown();
    }
  }

  @Test
  void answer_without_an_end_is_left_at_its_limits() throws Exception {
    server.endlessOn("/x", 1000, 1);
    try (StreamedAnswer answer =
        ask(new Limits(Duration.ofSeconds(20), Duration.ofSeconds(5), 50_000))) {
      assertThatThrownBy(answer::rest)
          .isInstanceOf(AnswerTooLarge.class)
          .hasMessage("The answer is longer than 50000 bytes");
    }
    try (StreamedAnswer answer =
        ask(new Limits(Duration.ofMillis(300), Duration.ofSeconds(5), Long.MAX_VALUE))) {
      assertThatThrownBy(answer::rest).hasMessage("the answer did not end within 300ms");
    }
  }

  @Test
  void silence_and_a_closed_port_are_told_apart() throws Exception {
    server.hangOn("/x");
    assertThatThrownBy(() -> ask(new Limits(Duration.ofMillis(300), Duration.ofSeconds(5), 100)))
        .hasMessage("no answer began within 300ms");
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    assertThatThrownBy(
            () -> http.send(URI.create("http://127.0.0.1:" + closed), Map.of(), null, LIMITS))
        .hasMessage("it cannot be reached");
  }

  @Test
  void request_of_a_thread_that_is_interrupted_closes_its_connection() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      var asking =
          new FutureTask<>(
              () ->
                  http.send(
                      URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                      Map.of(),
                      null,
                      LIMITS));
      var thread = new Thread(asking);
      thread.start();
      try (Socket connection = silent.accept()) {
        connection.setSoTimeout(20_000);
        InputStream request = connection.getInputStream();
        assertThat(request.read()).isEqualTo('G');
        thread.interrupt();
        // to the end, which only the other side makes
        request.readAllBytes();
      }
      assertThatThrownBy(asking::get).hasCauseInstanceOf(InterruptedException.class);
    }
  }
}
