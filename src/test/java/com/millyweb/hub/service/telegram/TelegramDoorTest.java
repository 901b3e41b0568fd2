package com.millyweb.hub.service.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.fake.FakeTelegram;
import com.millyweb.hub.ingress.HubWithDoors;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.verify.Sender;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Telegram pushes. */
class TelegramDoorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long GROUP = -1001234567890123L;
  private static HubWithDoors doors;
  private static long ids = 1000;

  @BeforeAll
  static void start() {
    doors =
        HubWithDoors.start(
            Map.of(
                "hub.ingress.sources.telegram.secret", "secret_token-1",
                "hub.notify.telegram.token", FakeTelegram.TOKEN,
                // nothing is asked there
                "hub.notify.telegram.base-url", "http://127.0.0.1:9",
                "hub.people.ada.telegram", "815"));
  }

  @AfterAll
  static void stop() {
    doors.close();
  }

  @Test
  void message_to_the_bot_alone_is_addressed_to_it() throws IOException {
    var event = stored("message", FakeTelegram.message(815, 815, 77, "How is the NAS?"));
    assertThat(event).containsEntry("type", "chat.message").containsEntry("source", "telegram");
    assertThat(event)
        .containsEntry("subject", "telegram/815")
        .containsEntry("key", "message/815/77");
    assertThat(data(event))
        .hasToString(
            "{\"medium\":\"telegram\",\"conversation\":\"telegram/815\",\"author\":{\"id\":\"815\",\"name\":\"Ada\"},"
                + "\"person\":{\"name\":\"ada\",\"role\":\"operator\"},\"addressed\":true,\"text\":\"How is the NAS?\",\"message\":\"77\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"photo\":[{\"file_id\":\"a\",\"width\":9,\"height\":9,\"file_size\":1},{\"file_id\":\"b\",\"width\":90,\"height\":90,\"file_size\":2}]}"
            + "|{\"medium\":\"telegram\",\"name\":\"photo.jpg\",\"type\":\"image/jpeg\",\"size\":2,\"id\":\"b\"}",
        "{\"document\":{\"file_id\":\"c\",\"file_name\":\"a/b.pdf\",\"mime_type\":\"application/pdf\",\"file_size\":3}}"
            + "|{\"medium\":\"telegram\",\"name\":\"a_b.pdf\",\"type\":\"application/pdf\",\"size\":3,\"id\":\"c\"}",
        "{\"voice\":{\"file_id\":\"d\",\"mime_type\":\"audio/ogg\"}}"
            + "|{\"medium\":\"telegram\",\"name\":\"voice.ogg\",\"type\":\"audio/ogg\",\"id\":\"d\"}",
        "{\"sticker\":{\"file_id\":\"e\",\"is_video\":true}}"
            + "|{\"medium\":\"telegram\",\"name\":\"sticker.webm\",\"type\":\"video/webm\",\"id\":\"e\"}",
        "{\"animation\":{\"file_id\":\"f\"},\"document\":{\"file_id\":\"f\"}}"
            + "|{\"medium\":\"telegram\",\"name\":\"animation.mp4\",\"type\":\"video/mp4\",\"id\":\"f\"}"
      })
  void file_with_or_without_words_is_told(String content, String expected) throws IOException {
    for (String caption : List.of("", "look")) {
      ObjectNode message = FakeTelegram.message(815, 815, ++ids, "");
      message.remove("text");
      message.setAll((ObjectNode) JSON.readTree(content));
      message.put("media_group_id", "12345");
      if (!caption.isEmpty()) {
        message.put("caption", caption);
      }
      var event = stored("message", message);
      assertThat(event).containsEntry("type", "chat.message");
      JsonNode data = data(event);
      assertThat(data.path("files")).containsExactly(JSON.readTree(expected));
      assertThat(data.path("text").asText("")).isEqualTo(caption);
      assertThat(data.path("album").asText()).isEqualTo("12345");
      assertThat(data.path("addressed").asBoolean()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/ping|bot_command|0|5|ping|true",
        "/ping@hub_test_bot now|bot_command|0|18|ping now|true",
        "/ping@other_one now|bot_command|0|15|/ping@other_one now|false",
        "/hub ping now|bot_command|0|4|ping now|true",
        "👋 @hub_test_bot ping|mention|3|13|👋 ping|true",
        "ask @somebody|mention|4|9|ask @somebody|false",
        "see /ping|bot_command|4|5|see /ping|false",
        "short|mention|3|2000000000|short|false",
        "short|mention|-3|-1|short|false"
      })
  void words_of_a_group_are_addressed_by_command_or_mention(
      String text, String type, int offset, int length, String words, boolean addressed)
      throws IOException {
    ObjectNode message = group(text);
    message
        .putArray("entities")
        .addObject()
        .put("type", type)
        .put("offset", offset)
        .put("length", length);
    JsonNode data = data(stored("message", message));
    assertThat(data.path("text").asText()).isEqualTo(words);
    assertThat(data.path("addressed").asBoolean()).isEqualTo(addressed);
    assertThat(data.path("conversation").asText()).isEqualTo("telegram/" + GROUP);
  }

  @Test
  void answer_to_the_bot_is_addressed_and_an_answer_to_others_is_not() throws IOException {
    ObjectNode message = group("yes");
    ObjectNode answered = message.putObject("reply_to_message").put("message_id", 5);
    answered.putObject("from").put("id", 4711).put("is_bot", true);
    JsonNode data = data(stored("message", message));
    assertThat(data.path("addressed").asBoolean()).isTrue();
    assertThat(data.path("answers").asText()).isEqualTo("5");

    ObjectNode other = group("yes");
    other.set("reply_to_message", answered.deepCopy());
    ((ObjectNode) other.path("reply_to_message"))
        .putObject("from")
        .put("id", 9)
        .put("is_bot", true);
    assertThat(data(stored("message", other)).path("addressed").asBoolean()).isFalse();
  }

  @Test
  void topic_is_a_conversation_of_its_own_and_a_thread_of_answers_is_none() throws IOException {
    ObjectNode topic = group("x").put("message_thread_id", 7).put("is_topic_message", true);
    topic
        .putObject("reply_to_message")
        .put("message_id", 7)
        .putObject("forum_topic_created")
        .put("name", "x");
    JsonNode data = data(stored("message", topic));
    assertThat(data.path("conversation").asText()).isEqualTo("telegram/" + GROUP + "/7");
    assertThat(data.has("answers")).isFalse();
    ObjectNode thread = group("x").put("message_thread_id", 7);
    assertThat(data(stored("message", thread)).path("conversation").asText())
        .isEqualTo("telegram/" + GROUP);
  }

  @Test
  void who_speaks_as_a_chat_is_nobody() throws IOException {
    ObjectNode message = group("/ping");
    message.putObject("sender_chat").put("id", GROUP).put("title", "Ops").put("type", "supergroup");
    JsonNode data = data(stored("message", message));
    assertThat(data.path("author").toString())
        .isEqualTo("{\"id\":\"%d\",\"name\":\"Ops\"}".formatted(GROUP));
    assertThat(data.has("person")).isFalse();

    ObjectNode post = group("news");
    post.remove("from");
    post.putObject("sender_chat").put("id", -1009).put("title", "News").put("type", "channel");
    assertThat(data(stored("channel_post", post)).path("author").path("id").asText())
        .isEqualTo("-1009");
  }

  @Test
  void other_bots_do_not_address_this_one() throws IOException {
    ObjectNode message = group("/ping");
    ((ObjectNode) message.path("from")).put("is_bot", true);
    assertThat(data(stored("message", message)).path("addressed").asBoolean()).isFalse();
  }

  @Test
  void pressed_button_is_a_press_with_what_its_answer_needs() throws IOException {
    String token = "a:" + "x".repeat(22);
    var event = stored("callback_query", query("991", token, true));
    assertThat(event).containsEntry("type", "chat.press").containsEntry("key", "callback/991");
    JsonNode data = data(event);
    assertThat(data.path("conversation").asText()).isEqualTo("telegram/" + GROUP);
    assertThat(data.path("author").path("id").asText()).isEqualTo("815");
    assertThat(data.path("person").path("name").asText()).isEqualTo("ada");
    assertThat(data.path("reply").toString()).isEqualTo("{\"callback\":\"991\"}");
    assertThat(data.toString()).doesNotContain(token);
  }

  @Test
  void press_on_a_message_that_the_bot_can_not_see_is_told_all_the_same() throws IOException {
    ObjectNode inline = query("992", "other", false).put("inline_message_id", "AAx");
    var event = stored("callback_query", inline);
    assertThat(event).containsEntry("type", "chat.action").containsEntry("subject", "telegram/815");

    ObjectNode old = query("993", "other", false);
    ObjectNode message = old.putObject("message").put("message_id", 5).put("date", 0);
    message.putObject("chat").put("id", GROUP).put("type", "supergroup");
    assertThat(stored("callback_query", old)).containsEntry("subject", "telegram/" + GROUP);
  }

  @Test
  void all_else_is_told_as_it_is() throws IOException {
    ObjectNode edited = group("corrected").put("message_id", 12).put("edit_date", 1_790_000_100);
    assertThat(stored("edited_message", edited))
        .containsEntry("type", "telegram.edited_message")
        .containsEntry("key", "message/%d/12@1790000100".formatted(GROUP));
    ObjectNode sticker = group("x");
    sticker.remove("text");
    sticker.putObject("sticker").put("emoji", "👍");
    assertThat(stored("message", sticker)).containsEntry("type", "telegram.message");
    ObjectNode photo = sticker.deepCopy().put("caption", "the rack").put("message_id", 4321);
    assertThat(data(stored("message", photo)).path("text").asText()).isEqualTo("the rack");
    assertThat(stored("my_chat_member", JsonNodeFactory.instance.objectNode()))
        .containsEntry("type", "telegram.my_chat_member");
  }

  @Test
  void same_message_is_stored_once() throws IOException {
    ObjectNode message = group("once");
    stored("message", message);
    assertThat(push(update("message", message)).body()).contains("\"duplicate\":true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{\"update_id\":\"1\"}",
        "{\"update_id\":1e400}",
        "{\"update_id\":99999999999999999999999}",
        "{\"update_id\":null,\"message\":{}}"
      })
  void what_is_no_update_is_refused(String body) {
    assertThat(push(body).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "7",
        "{}",
        "{\"text\":7,\"chat\":[],\"message_id\":{}}",
        "{\"text\":\"x\",\"chat\":{\"id\":\"7\"},\"message_id\":1}",
        "{\"text\":\"x\",\"chat\":{\"id\":1e99},\"message_id\":99999999999999999999}",
        "{\"text\":\"x\",\"chat\":{\"id\":7},\"message_id\":1,\"from\":null,\"entities\":{\"a\":1}}",
        "{\"id\":7,\"from\":[],\"data\":{},\"message\":\"x\"}",
        "{\"id\":\"7\",\"from\":{\"id\":8},\"data\":\"\\u0000\\ud800\",\"message\":{\"chat\":null}}"
      })
  void hostile_content_never_fails_the_hub(String content) {
    for (String kind :
        List.of("message", "channel_post", "callback_query", "edited_message", "x y")) {
      String body = "{\"update_id\":%d,\"%s\":%s}".formatted(++ids, kind, content);
      assertThat(push(body).statusCode()).as(body).isIn(202, 400);
    }
  }

  @Test
  void only_who_knows_the_secret_is_let_in() {
    String header = "X-Telegram-Bot-Api-Secret-Token";
    assertThat(post("{\"update_id\":1}").statusCode()).isEqualTo(401);
    assertThat(post("{\"update_id\":1}", header, "secret_token-2").statusCode()).isEqualTo(401);
    assertThat(post("{\"update_id\":1}", header, "secret_token-1").statusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"with space", "umläut", "dot."})
  void secret_that_telegram_would_not_take_stops_the_start(String secret) {
    Source source = Sender.knowing(secret).source();
    assertThat(source.secrets()).containsExactly(new Secret(secret));
    assertThatThrownBy(() -> new TelegramToken().prepare(source))
        .hasMessageContaining("hub.ingress.sources.shop.secret")
        .hasMessageNotContaining(secret);
  }

  private static ObjectNode group(String text) {
    ObjectNode message = FakeTelegram.message(GROUP, 815, ++ids, text);
    if (text.equals("/ping")) {
      return message;
    }
    message.remove("entities");
    return message;
  }

  private static ObjectNode query(String id, String data, boolean withMessage) {
    ObjectNode query = JsonNodeFactory.instance.objectNode().put("id", id).put("data", data);
    query.putObject("from").put("id", 815).put("first_name", "Ada");
    if (withMessage) {
      query.set("message", group("shown"));
    }
    return query;
  }

  private static String update(String kind, JsonNode content) {
    ObjectNode update = JsonNodeFactory.instance.objectNode().put("update_id", ++ids);
    update.set(kind, content);
    return update.toString();
  }

  private static Map<String, Object> stored(String kind, JsonNode content) throws IOException {
    HttpResponse<String> answer = push(update(kind, content));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return doors.event(JSON.readTree(answer.body()).path("id").asText());
  }

  private static JsonNode data(Map<String, Object> event) throws IOException {
    assertThat(event.get("type")).isIn("chat.message", "chat.press", "chat.action");
    return JSON.readTree((byte[]) event.get("data"));
  }

  private static HttpResponse<String> push(String body) {
    return post(body, "X-Telegram-Bot-Api-Secret-Token", "secret_token-1");
  }

  private static HttpResponse<String> post(String body, String... headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
    all.addAll(List.of(headers));
    return doors.post("telegram", body, all.toArray(String[]::new));
  }
}
