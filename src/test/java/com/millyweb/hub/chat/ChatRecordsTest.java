package com.millyweb.hub.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The data of events is a contract with every flow and with what is in the log already. */
class ChatRecordsTest {
  private static final Author ANN = new Author("U1", "Ann", "T1");
  private static final Conversation THREAD = new Conversation("slack", "C1", "17.01");
  private static final UUID NOTICE = UUID.fromString("00000000-0000-7000-8000-000000000001");

  @Test
  void message_is_written_as_flows_know_it() {
    ChatMessage said =
        ChatMessage.said(THREAD, ANN, false, "half \ud83d")
            .called("18.02", "17.01")
            .answeredBy(Map.of("response_url", "https://e.org/r"))
            .with(
                List.of(new ChatFile("slack", "a.txt", "text/plain", 3L, "F1", null)),
                "album",
                new Form("f", Map.of("x", List.of("1", "2"))))
            .by(new Person("ann", Person.Role.operator));
    assertThat(text(said.json()))
        .isEqualTo(
            "{\"medium\":\"slack\",\"conversation\":\"slack/C1/17.01\","
                + "\"author\":{\"id\":\"U1\",\"name\":\"Ann\",\"team\":\"T1\"},"
                + "\"person\":{\"name\":\"ann\",\"role\":\"operator\"},\"addressed\":false,"
                + "\"text\":\"half ?\",\"message\":\"18.02\",\"answers\":\"17.01\","
                + "\"reply\":{\"response_url\":\"https://e.org/r\"},"
                + "\"files\":[{\"medium\":\"slack\",\"name\":\"a.txt\",\"type\":\"text/plain\",\"size\":3,"
                + "\"id\":\"F1\"}],"
                + "\"album\":\"album\",\"form\":{\"id\":\"f\",\"values\":{\"x\":[\"1\",\"2\"]}}}");
  }

  @Test
  void what_is_not_there_is_not_written() {
    Author nameless = new Author("7", null, null);
    assertThat(text(ChatMessage.said(Conversation.of("telegram", "7"), nameless, true, "").json()))
        .isEqualTo(
            "{\"medium\":\"telegram\",\"conversation\":\"telegram/7\",\"author\":{\"id\":\"7\"},"
                + "\"addressed\":true}");
    assertThat(text(ButtonPress.inApi("admin", NOTICE, 0).json()))
        .isEqualTo(
            "{\"medium\":\"api\",\"author\":{\"id\":\"admin\"},\"notice\":\""
                + NOTICE
                + "\",\"index\":0}");
  }

  @Test
  void own_button_keeps_only_the_hash_of_its_token_and_a_foreign_one_decides_nothing() {
    ButtonToken token = ButtonToken.of(new byte[ButtonToken.BYTES]);
    assertThat(text(pressed(token.text()).own().orElseThrow().json()))
        .isEqualTo(
            "{\"medium\":\"slack\",\"conversation\":\"slack/C1/17.01\","
                + "\"author\":{\"id\":\"U1\",\"name\":\"Ann\",\"team\":\"T1\"},"
                + "\"action\":\""
                + token.hash()
                + "\",\"message\":\"18.02\"}");
    ChatPress foreign = pressed("vote:7");
    assertThat(foreign.own()).isEmpty();
    assertThat(text(foreign.json()))
        .contains("\"button\":\"vote:7\",\"values\":[\"silence 2h\"]")
        .doesNotContain("\"value\"", "\"by\"");
    DecidedAction taken =
        DecidedAction.read(Map.of("button", "silence 2h", "values", List.of("x")));
    assertThat(taken.value()).isEmpty();
    assertThat(taken.by()).isEmpty();
  }

  @Test
  void every_record_is_read_as_it_was_written() {
    ChatMessage said = ChatMessage.said(THREAD, ANN, true, "hi").called("1", null);
    assertThat(ChatMessage.read(said.json())).isEqualTo(said);
    var decided =
        new DecidedAction(
            "slack",
            THREAD,
            ANN,
            "ann",
            "yes",
            "Yes",
            "18.02",
            new DecidedAction.About(NOTICE, "ops", "key", "Title"),
            Map.of("a", "b"));
    assertThat(ChatJson.read(decided.json(), DecidedAction.class)).isEqualTo(decided);
    ButtonPress press = ButtonPress.inApi("admin", NOTICE, 2);
    assertThat(ChatJson.read(press.json(), ButtonPress.class)).isEqualTo(press);
  }

  @Test
  void nonsense_is_read_as_nothing() {
    Map<String, Object> odd =
        Map.of(
            "medium",
            List.of("slack"),
            "conversation",
            "no slash",
            "author",
            "Ann",
            "person",
            Map.of("name", "ann", "role", "emperor"),
            "addressed",
            "perhaps",
            "text",
            Map.of("a", 1),
            "reply",
            "none",
            "files",
            List.of("x", Map.of("name", 7), Map.of("id", "F1")),
            "form",
            "",
            "later",
            true);
    ChatMessage read = ChatMessage.read(odd);
    assertThat(read.conversation()).isEqualTo(Conversation.NONE);
    assertThat(read.author()).isEqualTo(new Author("", null, null));
    assertThat(read.person()).isEqualTo(new Person("ann", Person.Role.viewer));
    assertThat(read.addressed()).isFalse();
    assertThat(read.text()).isEmpty();
    assertThat(read.reply()).isEmpty();
    assertThat(ChatMessage.read("text").medium()).isEmpty();
    assertThat(ChatMessage.read(new byte[] {1, 2}).medium()).isEmpty();
    assertThat(ButtonPress.read(Map.of("notice", "7", "index", "x")).notice()).isNull();
  }

  @Test
  void conversation_is_its_text() {
    for (String text : List.of("slack/C1", "slack/C1/17.01", "telegram/-1007/3", "x/y/z/a")) {
      assertThat(Conversation.parse(text)).hasToString(text);
    }
    assertThat(Conversation.parse("slack/C1/17.01").address()).isEqualTo("C1/17.01");
    for (String text : List.of("", "slack", "slack/", "/C1")) {
      assertThat(Conversation.parse(text)).isEqualTo(Conversation.NONE);
    }
  }

  private static ChatPress pressed(String value) {
    return new ChatPress(THREAD, ANN, value, List.of("silence 2h"), "18.02", Map.of());
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
