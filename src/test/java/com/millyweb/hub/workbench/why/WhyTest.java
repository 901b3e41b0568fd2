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
    assertThat(seen.body()).doesNotContain("An order of", "150\"", "setHeader");
    JsonNode all = Http.asAdmin(hub).get("/api/events/" + notice.id() + "/why").json();
    assertThat(all.at("/notice/title").asText()).isEqualTo("An order of 150");
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
