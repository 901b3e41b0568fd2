package com.millyweb.hub.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.notify.Inbox;
import com.millyweb.hub.route.RouteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** The README's own flow, and flows whose key names what their events do not have. */
@ExtendWith(OutputCaptureExtension.class)
class OrdersTest {
  private static @TempDir Path routes;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws IOException {
    FileSystemUtils.copyRecursively(Path.of("routes"), routes);
    hub = HubFixture.start(routes, Map.of("hub.route.watch", "false"));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void three_orders_of_the_readme_are_three_notices_and_a_fourth_edits_its_own() throws Exception {
    flow("orders-abroad", readme());
    for (String order : List.of("1", "2", "3")) {
      order("shop.order.paid", "{\"number\":%s,\"country\":\"DE\",\"total\":9.5}".formatted(order));
    }
    order("shop.order.paid", "{\"number\":4,\"country\":\"NL\",\"total\":1}");
    Awaitility.await().until(() -> notices("Order").size() == 3);
    assertThat(notices("Order"))
        .containsExactlyInAnyOrder(
            "Order 1: 9.5 EUR, from DE", "Order 2: 9.5 EUR, from DE", "Order 3: 9.5 EUR, from DE");
    order("shop.order.paid", "{\"number\":3,\"country\":\"DE\",\"total\":10}");
    Awaitility.await().until(() -> notices("Order").contains("Order 3: 10 EUR, from DE"));
    assertThat(notices("Order")).hasSize(3);
  }

  @Test
  void name_without_what_it_names_is_left_out_and_said_once(CapturedOutput output)
      throws Exception {
    flow(
        "bare",
        """
        - route:
            id: flow.bare
            description: Names what its events do not have
            from:
              uri: event:bare
              steps:
                - to:
                    uri: event:bare.seen
                    parameters:
                      subject: "order/${header.ce-subject}"
                      key: "${body[a]}/${body[b]}"
                - setBody: {simple: "Bare ${body[n]}"}
                - to:
                    uri: notify:ops
                    parameters:
                      key: "order/${header.ce-subject}"
                      thread: " orders/${header.none} "
        """);
    for (int n = 1; n <= 3; n++) {
      order("bare", "{\"n\":%d}".formatted(n));
    }
    JdbcClient sql = JdbcClient.create(hub.database().dataSource());
    Awaitility.await()
        .until(
            () ->
                sql.sql(
                            "select count(*) from event where type = 'bare.seen' and subject is null and key is null")
                        .query(Long.class)
                        .single()
                    == 3);
    Awaitility.await().until(() -> notices("Bare").size() == 3);
    assertThat(output.getOut().lines().filter(line -> line.contains("flow.bare: ")))
        .hasSize(4)
        .anyMatch(line -> line.contains("key 'order/${header.ce-subject}' is 'order/'"));

    hub.bean(EventLog.class)
        .append(NewEvent.json("bare", "test", "{\"n\":4}".getBytes(UTF_8)).withSubject("77"))
        .join();
    Awaitility.await()
        .until(
            () ->
                sql.sql("select count(*) from event where subject = 'order/77'")
                        .query(Long.class)
                        .single()
                    == 1);
  }

  @Test
  void filter_means_a_plus_as_it_is_written() throws Exception {
    flow(
        "plus",
        """
        - route:
            id: flow.plus
            description: Tells of numbers with an A before them
            from:
              uri: event:plus
              parameters: {filter: "${body[n]} regex '(A|B)\\\\d+( x+)?'"}
              steps:
                - to: {uri: "notify:ops", parameters: {text: "Plus ${body[n]}"}}
        """);
    order("plus", "{\"n\":\"12\"}");
    order("plus", "{\"n\":\"A12\"}");
    order("plus", "{\"n\":\"B3 xx\"}");
    Awaitility.await().until(() -> notices("Plus").size() == 2);
    assertThat(notices("Plus")).containsExactlyInAnyOrder("Plus A12", "Plus B3 xx");
  }

  private static String readme() throws IOException {
    Matcher flow =
        Pattern.compile("(?s)```yaml\n(- route:\n    id: flow\\.orders-abroad.*?)```")
            .matcher(Files.readString(Path.of("README.md")));
    assertThat(flow.find()).isTrue();
    return flow.group(1);
  }

  private static void flow(String name, String content) throws IOException {
    Path file = routes.resolve("flow/" + name + ".camel.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    hub.bean(RouteFiles.class).rescan();
    assertThat(hub.bean(RouteFiles.class).find("flow/" + name + ".camel.yaml"))
        .hasValueSatisfying(found -> assertThat(found.problems()).isEmpty());
  }

  private static void order(String type, String json) {
    hub.bean(EventLog.class).append(NewEvent.json(type, "shop", json.getBytes(UTF_8))).join();
  }

  private static List<String> notices(String start) {
    return hub.bean(Inbox.class).page(null, 50).items().stream()
        .map(entry -> entry.title() == null ? entry.text() : entry.title() + ": " + entry.text())
        .filter(text -> text.startsWith(start))
        .toList();
  }
}
