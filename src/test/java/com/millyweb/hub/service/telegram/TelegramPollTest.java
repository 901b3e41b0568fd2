package com.millyweb.hub.service.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.fake.FakeTelegram;
import com.millyweb.hub.fixture.HubFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the hub fetches from Telegram. The last test stops the hub. */
@ExtendWith(OutputCaptureExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TelegramPollTest {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final String SECRET = FakeTelegram.TOKEN.substring(5);
  private static final FakeTelegram telegram = FakeTelegram.start();
  private static @TempDir Path routes;
  private static TestDatabase database;
  private static HubFixture hub;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    hub = start(database);
  }

  @AfterAll
  static void stop() {
    hub.close();
    telegram.close();
  }

  private static HubFixture start(TestDatabase database) {
    return HubFixture.start(
        database,
        routes,
        Map.of(
            "hub.notify.telegram.token",
            FakeTelegram.TOKEN,
            "hub.notify.telegram.base-url",
            telegram.url()));
  }

  @Test
  @Order(1)
  void what_people_say_is_stored_and_then_confirmed() {
    long id = telegram.say(815, "/ping now");
    awaitEvent("message/815/" + id);
    await().atMost(LONG).until(() -> telegram.pending() == 0);
    assertThat(event("message/815/" + id))
        .containsEntry("source", "telegram")
        .containsEntry("type", "chat.message")
        .containsEntry("subject", "telegram/815");
    assertThat(hub.bean(TelegramPoll.class).patience().trouble()).isNull();
  }

  @Test
  @Order(2)
  void press_and_topic_survive_the_way_through_camel() {
    var message = FakeTelegram.message(-1007, 815, 9_001, "in a topic");
    message.put("message_thread_id", 3).put("is_topic_message", true);
    message.putObject("reply_to_message").put("message_id", 8_999);
    telegram.update("message", message);
    awaitEvent("message/-1007/9001");
    var event = event("message/-1007/9001");
    assertThat(event).containsEntry("subject", "telegram/-1007/3");
    assertThat(new String((byte[]) event.get("data"))).contains("\"answers\":\"8999\"");

    var shown = new FakeTelegram.Message("815", 7, "x", message, null, 0);
    var query = telegram.press(shown, 815, "a:" + "y".repeat(22));
    telegram.update("callback_query", query);
    awaitEvent("callback/" + query.path("id").asText());
  }

  @Test
  @Order(3)
  void update_that_nobody_understands_holds_nothing_up() {
    var odd = FakeTelegram.message(815, 815, 9_100, "x");
    odd.put("deep", 1);
    telegram.update("odd_kind", odd);
    long id = telegram.say(815, "behind it");
    awaitEvent("message/815/" + id);
    assertThat(event("message/815/9100")).containsEntry("type", "telegram.odd_kind");
  }

  @Test
  @Order(4)
  void update_that_comes_again_is_stored_once() {
    var message = FakeTelegram.message(815, 815, 9_200, "twice");
    telegram.update("message", message);
    telegram.update("message", message);
    await().atMost(LONG).until(() -> telegram.pending() == 0);
    assertThat(count("message/815/9200")).isEqualTo(1);
  }

  @Test
  @Order(5)
  void nothing_is_confirmed_while_the_database_is_away(CapturedOutput output) {
    try (TestDatabase other = TestDatabase.createEmpty()) {
      String name = database.url().substring(database.url().lastIndexOf('/') + 1);
      JdbcClient server = JdbcClient.create(other.dataSource());
      server.sql("alter database %s allow_connections false".formatted(name)).update();
      server
          .sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?")
          .param(name)
          .query()
          .listOfRows();
      int polls = telegram.polls().size();
      long first = telegram.say(815, "while it was away");
      long second = telegram.say(815, "and again");
      // asked again, so that the first attempt has failed
      await().atMost(LONG).until(() -> telegram.polls().size() >= polls + 2);
      assertThat(telegram.pending()).isEqualTo(2);

      server.sql("alter database %s allow_connections true".formatted(name)).update();
      awaitEvent("message/815/" + first);
      awaitEvent("message/815/" + second);
      await().atMost(LONG).until(() -> telegram.pending() == 0);
      assertThat(count("message/815/" + first)).isEqualTo(1);
      assertThat(output.getOut()).contains("cannot be polled", "the event log takes no update");
    }
  }

  @Test
  @Order(6)
  void webhook_and_refused_token_are_told_once_without_the_token(CapturedOutput output) {
    telegram.nextPolls(FakeTelegram.Trick.error(401, "Unauthorized"));
    long first = telegram.say(815, "wake up");
    awaitEvent("message/815/" + first);
    await()
        .atMost(LONG)
        .until(() -> output.getOut().contains("401 Unauthorized (hub.notify.telegram.token"));
    awaitHealthy();

    HttpClient client = HttpClient.newHttpClient();
    call(client, "setWebhook", "{\"url\":\"https://e.org/\"}");
    await().atMost(LONG).until(() -> hub.bean(TelegramPoll.class).patience().trouble() != null);
    assertThat(hub.bean(TelegramPollProbe.class).probe().detail())
        .contains("409")
        .contains("deleteWebhook");
    call(client, "deleteWebhook", "{}");
    awaitHealthy();
    assertThat(output.getOut().split("cannot be polled", -1).length).isLessThanOrEqualTo(4);
    assertThat(output.getAll()).doesNotContain(SECRET);
  }

  @Test
  @Order(7)
  void cut_connection_recovers_by_itself(CapturedOutput output) {
    telegram.nextPolls(FakeTelegram.Trick.silent(), FakeTelegram.Trick.answer(502, "<html>"));
    long id = telegram.say(815, "before the cut");
    awaitEvent("message/815/" + id);
    long later = telegram.say(815, "after the cut");
    awaitEvent("message/815/" + later);
    assertThat(output.getAll()).doesNotContain(SECRET).doesNotContain("\tat ");
  }

  @Test
  @Order(8)
  void token_is_on_no_page() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    for (String url :
        List.of(
            hub.managementUrl() + "/actuator/prometheus",
            hub.url() + "/api/routes",
            hub.url() + "/api/systems",
            hub.url() + "/api/events")) {
      var request =
          HttpRequest.newBuilder(URI.create(url))
              .header("Authorization", "Bearer " + HubFixture.ADMIN_TOKEN)
              .build();
      var answer = client.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).doesNotContain(SECRET);
    }
    var route = hub.bean(CamelContext.class).getRoute("ingress.telegram-poll");
    assertThat(route.getEndpoint().toString()).isEqualTo("telegram://bots");
  }

  @Test
  @Order(9)
  void stop_does_not_wait_for_the_poll_and_the_next_start_repeats_nothing() {
    awaitHealthy();
    long events = count("message/815/9200");
    long start = System.nanoTime();
    hub.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));

    var again = FakeTelegram.message(815, 815, 9_200, "twice");
    telegram.update("message", again);
    long id = telegram.say(815, "while it was stopped");
    hub = start(database);
    awaitEvent("message/815/" + id);
    await().atMost(LONG).until(() -> telegram.pending() == 0);
    assertThat(count("message/815/9200")).isEqualTo(events).isEqualTo(1);
  }

  private static void call(HttpClient client, String method, String body) {
    var request =
        HttpRequest.newBuilder(
                URI.create(telegram.url() + "/bot" + FakeTelegram.TOKEN + "/" + method))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    assertThat(client.sendAsync(request, BodyHandlers.ofString()).join().statusCode())
        .isEqualTo(200);
  }

  private static void awaitHealthy() {
    long id = telegram.say(815, "still there?");
    awaitEvent("message/815/" + id);
    await().atMost(LONG).until(() -> hub.bean(TelegramPoll.class).patience().trouble() == null);
  }

  private static void awaitEvent(String key) {
    await().atMost(LONG).ignoreExceptions().until(() -> count(key) == 1);
  }

  private static long count(String key) {
    return jdbc()
        .sql("select count(*) from event where key = ?")
        .param(key)
        .query(Long.class)
        .single();
  }

  private static Map<String, Object> event(String key) {
    return jdbc().sql("select * from event where key = ?").param(key).query().singleRow();
  }

  private static JdbcClient jdbc() {
    return JdbcClient.create(database.dataSource());
  }
}
