package com.millyweb.hub.workbench.why;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.trace.TraceKept;
import com.millyweb.hub.fake.FakeTelegram;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.notify.Inbox;
import com.millyweb.hub.route.RouteFiles;
import com.millyweb.hub.workbench.Http;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Why something happened, in the whole hub: API, scopes and a chat. */
class WhyTest {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final String ORDERS =
      """
      - route:
          id: flow.orders
          description: Passes large orders on
          from:
            uri: event:shop.order
            steps:
              - setHeader:
                  name: total
                  simple: "${body[total]}"
              - to: event:shop.large
      - route:
          id: flow.orders.tell
          description: Tells of large orders
          from:
            uri: event:shop.large
            steps:
              - to:
                  uri: notify:ops
                  parameters:
                    title: "An order of ${body[total]}"
      - route:
          id: flow.orders.broken
          description: Fails with every small order
          from:
            uri: event:shop.small
            parameters:
              maxAttempts: 1
            steps:
              - throwException:
                  exceptionType: java.lang.IllegalArgumentException
                  message: "too small: ${body[total]}"
      - route:
          id: flow.orders.ask
          description: Asks about doubtful orders
          from:
            uri: event:shop.doubtful
            steps:
              - to:
                  uri: notify:ops
                  parameters:
                    title: "A doubtful order of ${body[total]}"
                    button.Accept: "accept ${body[total]}"
      - route:
          id: flow.orders.hold
          description: Tells of careful orders later
          from:
            uri: event:shop.careful
            steps:
              - to:
                  uri: notify:ops
                  parameters: {title: "A careful order of ${body[total]}", hold: 1h}
      - route:
          id: flow.orders.vip
          description: Takes the orders of one customer
          from:
            uri: event:shop.order
            parameters:
              filter: "${body[customers][4711-milly]} > 1000"
            steps:
              - to: event:shop.vip
      """;

  private static final String GONE =
      """
      - route:
          id: flow.gone
          description: Is deleted in a while
          from:
            uri: event:shop.gone
            steps:
              - to: event:shop.away
      """;

  private static @TempDir Path routes;
  private static FakeTelegram telegram;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws Exception {
    for (String noun : List.of("notify", "policy", "ingress")) {
      Files.createDirectories(routes.resolve(noun));
      try (var files = Files.list(Path.of("routes", noun))) {
        for (Path file : files.toList()) {
          Files.copy(file, routes.resolve(noun).resolve(file.getFileName().toString()));
        }
      }
    }
    Files.createDirectories(routes.resolve("flow"));
    Files.writeString(routes.resolve("flow/orders.camel.yaml"), ORDERS);
    Files.writeString(routes.resolve("flow/gone.camel.yaml"), GONE);
    telegram = FakeTelegram.start();
    hub =
        HubFixture.start(
            routes,
            Map.of(
                "hub.notify.telegram.token",
                FakeTelegram.TOKEN,
                "hub.notify.telegram.base-url",
                telegram.url(),
                "hub.notify.channels.ops[0].medium",
                "telegram",
                "hub.notify.channels.ops[0].address",
                "815",
                "hub.notify.channels.ops[1].medium",
                "inbox",
                "hub.people.ada.telegram",
                "815"));
  }

  @AfterAll
  static void stop() {
    hub.close();
    telegram.close();
  }

  private static UUID append(String type, String json) {
    return hub.bean(EventLog.class)
        .append(NewEvent.json(type, "shop", json.getBytes(StandardCharsets.UTF_8)))
        .join()
        .id();
  }

  private static Inbox.Entry notice(String title) {
    await().atMost(LONG).until(() -> found(title) != null);
    return found(title);
  }

  private static Inbox.Entry found(String title) {
    return hub.bean(Inbox.class).page(null, 100).items().stream()
        .filter(entry -> title.equals(entry.title()))
        .findFirst()
        .orElse(null);
  }

  private static Why why(UUID id) {
    return hub.bean(WhyAnswers.class).of(id).orElseThrow();
  }

