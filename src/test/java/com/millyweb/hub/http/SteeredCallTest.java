package com.millyweb.hub.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fake.PlayedHttp;
import com.millyweb.hub.fixture.HubFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Calls whose path and query are put together of data. */
class SteeredCallTest {
  private static @TempDir Path routes;
  private static PlayedHttp shop;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws Exception {
    shop = PlayedHttp.start().on("/", 200, "{}".getBytes(UTF_8));
    flow("path", "CamelHttpPath", "/${body[value]}/lines", "/orders?lang=en");
    flow("query", "CamelHttpQuery", "${body[value]}", "/list?size=10&key={{secrets.shop}}");
    flow("plain", "CamelHttpQuery", "${body[value]}", "/list");
    hub =
        HubFixture.start(
            routes, Map.of("hub.egress.allow", "127.0.0.1", "hub.secrets.shop", "a b"));
  }

  private static void flow(String name, String header, String value, String to) throws Exception {
    Path file = routes.resolve("flow/%s.camel.yaml".formatted(name));
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        - route:
            id: flow.%1$s
            description: Calls the shop
            from:
              uri: event:call.%1$s
              parameters: {maxAttempts: 1}
              steps:
                - setHeader: {name: %2$s, simple: "%3$s"}
                - setBody: {simple: "${null}"}
                - to: "%4$s%5$s"
        """
            .formatted(name, header, value, shop.url(), to));
  }

  @AfterAll
  static void stop() {
    hub.close();
    shop.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../admin",
        "..",
        "17/../../admin",
        "%2e%2e/admin",
        ".%2E/admin",
        "%252e%252e/admin",
        "..%2fadmin",
        "..%5Cadmin",
        "..\\\\\\\\admin",
        "..;x=1/admin",
        "a%/%2e%2e/admin",
        "%zz/..%2fadmin"
      })
  void data_leads_no_path_out_of_the_address(String value) {
    assertThat(failure("path", value))
        .contains("The header CamelHttpPath must not lead out of the address by '..', was: '/");
    assertThat(shop.requests()).noneMatch(request -> request.path().contains("admin"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"17?admin=1", "17#x"})
  void path_is_no_more_than_a_path(String value) {
    assertThat(failure("path", value)).contains("The header CamelHttpPath has no '?' and no '#'");
  }

  @ParameterizedTest
  @CsvSource({
    "17,/orders/17/lines?lang=en",
    "a..b,/orders/a..b/lines?lang=en",
    "100%,/orders/100%25/lines?lang=en"
  })
  void ordinary_path_is_called(String value, String called) {
    assertThat(called("path", value)).isEqualTo(called);
  }

  @Test
  void query_of_the_address_stays_and_that_of_the_header_is_added() {
    assertThat(called("query", "page=2&q=b%20c")).isEqualTo("/list?key=a+b&size=10&page=2&q=b%20c");
    assertThat(called("query", "")).isEqualTo("/list?key=a+b&size=10");
    assertThat(called("plain", "page=3")).isEqualTo("/list?page=3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"page=2&size=1000", "siz%65=1000", "page=2;size=1000"})
  void name_that_both_have_is_refused(String value) {
    assertThat(failure("query", value))
        .contains("The header CamelHttpQuery has 'size', which the address has too")
        .doesNotContain("a b", "a+b");
  }

  private static void append(String flow, String value) {
    hub.bean(EventLog.class)
        .append(
            NewEvent.json(
                "call." + flow, "test", "{\"value\": \"%s\"}".formatted(value).getBytes(UTF_8)))
        .join();
  }

  /** The address that was called last. */
  private static String called(String flow, String value) {
    int before = shop.requests().size();
    append(flow, value);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> shop.requests().size() > before);
    return shop.requests().get(before).path();
  }

  private static String failure(String flow, String value) {
    int before = errors(flow).size();
    append(flow, value);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> errors(flow).size() > before);
    return errors(flow).get(before);
  }

  private static List<String> errors(String flow) {
    return JdbcClient.create(hub.database().dataSource())
        .sql(
            "select a.error from attempt a join event e on e.id = a.event_id where e.type = ? order by e.id")
        .param("call." + flow)
        .query(String.class)
        .list();
  }
}
