package com.millyweb.hub.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.FakeTelegram;
import com.millyweb.hub.HubInTest;
import com.millyweb.hub.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * From a person's words to the answer in the same chat, and from a notice's button to its press.
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
      """;

  private @TempDir Path routes;

  @Test
  void by_polling() throws Exception {
    try (FakeTelegram telegram = FakeTelegram.start();
        HubInTest hub = start(telegram, Map.of())) {
      long asked = telegram.say(815, "/ping now");
      FakeTelegram.Message answer = answer(telegram, asked);

      ObjectNode query =
          telegram.press(answer, 815, answer.buttons().get(0).path("callback_data").asText());
      telegram.update("callback_query", query);
      awaitPress(hub.database(), query);
    }
  }

  @Test
  void by_webhook() throws Exception {
    try (FakeTelegram telegram = FakeTelegram.start();
        HubInTest hub = start(telegram, Map.of("hub.ingress.sources.telegram.secret", "s3cret"))) {
      push(hub, telegram.update("message", FakeTelegram.message(815, 815, 7, "/ping now")));
      FakeTelegram.Message answer = answer(telegram, 7);

      ObjectNode query =
          telegram.press(answer, 815, answer.buttons().get(0).path("callback_data").asText());
      push(hub, telegram.update("callback_query", query));
      awaitPress(hub.database(), query);
      // it is pushed to
      assertThat(hub.bean(TelegramPoll.class).isOn()).isFalse();
      assertThat(telegram.polls()).isEmpty();
    }
  }

  private HubInTest start(FakeTelegram telegram, Map<String, String> more) throws IOException {
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
    return HubInTest.start(routes, properties);
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

  private static void awaitPress(TestDatabase database, ObjectNode query) {
    JdbcClient jdbc = JdbcClient.create(database.dataSource());
    String key = "callback/" + query.path("id").asText();
    await()
        .atMost(LONG)
        .until(
            () ->
                jdbc.sql("select type from event where key = ?")
                    .param(key)
                    .query(String.class)
                    .list()
                    .equals(List.of("chat.press")));
  }

  private static void push(HubInTest hub, ObjectNode update) throws Exception {
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