  @Test
  void notice_names_its_event_through_a_chain_of_causes() {
    UUID order = append("shop.order", "{\"total\":140}");

    Why why = why(notice("An order of 140").id());

    assertThat(why.notice().title()).isEqualTo("An order of 140");
    assertThat(why.event().type()).isEqualTo("shop.large");
    assertThat(why.causes()).extracting(cause -> cause.event().id()).containsExactly(order);
    assertThat(why.causes().get(0).flow()).isEqualTo("flow.orders");
    assertThat(why.ran())
        .filteredOn(Why.Ran::sent)
        .singleElement()
        .satisfies(
            ran -> {
              assertThat(ran.flow()).isEqualTo("flow.orders.tell");
              assertThat(ran.description()).isEqualTo("Tells of large orders");
            });
    assertThat(why(order).results())
        .extracting(result -> result.level() + " " + result.event().type())
        .contains("1 shop.large", "2 notify.inbox", "2 notify.telegram");
    assertThat(WhyText.plain(why)).contains("It sent the notice", "Flows that took it");
  }

  @Test
  void failed_flow_tells_its_attempts_and_steps_and_what_the_file_is_today() throws IOException {
    UUID small = append("shop.small", "{\"total\":3}");
    await().atMost(LONG).until(() -> !why(small).ran().isEmpty() && traced(small));

    Files.writeString(
        routes.resolve("flow/orders.camel.yaml"), ORDERS.replace("too small", "much too small"));
    hub.bean(RouteFiles.class).rescan();
    Why.Ran ran = why(small).ran().get(0);

    assertThat(ran.attempts())
        .singleElement()
        .extracting("error")
        .asString()
        .contains("too small: 3");
    assertThat(ran.traces().get(0).kept()).isEqualTo(TraceKept.failed);
    assertThat(ran.version().changedSince()).isTrue();
    assertThat(ran.version().diff()).contains("+").contains("much too small");
    assertThat(WhyText.plain(why(small)))
        .contains("which was changed since", "failed: `IllegalArgumentException: too small: 3`");
  }

  private static boolean traced(UUID event) {
    return !why(event).ran().get(0).traces().isEmpty();
  }

