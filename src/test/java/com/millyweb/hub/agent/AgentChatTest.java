package com.millyweb.hub.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.fake.FakeTelegram;
import com.millyweb.hub.fake.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People talk to an agent in Telegram, which allows them to see and to decide what it does. */
class AgentChatTest {
  private static final long ADA = 815;
  private static final long EVE = 666;

  @TempDir static Path routes;
  private static FakeTelegram telegram;
  private static AgentDesk desk;

  @BeforeAll
  static void start() throws IOException {
    telegram = FakeTelegram.start();
    Map<String, String> files = new TreeMap<>();
    for (String file :
        List.of(
            "flow/assistant.camel.yaml",
            "ingress/telegram.camel.yaml",
            "notify/telegram.camel.yaml",
            "notify/press.camel.yaml")) {
      files.put(file, Files.readString(Path.of("routes", file)));
    }
    for (String notice : List.of("decided", "press-answer")) {
      String file = "notify/" + notice + ".notice.yaml";
      files.put(file, Files.readString(Path.of("routes", file)));
    }
    files.put("agent/assistant.agent.yaml", AgentDesk.agent(""));
    files.put(
        "flow/bell.camel.yaml",
        flow("bell", "${body[text]} regex '(?i)ring\\\\s+the\\\\s+bell'", "notify:reply?text=Ding")
            + flow("bell.kept", "${body[medium]} == 'telegram'", "event:said"));
    files.put(
        "tool/look.camel.yaml",
        AgentDesk.tool(
            "look", "readOnlyHint: true", "- setBody: {simple: \"seen ${body[what]}\"}"));
    files.put(
        "tool/press.camel.yaml",
        AgentDesk.tool("press", "destructiveHint: false", "- setBody: {constant: pressed}"));
    Map<String, String> settings = new TreeMap<>();
    settings.put("hub.notify.telegram.token", FakeTelegram.TOKEN);
    settings.put("hub.notify.telegram.base-url", telegram.url());
    settings.put("hub.notify.telegram.chat", "815");
    settings.put("hub.notify.telegram.rate", "100/s");
    settings.put("hub.people.ada.telegram", "815");
    settings.put("hub.people.ada.role", "operator");
    desk = AgentDesk.start(routes, files, settings);
  }

  @AfterAll
  static void stop() {
    desk.close();
    telegram.close();
  }

  @AfterEach
  void everything_was_said() {
    desk.model.finish();
  }

  @Test
  void question_is_answered_in_one_message_that_shows_the_calls() {
    desk.model.says(
        Said.nothing().calls(new Said.Call("a", "look", "{\"what\":\"immich\"}")),
        Said.text("Immich is down, its disk is full."));
    telegram.say(ADA, "why is immich down?");
    FakeTelegram.Message message = shown("its disk is full");
    assertThat(message.text()).contains("look").contains("immich");
    assertThat(message.edits()).isPositive();
  }

  @Test
  void conversation_is_remembered() {
    desk.model.says("Nice to meet you.");
    telegram.say(ADA, "my cat is called Minka");
    shown("Nice to meet you");
    desk.model.says("Minka.");
    telegram.say(ADA, "what is my cat called?");
    shown("Minka.");
    var asked = desk.model.asked();
    assertThat(asked.get(asked.size() - 1).toString())
        .contains("my cat is called Minka")
        .contains("Nice to meet you.");
  }

  @Test
  void change_is_asked_with_buttons_and_done_when_pressed() {
    desk.model.says(
        Said.text("It needs a push.").calls(new Said.Call("a", "press", "{\"what\":\"reset\"}")),
        Said.text("I pressed it."));
    telegram.say(ADA, "press reset");
    FakeTelegram.Message question = shown("may assistant call press", "{\"what\":\"reset\"}");
    assertThat(question.text()).contains("{\"what\":\"reset\"}").contains("It needs a push");
    telegram.update(
        "callback_query",
        telegram.press(question, ADA, question.buttons().get(0).path("callback_data").asText()));
    shown("I pressed it.");
    shown("approved by ada");
  }

  @Test
  void words_decide_as_well_and_only_those_of_operators() {
    desk.model.says(
        Said.nothing().calls(new Said.Call("a", "press", "{\"what\":\"bell\"}")),
        Said.text("Then I leave it."));
    telegram.say(ADA, "press the bell");
    String title = shown("may assistant call press", "{\"what\":\"bell\"}").text();
    String number = title.replaceFirst("(?s).*?A(\\d+):.*", "$1");
    telegram.say(EVE, "approve A" + number);
    shown("Only the hub's operators");
    telegram.say(ADA, "reject A" + number + " it is night");
    shown("Then I leave it.");
    shown("it is night");
  }

  @Test
  void command_of_a_flow_is_answered_by_it_alone() {
    telegram.say(ADA, "Ring  the bell");
    shown("Ding");
    await().atMost(AgentDesk.LONG).until(() -> desk.filtered("flow.assistant", "Ring  the bell"));
    assertThat(desk.model.unscripted()).isEmpty();
    desk.model.says("There is none.");
    telegram.say(ADA, "where is the bell?");
    shown("There is none.");
  }

  @Test
  void stranger_is_not_answered_by_a_model() {
    telegram.say(EVE, "restart everything");
    shown("I answer only people whom");
    assertThat(desk.model.unscripted()).isEmpty();
  }

  private static String flow(String name, String filter, String to) {
    return """
    - route:
        id: flow.%1$s
        description: A flow of a test
        from:
          uri: event:chat.message
          parameters: {filter: "%2$s"}
          steps:
            - to: "%3$s"
    """
        .formatted(name, filter, to);
  }

  /** The newest message that has all of these words. */
  private static FakeTelegram.Message shown(String... words) {
    await().atMost(AgentDesk.LONG).until(() -> telegram.messages().stream().anyMatch(has(words)));
    return telegram.messages().stream()
        .filter(has(words))
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private static Predicate<FakeTelegram.Message> has(String... words) {
    return message -> Arrays.stream(words).allMatch(message.text()::contains);
  }
}
