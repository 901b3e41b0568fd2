package com.millyweb.hub.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.millyweb.hub.process.Ports;
import com.millyweb.hub.route.RouteFile.State;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code websocket:} with Tomcat as the server. */
class WebSocketTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String FILE = "ingress/stream.camel.yaml";

  private static final int PORT = Ports.free();
  private static final ConnectFixture hub =
      new ConnectFixture()
          .set("hub.egress.allow", "127.0.0.1:" + PORT)
          .set("hub.secrets.stream", "Bearer s3cret");

  private SocketServer server;

  @AfterEach
  void end() throws Exception {
    hub.clear();
    if (server != null) {
      server.close();
    }
  }

  @AfterAll
  static void close() {
    hub.close();
  }

  @Test
  void what_the_server_says_is_an_event_in_its_order() throws Exception {
    server = new SocketServer(PORT);
    listen("send: '{\"subscribe\": \"trades\"}'\nheader.Authorization: \"{{secrets.stream}}\"");
    connected();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(server.heard()).containsExactly("{\"subscribe\": \"trades\"}"));

    server.say("{\"price\": 1}");
    server.say("plain words");
    server.sayInParts("{\"price\": ", "2.5}");
    server.say("{\"price\": 3}".getBytes(StandardCharsets.UTF_8));

    stored(4);
    assertThat(hub.events("stream.said"))
        .containsExactly(
            Map.of("price", 1), "plain words", Map.of("price", 2.5), Map.of("price", 3));
    assertThat(server.authorizations()).containsExactly("Bearer s3cret");
  }

  @Test
  void server_that_is_down_at_start_and_is_killed_is_found_again() throws Exception {
    hub.stop();
    listen("");
    assertThat(hub.file(FILE).state()).isEqualTo(State.RUNNING);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(hub.trouble()).startsWith("ingress.stream: ws://127.0.0.1:" + PORT));

    server = new SocketServer(PORT);
    connected();
    server.say("before");
    stored(1);

    server.close();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.trouble()).isNotNull());
    server = new SocketServer(PORT);
    connected();
    server.say("after");

    stored(2);
    assertThat(hub.events("stream.said")).containsExactly("before", "after");
  }

  @Test
  void while_the_log_takes_nothing_messages_wait() throws Exception {
    server = new SocketServer(PORT);
    listen("");
    connected();

    hub.whileTheLogTakesNothing(
        () -> {
          server.say("1");
          server.say("2");
          await()
              .atMost(PATIENCE)
              .untilAsserted(() -> assertThat(hub.trouble()).contains("a message waits"));
        });

    stored(2);
    assertThat(hub.events("stream.said")).containsExactly(1, 2);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.trouble()).isNull());
  }

  @Test
  void message_that_is_too_long_ends_the_connection_and_the_next_one_is_read() throws Exception {
    server = new SocketServer(PORT);
    listen("maxLength: 1000");
    connected();

    server.say("x".repeat(5000));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(hub.trouble()).contains("a message was longer than 1000 bytes"));
    connected();
    server.say("short");
    stored(1);
    assertThat(hub.events("stream.said")).containsExactly("short");
  }

  @Test
  void message_of_parts_without_end_ends_the_connection() throws Exception {
    server = new SocketServer(PORT);
    listen("maxLength: 1000");
    connected();

    try {
      server.sayNothingWithoutEnd(20_000);
    } catch (IOException | IllegalStateException e) {
      // the hub has closed it, and Tomcat may know that before it writes
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(hub.trouble()).contains("had more than 10000 parts"));
    connected();
    server.say("short");
    stored(1);
  }

  @Test
  void flow_sends_and_tries_again_when_the_server_is_back() throws Exception {
    hub.write(
            "flow/order.camel.yaml",
            """
            - route:
                id: flow.order
                description: Tells the exchange.
                from:
                  uri: event:order
                  parameters: {backoff: 1s}
                  steps:
                    - setBody:
                        jq: '{buy: .number} | tojson'
                    - to: websocket:ws://127.0.0.1:%d/
            """
                .formatted(PORT))
        .start();
    assertThat(hub.file("flow/order.camel.yaml").state()).isEqualTo(State.RUNNING);
    hub.append("order", "{\"number\": 1}");
    server = new SocketServer(PORT);
    heard("{\"buy\":1}");

    server.close();
    server = new SocketServer(PORT);
    hub.append("order", "{\"number\": 2}");
    heard("{\"buy\":2}");
  }

  @Test
  void address_in_a_private_network_is_refused_with_the_line_to_add() throws Exception {
    int other = Ports.free();
    server = new SocketServer(other);
    hub.stop();
    listen(other, "");

    assertThat(hub.file(FILE).state()).isEqualTo(State.QUARANTINED);
    assertThat(hub.problem(FILE))
        .startsWith(FILE + ":5:")
        .contains("add to the configuration: hub.egress.allow: 127.0.0.1:" + other);
    assertThat(server.isUsed()).isFalse();
  }

  @Test
  void name_that_leads_into_a_private_network_is_refused_when_it_is_connected() throws Exception {
    InetAddress own = InetAddress.getLocalHost();
    assumeTrue(
        (own.isSiteLocalAddress() || own.isLoopbackAddress())
            && !own.getHostName().startsWith("localhost"),
        "skipped: this machine's name has no private address");
    int other = Ports.free();
    server = new SocketServer(other);
    hub.ingress(
            "stream",
            "websocket:ws://%s:%d/".formatted(own.getHostName(), other),
            "maxLength: 1000",
            "",
            "event:stream.said")
        .start();

    assertThat(hub.file(FILE).state()).isEqualTo(State.RUNNING);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(hub.trouble()).contains("hub.egress.allow"));
    assertThat(server.isUsed()).isFalse();
  }

  private static void listen(String parameters) {
    listen(PORT, parameters);
  }

  private static void listen(int port, String parameters) {
    hub.ingress(
            "stream",
            "websocket:ws://127.0.0.1:%d/".formatted(port),
            parameters.isEmpty() ? "maxLength: 1048576" : parameters,
            "",
            "event:stream.said")
        .start();
  }

  private void connected() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(hub.trouble()).isNull();
              assertThat(server.isUsed()).isTrue();
            });
  }

  private static void stored(int count) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(hub.events("stream.said")).hasSize(count));
  }

  private void heard(String text) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(server.heard()).contains(text));
  }
}