  @Test
  void viewer_sees_what_happened_and_nothing_of_what_it_says() {
    append("shop.order", "{\"total\":150}");
    Inbox.Entry notice = notice("An order of 150");
    String token =
        Http.asAdmin(hub)
            .post("/api/tokens", "{\"name\":\"why\",\"scope\":\"viewer\"}")
            .json()
            .get("token")
            .asText();

    Http.Answer seen = Http.as(hub, token).get("/api/events/" + notice.id() + "/why");

    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.json().at("/event/type").asText()).isEqualTo("shop.large");
    assertThat(seen.json().at("/notice/title").asText()).isEqualTo("******");
    assertThat(seen.body()).doesNotContain("An order of", "order of 150", ":150", "setHeader");
    JsonNode all = Http.asAdmin(hub).get("/api/events/" + notice.id() + "/why").json();
    assertThat(all.at("/notice/title").asText()).isEqualTo("An order of 150");
  }

  @Test
  void notice_whose_button_was_pressed_names_its_flow_and_who_pressed() {
    UUID doubtful = append("shop.doubtful", "{\"total\":9000}");
    UUID notice = notice("A doubtful order of 9000").id();
    Http.Answer pressed =
        Http.asAdmin(hub).post("/api/notices/" + notice + "/actions", "{\"action\":0}");
    assertThat(pressed.status()).as(pressed.body()).isEqualTo(200);
    await().atMost(LONG).until(() -> found("A doubtful order of 9000").actions().isEmpty());

    Why why = why(notice);

    assertThat(why.event().id()).isEqualTo(doubtful);
    assertThat(why.ran())
        .filteredOn(Why.Ran::sent)
        .extracting(Why.Ran::flow)
        .containsExactly("flow.orders.ask");
    assertThat(why.notice().pressed())
        .isEqualTo(new Why.Pressed("administrator", "Accept", notice));
    assertThat(WhyText.plain(why)).contains("administrator pressed `Accept`");
    UUID action =
        hub.bean(JdbcClient.class)
            .sql("select id from event where type = 'chat.action'")
            .query(UUID.class)
            .single();
    assertThat(why(action).causes().get(0).pressed().by()).isEqualTo("administrator");
  }

  @Test
  void held_notice_names_the_event_of_its_flow_whatever_became_of_it() {
    UUID sent = append("shop.careful", "{\"total\":1}");
    UUID notice = held();
    assertThat(why(notice).event().id()).isEqualTo(sent);
    hub.bean(JdbcClient.class).sql("update delivery set run_at = now() where state = 0").update();
    notice("A careful order of 1");
    assertThat(why(notice).event().id()).isEqualTo(sent);
    assertThat(why(notice).ran())
        .filteredOn(Why.Ran::sent)
        .extracting(Why.Ran::flow)
        .containsExactly("flow.orders.hold");

    UUID undone = append("shop.careful", "{\"total\":2}");
    UUID other = held();
    Http.asAdmin(hub).post("/api/notices/" + other + "/undo", null);
    assertThat(why(other).event().id()).isEqualTo(undone);
    assertThat(why(other).notice().sending())
        .singleElement()
        .extracting(Why.Ran::reason)
        .isEqualTo("undone by administrator");
    await().atMost(LONG).until(() -> message("Taken back: A careful order of 2") != null);
    UUID announced =
        UUID.fromString(
            hub.bean(JdbcClient.class)
                .sql(
                    """
                    select convert_from(data, 'UTF8')::jsonb ->> 'id' from event
                    where type = 'notify.telegram' and convert_from(data, 'UTF8') like '%Taken back%'
                    """)
                .query(String.class)
                .single());
    assertThat(why(announced).event().id()).isEqualTo(undone);
  }

  private static UUID held() {
    Http api = Http.asAdmin(hub);
    await().atMost(LONG).until(() -> api.get("/api/notices/held").json().get("items").size() == 1);
    return UUID.fromString(api.get("/api/notices/held").json().at("/items/0/id").asText());
  }

  @Test
  void viewer_sees_no_filter_of_a_flow() {
    UUID order = append("shop.order", "{\"total\":170}");
    await().atMost(LONG).until(() -> missed(order, "flow.orders.vip") != null);
    String admin = Http.asAdmin(hub).get("/api/events/" + order + "/why").body();
    assertThat(admin).contains("4711-milly");
    String token =
        Http.asAdmin(hub)
            .post("/api/tokens", "{\"name\":\"parts\",\"scope\":\"viewer\"}")
            .json()
            .get("token")
            .asText();

    Http.Answer seen = Http.as(hub, token).get("/api/events/" + order + "/why");

    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.body()).contains("flow.orders.vip").doesNotContain("4711-milly");
    assertThat(seen.json().findValue("values").fieldNames()).toIterable().containsExactly("******");
  }

  @Test
  void flow_whose_file_was_deleted_is_told_as_deleted() throws IOException {
    Files.delete(routes.resolve("flow/gone.camel.yaml"));
    hub.bean(RouteFiles.class).rescan();
    UUID gone = append("shop.gone", "{}");

    Why.Missed missed = missed(gone, "flow.gone");

    assertThat(missed.because()).isEqualTo(Why.Because.deleted);
    assertThat(missed.text()).startsWith("its file flow/gone.camel.yaml was deleted at 20");
  }

  private static Why.Missed missed(UUID event, String flow) {
    return why(event).missed().stream()
        .filter(missed -> missed.flow().equals(flow))
        .findFirst()
        .orElse(null);
  }

  @Test
  void id_of_nothing_is_answered_so() {
    assertThat(Http.asAdmin(hub).get("/api/events/" + UUID.randomUUID() + "/why").status())
        .isEqualTo(404);
    assertThat(Http.asAdmin(hub).get("/api/events/none/why").status()).isEqualTo(400);
  }

  @Test
  void why_as_an_answer_to_a_notice_is_answered_in_the_chat() {
    append("shop.order", "{\"total\":160}");
    await().atMost(LONG).until(() -> message("An order of 160") != null);
    FakeTelegram.Message notice = message("An order of 160");

    ask(815, 901, notice);

    await().atMost(LONG).until(() -> message("It sent the notice") != null);
    FakeTelegram.Message answer = message("It sent the notice");
    assertThat(answer.body().path("reply_parameters").path("message_id").asLong()).isEqualTo(901);
    assertThat(answer.text()).contains("shop.large", "flow.orders.tell", "What led to it");

    ask(816, 902, notice);
    await().atMost(LONG).until(() -> message("Only people whom hub.people names") != null);
  }

  private static void ask(long person, long id, FakeTelegram.Message notice) {
    ObjectNode question = FakeTelegram.message(815, person, id, "Why?");
    question.putObject("reply_to_message").put("message_id", notice.id());
    telegram.update("message", question);
  }

  private static FakeTelegram.Message message(String words) {
    return telegram.messages().stream()
        .filter(message -> message.text().contains(words))
        .findFirst()
        .orElse(null);
  }
}
