package com.millyweb.hub.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.notify.Inbox;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.route.RouteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** A notice in the parameters of {@code to: notify:}, from a route file to the inbox. */
class NoticeParametersTest {
  private static final String ORDERS =
      """
      - route:
          id: flow.orders
          description: Tells ops about orders, with a button to ship
          from:
            uri: "event:shop.order.*"
            steps:
              - to:
                  uri: notify:ops
                  parameters:
                    title: "Order ${body[number]}"
                    text: "for ${body[customer][name]}, ${body[total]} EUR"
                    field.Items: "${body[items].size}"
                    link: "https://shop.example.org/orders/${body[number]}"
                    button.Ship: "ship ${body[number]}"
                    key: "order/${body[number]}"
      """;

  private static @TempDir Path routes;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws IOException {
    for (String part : List.of("notify", "policy")) {
      FileSystemUtils.copyRecursively(Path.of("routes", part), routes.resolve(part));
    }
    Files.createDirectories(routes.resolve("flow"));
    hub = HubFixture.start(routes, Map.of("hub.route.watch", "false"));
    flow("orders", ORDERS);
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void order_is_told_with_all_its_parts_and_told_again_in_the_same_notice() {
    append(
        "shop.order.paid",
        Map.of(
            "number", 7, "customer", Map.of("name", "Ann"), "total", 9.5, "items", List.of(1, 2)));
    Inbox.Entry order = notice("Order 7");
    assertThat(order.text()).isEqualTo("for Ann, 9.5 EUR");
    assertThat(order.fields()).containsExactly(new Notice.Field("Items", "2", true));
    assertThat(order.link()).isEqualTo(new Notice.Link("https://shop.example.org/orders/7", null));
    assertThat(order.actions()).containsExactly(new Notice.Action("Ship", null, "ship 7", null));
    assertThat(order.key()).isEqualTo("order/7");
    assertThat(order.severity()).isEqualTo(Severity.info);

    append("shop.order.sent", Map.of("number", 7, "total", 10));
    Awaitility.await().until(() -> notice("Order 7").updates() == 1);
    assertThat(notice("Order 7").text()).isEqualTo("for , 10 EUR");
    assertThat(notice("Order 7").fields()).isEmpty();
  }

  @Test
  void what_is_missing_is_left_out_with_what_it_would_lead_to() {
    append("shop.order.empty", Map.of());
    Inbox.Entry order = notice("Order");
    assertThat(order.text()).isEqualTo("for ,  EUR");
    assertThat(order.fields()).isEmpty();
    assertThat(order.link()).isNull();
    assertThat(order.actions()).isEmpty();
    assertThat(order.key()).isNull();
  }

  @Test
  void harm_in_the_data_is_words_in_every_part() throws IOException {
    flow(
        "harm",
        """
        - route:
            id: flow.harm
            description: Shows data in every part
            from:
              uri: event:harm
              steps:
                - to:
                    uri: notify:ops
                    parameters:
                      title: "Harm ${body[x]}"
                      text: "**Said:** ${body[x]}"
                      link: "https://x.example/${body[x]}?q=${body[x]}"
                      field.First: "${body[x]}"
                      field.Code: "`${body[x]}`"
                      button.Do: "do ${body[x]}"
                      button.Go: "https://x.example/?a=1&b=${body[n]}"
                      attachment.data.txt: "${body[x]}"
                      severity: "${body[x]}"
                      key: "harm/${body[n]}"
                      thread: "${body[x]}"
        """);
    String harm =
        "\"a' & b=1&key=z + #c %41 ${sys.user.home} {{vars.x}} \\ *bold* [l](http://evil)\r\n# head\n~7e~";
    append("harm", Map.of("x", harm, "n", 1));
    Inbox.Entry told = notice("Harm");
    assertThat(told.title())
        .isEqualTo(
            "Harm \"a' & b=1&key=z + #c %41 ${sys.user.home} {{vars.x}} \\ *bold* [l](http://evil) # head ~7e~");
    assertThat(told.text())
        .isEqualTo(
            "**Said:** \"a' \\& b=1\\&key=z \\+ \\#c %41 $\\{sys.user.home\\} \\{\\{vars.x\\}\\} \\\\ \\*bold\\* \\[l\\]\\(http://evil\\)\n\\# head\n\\~7e\\~");
    assertThat(told.link().url())
        .startsWith("https://x.example/%22a'%20%26%20b%3D1")
        .doesNotContain("&key");
    assertThat(told.fields()).extracting(Notice.Field::title).containsExactly("First", "Code");
    assertThat(told.fields().get(1).value()).startsWith("`\"a' & b=1").doesNotContain("\n");
    assertThat(told.actions()).extracting(Notice.Action::text).containsExactly("Do", "Go");
    assertThat(told.actions().get(0).value()).startsWith("do \"a' & b=1&key=z + #c");
    assertThat(told.actions().get(1).url()).isEqualTo("https://x.example/?a=1&b=1");
    assertThat(told.attachments())
        .singleElement()
        .satisfies(file -> assertThat(file.name()).isEqualTo("data.txt"))
        .satisfies(file -> assertThat(file.content()).isEqualTo(harm));
    assertThat(told.severity()).isEqualTo(Severity.info);
    assertThat(told.key()).isEqualTo("harm/1");
  }

  @Test
  void words_of_the_writer_come_through_as_they_are_written() throws IOException {
    flow(
        "words",
        """
        - route:
            id: flow.words
            description: Says all signs
            from:
              uri: event:words
              steps:
                - to:
                    uri: notify:ops
                    parameters:
                      title: '#1 & "50%" + 2 ~ ü 😀 a=b?c'
                      text: |
                        # Head & more

                        - one + two
                        - [link](https://x.example/?a=1&b=2)
                        C++ == ${body[n]}++ {curly} RAW(x)
                      field.Zebra + Co: "${body[n]}"
                      field.Ape: 100%
                      severity: warning
        """);
    append("words", Map.of("n", 3));
    Inbox.Entry told = notice("#1 &");
    assertThat(told.title()).isEqualTo("#1 & \"50%\" + 2 ~ ü 😀 a=b?c");
    assertThat(told.text())
        .isEqualTo(
            """
            # Head & more

            - one + two
            - [link](https://x.example/?a=1&b=2)
            C++ == 3++ {curly} RAW(x)""");
    assertThat(told.fields()).extracting(Notice.Field::title).containsExactly("Zebra + Co", "Ape");
    assertThat(told.severity()).isEqualTo(Severity.warning);
  }

  @Test
  void body_goes_on_being_the_notice_where_no_part_is_given() throws IOException {
    flow(
        "plain",
        """
        - route:
            id: flow.plain
            description: Says what it was sent
            from:
              uri: event:plain
              steps:
                - to: notify:ops?severity=error&key=plain
        """);
    append("plain", Map.of("title", "Plain", "text", "*as it is*", "link", "https://x.example"));
    Inbox.Entry told = notice("Plain");
    assertThat(told.text()).isEqualTo("*as it is*");
    assertThat(told.severity()).isEqualTo(Severity.error);
    assertThat(told.key()).isEqualTo("plain");
  }

  private static void flow(String name, String content) throws IOException {
    Files.writeString(routes.resolve("flow/" + name + ".camel.yaml"), content);
    hub.bean(RouteFiles.class).rescan();
    assertThat(hub.bean(RouteFiles.class).find("flow/" + name + ".camel.yaml"))
        .hasValueSatisfying(found -> assertThat(found.problems()).isEmpty());
  }

  private static void append(String type, Map<String, ?> data) {
    try {
      byte[] json = new ObjectMapper().writeValueAsString(new HashMap<>(data)).getBytes(UTF_8);
      hub.bean(EventLog.class).append(NewEvent.json(type, "test", json)).join();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Inbox.Entry notice(String title) {
    return Awaitility.await()
        .until(
            () ->
                hub.bean(Inbox.class).page(null, 50).items().stream()
                    .filter(
                        entry ->
                            title.equals("Order")
                                ? title.equals(entry.title())
                                : String.valueOf(entry.title()).startsWith(title))
                    .findFirst()
                    .orElse(null),
            entry -> entry != null);
  }
}
