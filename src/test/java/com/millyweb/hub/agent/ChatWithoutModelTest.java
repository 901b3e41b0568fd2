package com.millyweb.hub.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.fake.FakeTelegram;
import com.millyweb.hub.fixture.HubFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** People ask a hub that has no model: the tool answers that is most like the question. */
class ChatWithoutModelTest {
  private static final long ADA = 815;
  private static final long EVE = 666;

  @TempDir static Path routes;
  private static FakeTelegram telegram;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws IOException {
    telegram = FakeTelegram.start();
    FileSystemUtils.copyRecursively(Path.of("routes/agent"), routes.resolve("agent"));
    for (String file :
        List.of(
            "flow/assistant.camel.yaml",
            "ingress/telegram.camel.yaml",
            "notify/telegram.camel.yaml",
            "tool/desk.camel.yaml",
            "tool/health.camel.yaml",
            "tool/containers.camel.yaml",
            "tool/events.camel.yaml")) {
      Files.createDirectories(routes.resolve(file).getParent());
      Files.copy(Path.of("routes", file), routes.resolve(file));
    }
    Map<String, String> settings = new TreeMap<>();
    settings.put("hub.notify.telegram.token", FakeTelegram.TOKEN);
    settings.put("hub.notify.telegram.base-url", telegram.url());
    settings.put("hub.notify.telegram.chat", "815");
    settings.put("hub.notify.telegram.rate", "100/s");
    settings.put("hub.people.ada.telegram", "815");
    hub = HubFixture.start(routes, settings);
  }

  @AfterAll
  static void stop() {
    hub.close();
    telegram.close();
  }

  @Test
  void question_is_answered_by_the_tool_that_is_most_like_it() {
    telegram.say(ADA, "what time is it now?");
    shown("No model was there to answer this", "the tool clock says", "weekday");
  }

  @Test
  void what_no_tool_is_like_is_told_so() {
    telegram.say(ADA, "sing me a song about pirates");
    shown("No model was there to answer this", "hub.model");
  }

  @Test
  void failure_of_the_tool_is_the_answer() {
    telegram.say(ADA, "list the docker containers");
    shown("the tool containers-list failed", "There is no Docker engine");
  }

  @Test
  void stranger_is_answered_by_no_tool() {
    telegram.say(EVE, "what time is it now?");
    shown("I answer only people whom", "666");
  }

  private static void shown(String... words) {
    await()
        .atMost(AgentDesk.LONG)
        .untilAsserted(
            () ->
                assertThat(telegram.messages())
                    .extracting(FakeTelegram.Message::text)
                    .anySatisfy(text -> assertThat(text).contains(words)));
  }
}
