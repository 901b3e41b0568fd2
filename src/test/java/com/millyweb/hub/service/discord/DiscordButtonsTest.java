package com.millyweb.hub.service.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fake.FakeDiscord;
import com.millyweb.hub.notify.Notice;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a press in Discord does to the notice that has the button. */
class DiscordButtonsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static DiscordHub discord;

  @BeforeAll
  static void start(@TempDir Path home) throws IOException {
    discord = new DiscordHub(home);
  }

  @AfterAll
  static void stop() {
    discord.close();
  }

  @Test
  void button_of_a_notice_is_pressed_decided_and_answered() throws IOException {
    discord.publish(
        DiscordHub.notice("May I restart?")
            .withKey("ask-" + UUID.randomUUID())
            .withActions(List.of(new Notice.Action("Yes", null, "restart", "primary"))));
    await().until(() -> asking().isPresent());
    FakeDiscord.Message asking = asking().orElseThrow();

    HttpResponse<String> refused = press(asking, "stranger-token", "7", "53908232506183681");
    assertThat(refused.body()).isEqualTo("{\"type\":6}");
    await()
        .untilAsserted(
            () ->
                assertThat(discord.in(FakeDiscord.CHANNEL))
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
                assertThat(discord.in(FakeDiscord.CHANNEL))
                    .extracting(FakeDiscord.Message::words)
                    .contains("mason chose restart"));
    List<JsonNode> actions = new ArrayList<>();
    for (Map<String, Object> event : discord.events("chat.action")) {
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
    discord
        .hub()
        .hub
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
    assertThat(discord.events("notify.held")).hasSize(1);
  }

  private static Optional<FakeDiscord.Message> announced() {
    return discord.fake.messages().stream()
        .filter(message -> message.words().contains("Held back"))
        .findFirst();
  }

  private static Optional<FakeDiscord.Message> asking() {
    return discord.fake.messages().stream()
        .filter(message -> message.words().startsWith("May I restart?"))
        .findFirst();
  }

  private static HttpResponse<String> press(
      FakeDiscord.Message asking, String token, String interaction, String user) {
    discord.fake.pressed(token, asking.id());
    return discord.knock(
        DiscordHub.sample("button")
            .replace("a:0123456789abcdefghijkl", asking.buttons().get(0).path("custom_id").asText())
            .replace("press-token", token)
            .replace("1300000000000000002", interaction)
            .replace("53908232506183680", user)
            .replace("900001", asking.id())
            .replace("600100", FakeDiscord.CHANNEL));
  }
}
