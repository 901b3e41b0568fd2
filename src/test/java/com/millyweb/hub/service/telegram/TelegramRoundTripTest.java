package com.millyweb.hub.service.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fake.FakeTelegram;
import com.millyweb.hub.fixture.HubFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * From a person's words to the answer in the same chat, and from its button to the decision that it
 * shows.
 */
class TelegramRoundTripTest {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final String FLOW =
      """
      - route:
          id: flow.ask-in-test
          description: Asks back
          from:
            uri: event:chat.message
            steps:
              - setBody:
                  simple: '{"title": "Heard", "text": "${body[text]}", "actions": [{"text": "Yes", "value": "yes"}]}'
              - unmarshal:
                  json: {}
              - to:
                  uri: notify:reply
      - route:
          id: flow.ask-in-test.held
          description: Tells later
          from:
            uri: event:test.held
            steps:
              - to: {uri: "notify:ops", parameters: {title: "Held back", hold: 1h}}
      """;

  private @TempDir Path routes;

  @Test
  void by_polling() throws Exception {
    try (FakeTelegram telegram = FakeTelegram.start();
        HubFixture hub = start(telegram, Map.of())) {
      long asked = telegram.say(815, "/ping now");
      FakeTelegram.Message answer = answer(telegram, asked);

      ObjectNode query =
          telegram.press(answer, 815, answer.buttons().get(0).path("callback_data").asText());
      telegram.update("callback_query", query);
      awaitDecision(hub, telegram, query);

      // a stranger is told no, and nobody else hears of it
      ObjectNode strange =
          telegram.press(answer, 816, answer.buttons().get(0).path("callback_data").asText());
      telegram.update("callback_query", strange);
      await()
          .atMost(LONG)
          .until(() -> told(telegram, strange).contains("only the hub's operators"));
      assertThat(actions(hub)).isEqualTo(1);

      // buttons that another program made, one with data and one of a game
      ObjectNode foreign = telegram.press(answer, 815, "vote:7");
      ObjectNode game = telegram.press(answer, 815, "");
      game.remove("data");
      game.put("game_short_name", "chess");
      telegram.update("callback_query", foreign);
      telegram.update("callback_query", game);
      await().atMost(LONG).until(() -> isAnswered(telegram, foreign) && isAnswered(telegram, game));
    }
  }

  @Test
  void held_notice_is_taken_back_by_its_button() throws Exception {
    try (FakeTelegram telegram = FakeTelegram.start();
        HubFixture hub = start(telegram, Map.of("hub.notify.telegram.chat", "815"))) {
      hub.bean(EventLog.class)
          .append(NewEvent.json("test.held", "test", "{}".getBytes(StandardCharsets.UTF_8)))
          .join();
      await().atMost(LONG).until(() -> announced(telegram).isPresent());
      FakeTelegram.Message asked = announced(telegram).orElseThrow();
      assertThat(asked.text()).contains("To be sent in 1 h: Held back");

      ObjectNode query =
          telegram.press(asked, 815, asked.buttons().get(0).path("callback_data").asText());
      telegram.update("callback_query", query);
      await()
          .atMost(LONG)
          .until(
              () ->
                  announced(telegram)
                      .filter(message -> message.text().contains("Taken back: Held back"))
                      .filter(message -> message.buttons().isEmpty())
                      .isPresent());
      assertThat(announced(telegram).orElseThrow().text()).contains("ada took it back");
      assertThat(told(telegram, query)).isEqualTo("Undo: done");
    }
  }

  private static Optional<FakeTelegram.Message> announced(FakeTelegram telegram) {
    return telegram.messages().stream()
        .filter(message -> message.text().contains("Held back"))
        .findFirst();
  }

  private static boolean isAnswered(FakeTelegram telegram, ObjectNode query) {
    return telegram.requests().stream()
        .filter(request -> request.method().equals("answerCallbackQuery"))
        .map(request -> request.body().path("callback_query_id").asText())
        .anyMatch(query.path("id").asText()::equals);
  }

