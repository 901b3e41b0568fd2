package com.millyweb.hub.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fake.PlayedHttp;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.route.RouteFiles;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Secrets of routes go where the route file says, and show nowhere. */
class RouteSecretsTest {
  private static final String SECRET = "S3kr1t of the shop";
  private static final String ENCODED = "S3kr1t+of+the+shop";
  private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();

  private static @TempDir Path routes;
  private static PlayedHttp shop;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws Exception {
    shop = PlayedHttp.start();
    hub =
        HubFixture.start(
            routes,
            Map.of(
                "hub.egress.allow", "127.0.0.1,localhost",
                "hub.secrets.shop", SECRET,
                "hub.route.watch", "false"));
    hub.bean(CamelContext.class)
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("direct:seen")
                    .routeId("test.seen")
                    .process(exchange -> SEEN.add(exchange.getMessage().getBody(String.class)));
              }
            });
  }

  @AfterAll
  static void stop() {
    hub.close();
    shop.close();
  }

  @AfterEach
  void forget() {
    SEEN.clear();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"okStatusCodeRange", "httpMethod", "responseTimeout", "authMethod", "cookieStore"})
  void option_that_would_show_a_secret_is_refused_and_shows_none(String option) throws Exception {
    flow("refused", "- to: {uri: \"%s/x\", parameters: {%s: \"{{secrets.shop}}\"}}", option);
    assertThat(hub.bean(RouteFiles.class).all().toString())
        .contains("state=REFUSED")
        .doesNotContain(SECRET, ENCODED, "#secret-");
    assertThat(
            hub.bean(RouteFiles.class)
                .check("flow/x.camel.yaml", Files.readString(file("refused"))))
        .isNotEmpty();
    assertThat(everything("event")).doesNotContain(SECRET, ENCODED);
  }

  @Test
  void failed_call_does_not_show_the_secret_that_it_sent() throws Exception {
    shop.on("/none", 404, "no".getBytes(UTF_8));
    shop.on("/moved", 302, new byte[0], "Location", shop.url() + "/moved?q=" + ENCODED);
    for (String path : List.of("none", "moved")) {
      flow(
          path,
          """
          - doTry:
              steps:
                - to: "%s/%s?q={{secrets.shop}}"
              doCatch:
                - exception: [java.lang.Exception]
                  steps:
                    - setBody: {simple: "${exception} ${exception.message} ${headers}"}
          - to: direct:seen
          """,
          path);
      append(path);
      Awaitility.await(path).atMost(Duration.ofSeconds(30)).until(() -> !SEEN.isEmpty());
      assertThat(SEEN.poll()).contains("******").doesNotContain(SECRET, ENCODED);
      assertThat(
              shop.requests().stream()
                  .anyMatch(request -> request.path().equals("/" + path + "?q=" + ENCODED)))
          .isTrue();
    }
  }

  @Test
  void redirect_and_headers_take_no_secret_to_another_place() throws Exception {
    String elsewhere = shop.url().replace("127.0.0.1", "localhost");
    Queue<String> told = new ConcurrentLinkedQueue<>();
    shop.on("/away", 302, new byte[0], "Location", elsewhere + "/thief");
    shop.on("/thief", http -> challenge(http, told));
    String basic =
        "parameters: {authMethod: Basic, authUsername: \"{{secrets.shop}}\", authPassword: \"{{secrets.shop}}\", followRedirects: true}";
    flow("redirected", "- to: {uri: \"%s/away\", " + basic + "}");
    flow(
        "renamed",
        "- setHeader: {name: CamelHttpUri, constant: \""
            + elsewhere
            + "/thief\"}\n"
            + "- to: \"%s/x?q={{secrets.shop}}\"");
    flow(
        "renamed-basic",
        "- setHeader: {name: CamelHttpUri, constant: \""
            + elsewhere
            + "/thief\"}\n"
            + "- to: {uri: \"%s/x\", "
            + basic
            + "}");
    flow(
        "renamed-bearer",
        "- setHeader: {name: CamelHttpUri, constant: \""
            + elsewhere
            + "/thief\"}\n"
            + "- to: {uri: \"%s/x\", parameters: {authMethod: Bearer, authBearerToken: \"{{secrets.shop}}\"}}");
    for (String flow : List.of("redirected", "renamed", "renamed-basic", "renamed-bearer")) {
      append(flow);
      Awaitility.await(flow).atMost(Duration.ofSeconds(30)).until(() -> !error(flow).isEmpty());
      assertThat(error(flow))
          .as(flow)
          .contains("The secrets of this call go to " + shop.url() + " only")
          .doesNotContain(SECRET, ENCODED);
    }
    assertThat(told).isEmpty();
  }

  private static void challenge(HttpExchange http, Queue<String> told) throws IOException {
    told.add(http.getRequestURI() + " " + http.getRequestHeaders().getFirst("Authorization"));
    PlayedHttp.send(http, 401, new byte[0], "WWW-Authenticate", "Basic realm=\"x\"");
  }

  private static void flow(String name, String steps, Object... arguments) throws IOException {
    Object[] all = new Object[arguments.length + 1];
    all[0] = shop.url();
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Files.createDirectories(file(name).getParent());
    Files.writeString(
        file(name),
        """
        - route:
            id: flow.%1$s
            description: Calls the shop
            from:
              uri: event:secrets.%1$s
              parameters: {maxAttempts: 1}
              steps:
        %2$s"""
            .formatted(name, steps.formatted(all).indent(8)));
    hub.bean(RouteFiles.class).rescan();
  }

  private static Path file(String name) {
    return routes.resolve("flow/%s.camel.yaml".formatted(name));
  }

  private static void append(String flow) {
    hub.bean(EventLog.class)
        .append(NewEvent.json("secrets." + flow, "test", "{}".getBytes(UTF_8)))
        .join();
  }

  private static String error(String flow) {
    return JdbcClient.create(hub.database().dataSource())
        .sql(
            "select coalesce(string_agg(a.error, ' '), '') from attempt a join event e on e.id = a.event_id where e.type = ?")
        .param("secrets." + flow)
        .query(String.class)
        .single();
  }

  private static String everything(String table) {
    return JdbcClient.create(hub.database().dataSource())
        .sql("select coalesce(string_agg(convert_from(data, 'UTF8'), ' '), '') from " + table)
        .query(String.class)
        .single();
  }
}
