package com.millyweb.hub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.camel.RouteValues;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.StandardEnvironment;

/** Where outgoing HTTP may connect, over a real socket. */
class EgressTest {
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        http -> {
          boolean redirect = http.getRequestURI().getPath().equals("/away");
          http.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
          byte[] body =
              http.getRequestURI().getPath().equals("/big") ? new byte[200_000] : "hi".getBytes();
          http.sendResponseHeaders(redirect ? 302 : 200, body.length);
          http.getResponseBody().write(body);
          http.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.9.1",
        "10.0.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.0.192",
        "168.63.129.16",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "fd00:ec2::254",
        "fe80::1",
        "ff02::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:db8::1",
        "2130706433",
        "fec0::1"
      })
  void special_addresses_are_refused(String host) {
    assertThatThrownBy(() -> OutgoingHttpFixture.guard().resolve(host, 80))
        .isInstanceOf(EgressRefused.class)
        .hasMessageContaining("hub.egress.allow");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "172.32.0.1", "2606:4700::1111", "64:ff9b::101:101"})
  void public_addresses_are_not(String host) throws Exception {
    assertThat(OutgoingHttpFixture.guard().resolve(host, 443)).hasSize(1);
  }

  @Test
  void rules_allow_a_host_a_port_or_a_block() throws Exception {
    assertThat(OutgoingHttpFixture.guard("192.168.1.0/24").resolve("192.168.1.7", 80)).hasSize(1);
    assertThat(OutgoingHttpFixture.guard("192.168.1.7:80").resolve("192.168.1.7", 80)).hasSize(1);
    assertThat(OutgoingHttpFixture.guard("[::1]:80").resolve("::1", 80)).hasSize(1);
    assertThat(OutgoingHttpFixture.guard("localhost").resolve("LocalHost", 80)).isNotEmpty();
    assertThatThrownBy(() -> OutgoingHttpFixture.guard("192.168.1.7:80").resolve("192.168.1.7", 81))
        .isInstanceOf(EgressRefused.class);
    assertThatThrownBy(() -> OutgoingHttpFixture.guard("192.168.1.0/24").resolve("192.168.2.7", 80))
        .isInstanceOf(EgressRefused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "host:99999", "10.0.0.0/33", "http://x", "", "10.0.0.0/x"})
  void a_bad_rule_is_named(String rule) {
    assertThatThrownBy(() -> EgressRule.of(rule)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_hubs_own_ports_are_open_only_by_their_very_name() throws Exception {
    assertThatThrownBy(() -> OutgoingHttpFixture.guard("127.0.0.0/8").resolve("127.0.0.1", 9080))
        .isInstanceOf(EgressRefused.class)
        .hasMessageContaining("the hub's own");
    assertThat(OutgoingHttpFixture.guard("127.0.0.1:9080").resolve("127.0.0.1", 9080)).hasSize(1);
  }

  @Test
  void own_client_posts_where_it_may_and_follows_no_redirect() throws Exception {
    try (OutgoingHttp closed = OutgoingHttpFixture.allowing();
        OutgoingHttp trusting =
            closed.trusting(List.of(URI.create(url())), Duration.ofSeconds(5))) {
      assertThatThrownBy(() -> closed.post(URI.create(url()), "text/plain", new byte[1], Map.of()))
          .isInstanceOf(EgressRefused.class);
      assertThat(trusting.post(URI.create(url()), "text/plain", new byte[1], Map.of()).text())
          .isEqualTo("hi");
      assertThat(
              trusting
                  .post(URI.create(url() + "/away"), "text/plain", new byte[1], Map.of())
                  .status())
          .isEqualTo(302);
      assertThat(
              trusting.post(URI.create(url() + "/big"), "text/plain", new byte[1], Map.of()).body())
          .hasSize(64 * 1024);
    }
  }

  @Test
  void routes_http_is_refused_unless_allowed() throws Exception {
    assertThatThrownBy(() -> request(OutgoingHttpFixture.guard()))
        .isInstanceOf(CamelExecutionException.class)
        .hasRootCauseInstanceOf(EgressRefused.class)
        .rootCause()
        .hasMessageContaining("127.0.0.1:" + server.getAddress().getPort())
        .hasMessageContaining("hub.egress.allow");
    assertThat(request(OutgoingHttpFixture.guard("127.0.0.0/8"))).isEqualTo("hi");
  }

  private String request(EgressGuard guard) throws Exception {
    try (var context = new DefaultCamelContext()) {
      context.addComponent(
          "http",
          new GuardedHttpComponent(guard, RouteValues.of(new StandardEnvironment()), 10_000));
      context.start();
      try (var template = context.createProducerTemplate()) {
        return template.requestBody(url() + "?maxTotalConnections=3", "x", String.class);
      }
    }
  }
}