  @Test
  void by_webhook() throws Exception {
    try (FakeTelegram telegram = FakeTelegram.start();
        HubFixture hub = start(telegram, Map.of("hub.ingress.sources.telegram.secret", "s3cret"))) {
      push(hub, telegram.update("message", FakeTelegram.message(815, 815, 7, "/ping now")));
      FakeTelegram.Message answer = answer(telegram, 7);

      ObjectNode query =
          telegram.press(answer, 815, answer.buttons().get(0).path("callback_data").asText());
      push(hub, telegram.update("callback_query", query));
      awaitDecision(hub, telegram, query);

      // the same press, delivered again, and another one by the same person
      push(hub, telegram.update("callback_query", query));
      ObjectNode second =
          telegram.press(answer, 815, answer.buttons().get(0).path("callback_data").asText());
      push(hub, telegram.update("callback_query", second));
      await().atMost(LONG).until(() -> told(telegram, second).contains("Already decided by ada"));
      assertThat(actions(hub)).isEqualTo(1);
      // it is pushed to
      assertThat(hub.bean(TelegramPoll.class).isOn()).isFalse();
      assertThat(telegram.polls()).isEmpty();
    }
  }

  private HubFixture start(FakeTelegram telegram, Map<String, String> more) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("routes"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = routes.resolve(Path.of("routes").relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    Files.writeString(routes.resolve("flow/ask-in-test.camel.yaml"), FLOW);
    Map<String, String> properties = new HashMap<>(more);
    properties.put("hub.notify.telegram.token", FakeTelegram.TOKEN);
    properties.put("hub.notify.telegram.base-url", telegram.url());
    properties.put("hub.people.ada.telegram", "815");
    return HubFixture.start(routes, properties);
  }

  private static FakeTelegram.Message answer(FakeTelegram telegram, long asked) {
    await().atMost(LONG).until(() -> heard(telegram).isPresent());
    FakeTelegram.Message answer = heard(telegram).orElseThrow();
    assertThat(answer.chat()).isEqualTo("815");
    assertThat(answer.text()).isEqualTo("Heard\n\nping now");
    assertThat(answer.body().path("reply_parameters").path("message_id").asLong()).isEqualTo(asked);
    assertThat(answer.buttons()).hasSize(1);
    return answer;
  }

  /** The shipped flows may answer too. */
  private static Optional<FakeTelegram.Message> heard(FakeTelegram telegram) {
    return telegram.messages().stream()
        .filter(message -> message.text().startsWith("Heard"))
        .findFirst();
  }

  /** Decided once, told to who pressed, and to be seen in the message itself. */
  private static void awaitDecision(HubFixture hub, FakeTelegram telegram, ObjectNode query) {
    await()
        .atMost(LONG)
        .until(
            () ->
                heard(telegram)
                    .filter(message -> message.text().contains("Yes — ada"))
                    .filter(message -> message.buttons().isEmpty())
                    .isPresent());
    assertThat(heard(telegram).orElseThrow().id())
        .isEqualTo(query.path("message").path("message_id").asLong());
    assertThat(told(telegram, query)).isEqualTo("Yes: done");
    assertThat(actions(hub)).isEqualTo(1);
  }

  private static long actions(HubFixture hub) {
    return JdbcClient.create(hub.database().dataSource())
        .sql("select count(*) from event where type = 'chat.action'")
        .query(Long.class)
        .single();
  }

  /** What the person read who pressed; empty while nothing was answered. */
  private static String told(FakeTelegram telegram, ObjectNode query) {
    return telegram.requests().stream()
        .filter(request -> request.method().equals("answerCallbackQuery"))
        .filter(
            request ->
                request.body().path("callback_query_id").asText().equals(query.path("id").asText()))
        .map(request -> request.body().path("text").asText())
        .findFirst()
        .orElse("");
  }

  private static void push(HubFixture hub, ObjectNode update) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(hub.url() + "/hooks/telegram"))
            .header("Content-Type", "application/json")
            .header("X-Telegram-Bot-Api-Secret-Token", "s3cret")
            .POST(HttpRequest.BodyPublishers.ofString(update.toString()))
            .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }
}
