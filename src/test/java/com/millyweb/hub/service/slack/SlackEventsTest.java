package com.millyweb.hub.service.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.chat.PeopleFixture;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fake.FakeSlackApp;
import com.millyweb.hub.ingress.Answer;
import com.millyweb.hub.ingress.ChatEvents;
import com.millyweb.hub.ingress.DoorResult;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.verify.Sender;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Slack's requests become. */
class SlackEventsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Sender sender = Sender.knowing("secret");
  private final SlackEvents slack =
      new SlackEvents(
          new SlackChat(new ChatEvents(PeopleFixture.operator("alice", "slack", "T0HOME/U0AMEL"))));

  private DoorResult json(JsonNode body) {
    return slack.event(sender.sends(body.toString(), Map.of()));
  }

  private DoorResult form(Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return slack.event(sender.sends(body, Map.of("Content-Type", FORM)));
  }

  private DoorResult press(JsonNode payload) {
    return form(Map.of("payload", payload.toString()));
  }

  private static NewEvent only(DoorResult reply) {
    assertThat(reply.answer().status()).isEqualTo(200);
    assertThat(reply.answer().body()).isEmpty();
    assertThat(reply.events()).hasSize(1);
    return reply.events().get(0);
  }

  private static JsonNode data(NewEvent event) {
    try {
      return JSON.readTree(event.data());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode said(ObjectNode event) {
    return data(only(json(FakeSlackApp.callback("Ev1", event))));
  }

  private static ObjectNode sample(String name) throws IOException {
    try (InputStream in = SlackEventsTest.class.getResourceAsStream("/ingress/" + name)) {
      return (ObjectNode) JSON.readTree(in);
    }
  }

  @Test
  void file_with_or_without_words_is_told() throws Exception {
    ObjectNode event = FakeSlackApp.message("D0DIRECT", "1700000200.000100", "");
    event.put("subtype", "file_share");
    event.set(
        "files",
        JSON.readTree(
            """
            [{"id":"F7","name":"report.pdf","mimetype":"application/pdf","size":4711,"mode":"hosted",
              "url_private":"https://files.slack.com/files-pri/T1-F7/report.pdf",
              "url_private_download":"https://files.slack.com/files-pri/T1-F7/download/report.pdf"},
             {"id":"F8","mode":"hidden_by_limit"},{"mode":"tombstone"}]
            """));
    assertThat(said(event).path("files"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"medium":"slack","name":"report.pdf","type":"application/pdf","size":4711,"id":"F7",
                  "url":"https://files.slack.com/files-pri/T1-F7/download/report.pdf"},
                 {"medium":"slack","name":"file","type":"application/octet-stream","id":"F8"}]
                """));
  }

  @Test
  void choices_are_told_with_the_press() throws Exception {
    ObjectNode press = sample("slack-press.json");
    press.set(
        "actions",
        JSON.readTree(
            """
            [{"type":"multi_static_select","action_id":"rooms","block_id":"b","action_ts":"1.1",
              "selected_options":[{"value":"bath"},{"value":"hall"}]}]
            """));
    JsonNode data = data(only(press(press)));
    assertThat(data.path("button").asText()).isEqualTo("rooms");
    assertThat(data.path("values")).isEqualTo(JSON.readTree("[\"bath\",\"hall\"]"));
  }

  @Test
  void mention_in_a_thread_is_an_addressed_message_as_it_was_typed() throws Exception {
    NewEvent event = only(json(sample("slack-message.json")));
    assertThat(event.type()).isEqualTo("chat.message");
    assertThat(event.subject()).isEqualTo("slack/C0OPS/1700000100.000100");
    JsonNode data = data(event);
    assertThat(data.path("text").asText())
        .isEqualTo(
            "is Grafana (https://grafana.home.example) <up>? ask @bea in #ops & @here"
                + " nas.example a@b.example");
    assertThat(data.path("addressed").asBoolean()).isTrue();
    assertThat(data.path("author").path("id").asText()).isEqualTo("U0AMEL");
    assertThat(data.path("author").path("team").asText()).isEqualTo("T0HOME");
    assertThat(data.path("person").path("name").asText()).isEqualTo("alice");
    assertThat(data.path("message").asText()).isEqualTo("1700000123.000400");
    assertThat(data.path("answers").asText()).isEqualTo("1700000100.000100");
    assertThat(data.toString()).doesNotContain("deprecated-token");
  }

  @Test
  void mention_that_comes_twice_has_one_key() throws Exception {
    ObjectNode message = sample("slack-message.json");
    ObjectNode mention = sample("slack-message.json").put("event_id", "Ev0MENTION");
    ((ObjectNode) mention.path("event")).put("type", "app_mention").remove("channel_type");
    NewEvent first = only(json(message));
    NewEvent second = only(json(mention));
    assertThat(second.key()).isEqualTo(first.key());
    assertThat(second.data()).isEqualTo(first.data());
  }

  @Test
  void mention_is_not_lost_when_its_message_did_not_say_who_the_bot_is() throws Exception {
    ObjectNode message = sample("slack-message.json");
    message.remove("authorizations");
    ObjectNode mention = message.deepCopy();
    ((ObjectNode) mention.path("event")).put("type", "app_mention");
    NewEvent overheard = only(json(message));
    NewEvent addressed = only(json(mention));
    assertThat(data(overheard).path("addressed").asBoolean()).isFalse();
    assertThat(addressed.key()).isNotEqualTo(overheard.key());
    assertThat(data(addressed).path("text").asText()).startsWith("is Grafana");
  }

  @Test
  void direct_message_is_addressed_and_its_channel_is_the_conversation() {
    JsonNode data = said(FakeSlackApp.message("D1", "1700000000.000100", "restart web"));
    assertThat(data.path("conversation").asText()).isEqualTo("slack/D1");
    assertThat(data.path("addressed").asBoolean()).isTrue();
    assertThat(data.path("text").asText()).isEqualTo("restart web");
  }

  @Test
  void what_people_say_to_each_other_is_told_but_not_addressed() {
    JsonNode data = said(FakeSlackApp.message("C1", "1700000000.000100", "lunch?"));
    assertThat(data.path("conversation").asText()).isEqualTo("slack/C1/1700000000.000100");
    assertThat(data.path("addressed").asBoolean(true)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"message_changed", "message_deleted", "bot_message", "channel_join"})
  void what_nobody_said_is_ignored(String subtype) {
    ObjectNode event = FakeSlackApp.message("C1", "1700000000.000100", "x").put("subtype", subtype);
    assertIgnored(json(FakeSlackApp.callback("Ev1", event)));
  }

  @Test
  void hub_does_not_hear_itself() {
    ObjectNode byBot = FakeSlackApp.message("C1", "1.1", "x").put("bot_id", "B1");
    assertIgnored(json(FakeSlackApp.callback("Ev1", byBot)));
    ObjectNode byUser = FakeSlackApp.message("C1", "1.1", "x").put("user", FakeSlackApp.BOT);
    assertIgnored(json(FakeSlackApp.callback("Ev1", byUser)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file_share", "thread_broadcast"})
  void words_with_a_file_or_from_a_thread_are_messages(String subtype) {
    ObjectNode event = FakeSlackApp.message("D1", "1700000000.000100", "x").put("subtype", subtype);
    assertThat(only(json(FakeSlackApp.callback("Ev1", event))).type()).isEqualTo("chat.message");
  }

  private static void assertIgnored(DoorResult reply) {
    assertThat(reply.events()).isEmpty();
    assertThat(reply.answer()).usingRecursiveComparison().isEqualTo(Answer.empty(200));
  }

  @Test
  void challenge_is_returned() throws Exception {
    ObjectNode body = JSON.createObjectNode().put("type", "url_verification");
    DoorResult reply = json(body.put("token", "t").put("challenge", "3eZ\"bRw1"));
    assertThat(reply.events()).isEmpty();
    assertThat(JSON.readTree(reply.answer().body()).path("challenge").asText())
        .isEqualTo("3eZ\"bRw1");
  }

  @Test
  void other_events_become_events_of_the_source_without_the_old_token() {
    ObjectNode event = JSON.createObjectNode().put("type", "reaction_added").put("user", "U1");
    event.putObject("item").put("channel", "C1").put("ts", "1.1");
    NewEvent stored = only(json(FakeSlackApp.callback("Ev7", event)));
    assertThat(stored.type()).isEqualTo("shop.reaction_added");
    assertThat(stored.key()).isEqualTo("Ev7");
    assertThat(stored.subject()).isEqualTo("slack/C1");
    assertThat(data(stored).path("event")).isEqualTo(event);
    assertThat(data(stored).has("token")).isFalse();

    ObjectNode limited = JSON.createObjectNode().put("type", "app_rate_limited");
    stored = only(json(limited.put("team_id", "T1").put("minute_rate_limited", 1518467820)));
    assertThat(stored.type()).isEqualTo("shop.app_rate_limited");
    assertThat(stored.key()).isEqualTo("app_rate_limited/T1/1518467820");
  }

  @Test
  void slash_command_is_an_addressed_message_with_a_place_for_its_answer() {
    NewEvent event =
        only(
            form(
                Map.of(
                    "command", "/hub",
                    "text", "restart web &amp; db",
                    "user_id", "U1",
                    "user_name", "amel",
                    "team_id", "T1",
                    "channel_id", "C1",
                    "trigger_id", "13345224609.738474920.8088930838d88f008e0",
                    "response_url", "https://hooks.slack.com/commands/1234/5678")));
    JsonNode data = data(event);
    assertThat(event.type()).isEqualTo("chat.message");
    assertThat(event.key()).isEqualTo("command/13345224609.738474920.8088930838d88f008e0");
    assertThat(data.path("conversation").asText()).isEqualTo("slack/C1");
    assertThat(data.path("addressed").asBoolean()).isTrue();
    assertThat(data.path("text").asText()).isEqualTo("restart web & db");
    assertThat(data.path("author").path("name").asText()).isEqualTo("amel");
    assertThat(data.path("reply").path("response_url").asText())
        .isEqualTo("https://hooks.slack.com/commands/1234/5678");
  }

  @Test
  void pressed_button_of_a_notice_is_a_press_whose_token_is_not_kept() throws Exception {
    NewEvent event = only(press(sample("slack-press.json")));
    assertThat(event.type()).isEqualTo("chat.press");
    assertThat(event.key()).isEqualTo("press/12345.67890.abc");
    assertThat(event.subject()).isEqualTo("slack/C0OPS/1700000100.000100");
    JsonNode data = data(event);
    assertThat(data.path("message").asText()).isEqualTo("1700000200.000300");
    assertThat(data.path("author").path("name").asText()).isEqualTo("amel");
    assertThat(data.path("action").asText()).matches("[0-9a-f]{64}");
    assertThat(data.path("reply").path("response_url").asText())
        .isEqualTo("https://hooks.slack.com/actions/T0HOME/1/abc");
    assertThat(data.toString()).doesNotContain("AAAAAAAA", "deprecated-token");
  }

  @Test
  void button_of_another_is_no_decided_action() {
    NewEvent event = only(press(FakeSlackApp.press("C1", "1.1", "deploy", "https://x")));
    assertThat(event.type()).isEqualTo("chat.action");
    assertThat(event.subject()).isEqualTo("slack/C1");
    assertThat(data(event).path("button").asText()).isEqualTo("deploy");
    assertThat(data(event).has("value")).as("decided").isFalse();

    ObjectNode without = FakeSlackApp.press("C1", "1.1", "", "https://x");
    without.remove("trigger_id");
    event = only(press(without));
    assertThat(data(event).path("button").asText()).isEqualTo("notice/0");
    assertThat(event.key()).isEqualTo("press/U1/1700000099.000100");
  }

  @Test
  void what_is_pressed_outside_of_messages_is_an_event_of_the_source() {
    ObjectNode home = FakeSlackApp.press("C1", "1.1", "x", "https://x");
    home.remove("channel");
    home.putObject("container").put("type", "view").put("view_id", "V1");
    assertThat(only(press(home)).type()).isEqualTo("shop.block_actions");
    ObjectNode view = JSON.createObjectNode().put("type", "view_submission");
    assertThat(only(press(view.put("token", "t"))).type()).isEqualTo("shop.view_submission");
  }

  @Test
  void certificate_check_is_answered() {
    assertIgnored(form(Map.of("ssl_check", "1", "token", "t")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{",
        "{\"type\":{}}",
        "{\"type\":\"url_verification\"}",
        "{\"type\":\"event_callback\"}",
        "{\"type\":\"event_callback\",\"event\":null}",
        "{\"type\":\"event_callback\",\"event\":{\"type\":\"reaction_added\"}}",
        "{\"type\":\"event_callback\",\"event\":{\"type\":\"message\",\"user\":\"U1\"}}",
        "{\"type\":\"event_callback\",\"event\":{\"type\":\"message\",\"user\":\"U1\",\"ts\":[],\"channel\":\"C1\"}}",
        "{\"type\":\"event_callback\",\"event\":{\"type\":\"message\",\"user\":\"U1\",\"ts\":\"1.1\",\"channel\":\"C1/../x\"}}",
        "{\"type\":\"event_callback\",\"event\":{\"type\":\"message\",\"user\":\"U 1\",\"ts\":\"1.1\",\"channel\":\"C1\"}}",
        "{\"type\":\"event_callback\",\"type\":\"x\"}"
      })
  void malformed_json_is_refused(String body) {
    assertMalformed(body, "application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "command=%2Fhub",
        "command=%2Fhub&trigger_id=1&user_id=U1",
        "command=%2Fhub&trigger_id=1&user_id=U1&channel_id=a%2Fb",
        "command=%zz&trigger_id=1",
        "payload=%7B",
        "payload=null",
        "payload=%7B%7D&payload=%7B%7D",
        "payload=%7B%22type%22%3A%22block_actions%22%2C%22channel%22%3A%7B%22id%22%3A%22C1%22%7D%7D",
        "=&&&="
      })
  void malformed_form_is_refused(String body) {
    assertMalformed(body, FORM);
  }

  private void assertMalformed(String body, String type) {
    assertThatThrownBy(() -> slack.event(sender.sends(body, Map.of("Content-Type", type))))
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.answer().status()).as(refused.getMessage()).isEqualTo(400));
  }

  @Test
  void other_content_is_refused() {
    assertThatThrownBy(() -> slack.event(sender.sends("{}", Map.of("Content-Type", "text/plain"))))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.answer().status()).isEqualTo(415));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"half \ud83d of a pair", "null \u0000 sign", "\uffff", "<", "<>", "<@", "<|a>"})
  void odd_words_are_words(String text) {
    JsonNode data = said(FakeSlackApp.message("D1", "1700000000.000100", text));
    assertThat(data.path("text").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "<@U0BOT> restart, restart",
    "<@U0BOT>: restart, restart",
    "  <@U0BOT|hub>restart, restart",
    "hey <@U0BOT>, hey",
    "<@U0BOT>, ''",
    "<@U0BOT> ask <@U0BOT2>, ask @U0BOT2"
  })
  void mention_of_the_hub_is_left_out(String text, String words) {
    assertThat(SlackWords.addressed(text, "U0BOT")).isEqualTo(words);
    if (text.stripLeading().startsWith("<")) {
      assertThat(SlackWords.addressed(text, null)).isEqualTo(words);
    }
  }

  @Test
  void long_odd_texts_are_read_in_time() {
    for (String piece : new String[] {"<", "<@", " ", "&lt;", "<a|b>", "<@U0BOT>"}) {
      String text = piece.repeat(500_000 / piece.length());
      assertThatCode(() -> SlackWords.addressed(text, "U0BOT")).doesNotThrowAnyException();
    }
  }
}
