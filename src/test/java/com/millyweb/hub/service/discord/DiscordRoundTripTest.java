package com.millyweb.hub.service.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fake.FakeDiscord;
import com.millyweb.hub.ingress.HubWithDoors;
import com.millyweb.hub.ingress.Samples;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Notices;
import com.millyweb.hub.notify.Severity;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From Discord's door through a flow back to Discord, in the whole hub. */
class DiscordRoundTripTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FLOW =
      """
      - route:
          id: flow.echo
          description: Answers every message
          from:
            uri: event:chat.message
            parameters:
              filter: "${body[text]} !contains 'not '"
            steps:
              - setBody: {simple: "You said: ${body[text]}"}
              - to: {uri: notify:reply}
      - route:
          id: flow.echo.broken
          description: Can not do what it is asked
          from:
            uri: event:chat.message
            parameters:
              filter: "${body[text]} == 'not possible'"
              maxAttempts: 1
            steps:
              - throwException: {exceptionType: java.lang.IllegalStateException, message: impossible}
      - route:
          id: flow.echo.slow
          description: Takes longer than Discord's patience
          from:
            uri: event:chat.message
            parameters:
              filter: "${body[text]} == 'not soon'"
            steps:
              - delay: {constant: "4000"}
              - setBody: {constant: "At last."}
              - to: {uri: notify:reply}
      - route:
          id: flow.echo.action
          description: Answers every button
          from:
            uri: event:chat.action
            steps:
              - setBody: {simple: "${body[by]} chose ${body[value]}"}
              - to: {uri: notify:reply}
      - route:
          id: flow.echo.held
          description: Tells later
          from:
            uri: event:test.held
            steps:
              - to: {uri: "notify:ops", parameters: {title: "Held back", hold: 1h}}
      """;

  private static final DiscordSender SENDER = new DiscordSender();
  private static final FakeDiscord DISCORD = FakeDiscord.start();
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static Path routes;
  private static HubWithDoors hub;

  @BeforeAll
  static void start(@TempDir Path home) throws IOException {
    routes = home.resolve("routes");
    copy(Path.of("routes"), routes);
    Files.writeString(routes.resolve("flow/echo.camel.yaml"), FLOW);
    hub = startHub();
  }

  private static HubWithDoors startHub() {
    return HubWithDoors.start(
        DATABASE,
        routes,
        Map.of(
            "hub.ingress.sources.discord.secret",
            SENDER.publicKey(),
            "hub.people.mason.discord",
            "290926798626357999/53908232506183680",
            "hub.notify.discord.token",
            FakeDiscord.TOKEN,
            "hub.notify.discord.channel",
            FakeDiscord.CHANNEL,
            "hub.notify.discord.base-url",
            DISCORD.url(),
            // Discord's own figures, ten times as fast
            "hub.notify.discord.rate",
            "25/s"));
  }

  @AfterAll
  static void stop() {
    hub.close();
    DISCORD.close();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static HttpResponse<String> knock(String body) {
    List<String> headers = new ArrayList<>();
    SENDER
        .headers(Instant.now().getEpochSecond(), body)
        .forEach((name, value) -> headers.addAll(List.of(name, value)));
    return hub.post("discord", body, headers.toArray(String[]::new));
  }

  private static String sample(String name) {
    return Samples.read("discord/" + name);
  }

  private static List<Map<String, Object>> events(String type) {
    return hub.database()
        .sql("select * from event where type = ?")
        .param(type)
        .query()
        .listOfRows();
  }

  private static List<FakeDiscord.Message> in(String channel) {
    return DISCORD.messages().stream().filter(m -> m.channel().equals(channel)).toList();
  }

  private static void publish(Notice notice) {
    hub.hub.bean(Notices.class).publish(notice).join();
  }

  private static Notice notice(String text) {
    return Notice.of("ops", Severity.info, null, text, Instant.now());
  }

  @Test
  void endpoint_is_accepted_by_discord() {
    HttpResponse<String> pong = knock("{\"type\":1}");
    assertThat(pong.statusCode()).isEqualTo(200);
    assertThat(pong.body()).isEqualTo("{\"type\":1}");
    assertThat(pong.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(knock("{\"type\":0}").statusCode()).isEqualTo(204);

    HttpResponse<String> forged =
        hub.post(
            "discord",
            "{\"type\":1}",
            "Content-Type",
            "application/json",
            "X-Signature-Timestamp",
            "" + Instant.now().getEpochSecond(),
            "X-Signature-Ed25519",
            "00".repeat(64));
    assertThat(forged.statusCode()).isEqualTo(401);
    assertThat(knock("{\"type\":\"x\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void command_is_answered_in_its_conversation_once() {
    DISCORD.thinking("interaction-token", "600100");
    HttpResponse<String> deferred = knock(sample("command"));
    assertThat(deferred.statusCode()).isEqualTo(200);
    assertThat(deferred.body()).isEqualTo("{\"type\":5}");
    knock(sample("command"));

    await()
        .untilAsserted(
            () ->
                assertThat(in("600100"))
                    .extracting(FakeDiscord.Message::words)
                    .containsExactly("You said: is the backup done?"));
    assertThat(in("600100").get(0).isThinking()).isFalse();
    assertThat(events("chat.message"))
        .filteredOn(event -> "discord/600100".equals(event.get("subject")))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "not known,No flow answers this.",
    "not possible,This failed. The hub keeps it until somebody looks at it.",
    "not soon,At last."
  })
  void command_does_not_go_on_thinking(String text, String answer) {
    String room = "6002" + text.length();
    String token = "token-of-" + text.length();
    DISCORD.thinking(token, room);
    knock(
        sample("command")
            .replace("is the backup done?", text)
            .replace("interaction-token", token)
            .replace("1300000000000000001", "13000000000000001" + text.length())
            .replace("600100", room));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(in(room))
                    .extracting(FakeDiscord.Message::words)
                    .containsExactly(answer));
    assertThat(in(room).get(0).isThinking()).isFalse();
    // looked at for the last time, and nothing else is said
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        hub.database()
                            .sql(
                                """
                                select count(*) from delivery d join event e on e.id = d.event_id
                                where e.type = 'notify.reply.due' and e.subject = ?
                                """)
                            .param("discord/" + room)
                            .query(Long.class)
                            .single())
                    .isZero());
    assertThat(in(room)).hasSize(1);
  }

  @Test
  void command_does_not_go_on_thinking_although_the_hub_restarts() {
    DISCORD.thinking("token-of-restart", "600300");
    knock(
        sample("command")
            .replace("is the backup done?", "not known either")
            .replace("interaction-token", "token-of-restart")
            .replace("1300000000000000001", "1300000000000000300")
            .replace("600100", "600300"));
    hub.close();
    hub = startHub();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(in("600300"))
                    .extracting(FakeDiscord.Message::words)
                    .containsExactly("No flow answers this."));
  }

  @Test
  void button_of_a_notice_is_pressed_decided_and_answered() throws IOException {
    publish(
        notice("May I restart?")
            .withKey("ask-" + UUID.randomUUID())
            .withActions(List.of(new Notice.Action("Yes", null, "restart", "primary"))));
    await().until(() -> asking().isPresent());
    FakeDiscord.Message asking = asking().orElseThrow();

    HttpResponse<String> refused = press(asking, "stranger-token", "7", "53908232506183681");
    assertThat(refused.body()).isEqualTo("{\"type\":6}");
    await()
        .untilAsserted(
            () ->
                assertThat(in(FakeDiscord.CHANNEL))
                    .filteredOn(FakeDiscord.Message::isPrivate)
                    .extracting(FakeDiscord.Message::words)
                    .singleElement()
                    .asString()
                    .contains("only the hub's operators")
                    .contains("53908232506183681"));

    HttpResponse<String> answer = press(asking, "press-token", "8", "53908232506183680");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"type\":6}");
    await()
        .untilAsserted(
            () -> {
              FakeDiscord.Message decided = asking().orElseThrow();
              assertThat(decided.id()).isEqualTo(asking.id());
              assertThat(decided.buttons()).isEmpty();
              assertThat(decided.words()).contains("**Yes** — mason");
            });
    await()
        .untilAsserted(
            () ->
                assertThat(in(FakeDiscord.CHANNEL))
                    .extracting(FakeDiscord.Message::words)
                    .contains("mason chose restart"));
    List<JsonNode> actions = new ArrayList<>();
    for (Map<String, Object> event : events("chat.action")) {
      actions.add(JSON.readTree((byte[]) event.get("data")));
    }
    JsonNode action =
        actions.stream()
            .filter(one -> one.path("value").asText().equals("restart"))
            .findFirst()
            .orElseThrow();
    assertThat(action.path("message").asText()).isEqualTo(asking.id());
  }

  @Test
  void held_notice_is_taken_back_by_its_button() {
    hub.hub
        .bean(EventLog.class)
        .append(NewEvent.json("test.held", "test", "{}".getBytes(StandardCharsets.UTF_8)))
        .join();
    await().atMost(Duration.ofSeconds(30)).until(() -> announced().isPresent());
    FakeDiscord.Message announced = announced().orElseThrow();
    assertThat(announced.words()).contains("To be sent in 1 h: Held back");

    press(announced, "undo-token", "9", "53908232506183680");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              FakeDiscord.Message undone = announced().orElseThrow();
              assertThat(undone.id()).isEqualTo(announced.id());
              assertThat(undone.buttons()).isEmpty();
              assertThat(undone.words())
                  .contains("Taken back: Held back", "**mason** took it back");
            });
    assertThat(events("notify.held")).hasSize(1);
  }

  private static Optional<FakeDiscord.Message> announced() {
    return DISCORD.messages().stream()
        .filter(message -> message.words().contains("Held back"))
        .findFirst();
  }

  private static Optional<FakeDiscord.Message> asking() {
    return DISCORD.messages().stream()
        .filter(message -> message.words().startsWith("May I restart?"))
        .findFirst();
  }

  private static HttpResponse<String> press(
      FakeDiscord.Message asking, String token, String interaction, String user) {
    DISCORD.pressed(token, asking.id());
    return knock(
        sample("button")
            .replace("a:0123456789abcdefghijkl", asking.buttons().get(0).path("custom_id").asText())
            .replace("press-token", token)
            .replace("1300000000000000002", interaction)
            .replace("53908232506183680", user)
            .replace("900001", asking.id())
            .replace("600100", FakeDiscord.CHANNEL));
  }

  @Test
  void two_hundred_notices_at_once_arrive_in_order_within_the_limits() {
    DISCORD.limit(5, Duration.ofMillis(200));
    int refusedBefore = DISCORD.refusedForPace();
    List<String> asked = IntStream.range(0, 200).mapToObj(i -> "notice number " + i).toList();
    asked.forEach(text -> publish(notice(text)));
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(in(FakeDiscord.CHANNEL))
                      .extracting(FakeDiscord.Message::words)
                      .filteredOn(words -> words.startsWith("notice number "))
                      .hasSize(200));
    } finally {
      DISCORD.limit(Integer.MAX_VALUE, Duration.ofSeconds(2));
    }
    assertThat(in(FakeDiscord.CHANNEL))
        .extracting(FakeDiscord.Message::words)
        .filteredOn(words -> words.startsWith("notice number "))
        .isEqualTo(asked);
    // an answer that takes longer than its window may be followed by one refusal
    assertThat(DISCORD.refusedForPace() - refusedBefore).isLessThanOrEqualTo(2);
  }

  @Test
  void no_secret_is_in_the_book_of_what_was_sent() {
    publish(notice("<p>"));
    await().until(() -> in(FakeDiscord.CHANNEL).stream().anyMatch(m -> m.words().contains("p>")));
    List<String> remotes =
        hub.database()
            .sql("select coalesce(remote::text, '') || coalesce(error, '') from notice_send")
            .query(String.class)
            .list();
    assertThat(remotes).isNotEmpty().noneMatch(text -> text.contains("token"));
  }
}
