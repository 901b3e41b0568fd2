package com.millyweb.hub.service.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.chat.People;
import com.millyweb.hub.chat.PeopleFixture;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.ChatEvents;
import com.millyweb.hub.ingress.DoorResult;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Samples;
import com.millyweb.hub.ingress.verify.Sender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From what Discord sends to events and answers. */
class DiscordEventsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final People PEOPLE =
      PeopleFixture.operator("mason", "discord", "290926798626357999/53908232506183680");
  private final DiscordEvents events = new DiscordEvents(new ChatEvents(PEOPLE));

  @Test
  void pings_are_answered_and_not_stored() throws Exception {
    DoorResult ping = reply("{\"type\":1,\"id\":\"1\",\"token\":\"t\"}");
    assertThat(ping.events()).isEmpty();
    assertThat(body(ping)).isEqualTo("{\"type\":1}");
    assertThat(ping.answer().contentType()).isEqualTo("application/json");

    DoorResult eventsPing = reply("{\"version\":1,\"application_id\":\"4200\",\"type\":0}");
    assertThat(eventsPing.events()).isEmpty();
    assertThat(eventsPing.answer().status()).isEqualTo(204);
    assertThat(eventsPing.answer().body()).isEmpty();
  }

  @Test
  void command_is_a_message_to_the_hub() throws Exception {
    DoorResult reply = reply(sample("command"));
    assertThat(body(reply)).isEqualTo("{\"type\":5}");
    NewEvent event = only(reply);
    assertThat(event.type()).isEqualTo("chat.message");
    assertThat(event.subject()).isEqualTo("discord/600100");
    assertThat(event.key()).isEqualTo("1300000000000000001");
    assertThat(JSON.readTree(event.data()))
        .isEqualTo(
            JSON.readTree(
                """
                {"medium":"discord","conversation":"discord/600100",
                 "author":{"id":"53908232506183680","name":"Mase","team":"290926798626357999"},
                 "person":{"name":"mason","role":"operator"},
                 "addressed":true,"text":"is the backup done?",
                 "reply":{"application":"4200","token":"interaction-token","deferred":"true"}}
                """));
  }

  @Test
  void name_sub_commands_and_values_of_another_command_are_its_text() throws Exception {
    ObjectNode command = (ObjectNode) JSON.readTree(sample("command"));
    command.set(
        "data",
        JSON.readTree(
            """
            {"type":1,"name":"deploy","resolved":{"attachments":{"77":{"id":"77","url":"https://cdn.e.org/f.txt"}}},
             "options":[{"type":2,"name":"stack","options":[{"type":1,"name":"start","options":[
               {"type":3,"name":"env","value":"prod"},{"type":4,"name":"n","value":3},{"type":5,"name":"now","value":true},
               {"type":11,"name":"file","value":"77"}]}]}]}
            """));
    assertThat(data(reply(command.toString())).path("text").asText())
        .isEqualTo("deploy stack start prod 3 true https://cdn.e.org/f.txt");
  }

  @Test
  void command_on_a_message_has_its_words() throws Exception {
    ObjectNode command = (ObjectNode) JSON.readTree(sample("command"));
    command.set(
        "data",
        JSON.readTree(
            """
            {"type":3,"name":"hub","target_id":"88","resolved":{"messages":{"88":{"id":"88","content":"what is this?"}}}}
            """));
    JsonNode data = data(reply(command.toString()));
    assertThat(data.path("text").asText()).isEqualTo("what is this?");
    assertThat(data.path("answers").asText()).isEqualTo("88");
  }

  @Test
  void form_is_a_message_and_a_user_of_a_direct_message_has_no_team() throws Exception {
    DoorResult reply = reply(sample("modal"));
    assertThat(body(reply)).isEqualTo("{\"type\":5}");
    JsonNode data = data(reply);
    assertThat(data.path("text").asText()).isEqualTo("the disk\nis full");
    assertThat(data.path("author"))
        .isEqualTo(JSON.readTree("{\"id\":\"53908232506183680\",\"name\":\"mason\"}"));
    assertThat(data.has("person")).isFalse();
  }

  @Test
  void choices_are_told_with_the_button() throws Exception {
    ObjectNode press = (ObjectNode) JSON.readTree(sample("button"));
    press.set(
        "data",
        JSON.readTree(
            "{\"component_type\":3,\"custom_id\":\"room\",\"values\":[\"bath\",\"hall\"]}"));
    JsonNode data = data(reply(press.toString()));
    assertThat(data.path("button").asText()).isEqualTo("room");
    assertThat(data.path("values")).isEqualTo(JSON.readTree("[\"bath\",\"hall\"]"));
  }

  @Test
  void form_with_labels_tells_texts_choices_and_files() throws Exception {
    ObjectNode form = (ObjectNode) JSON.readTree(sample("modal"));
    form.set(
        "data",
        JSON.readTree(
            """
            {"custom_id":"report","resolved":{"attachments":{"77":{"id":"77","filename":"a.log","size":3,
               "content_type":"text/plain; charset=utf-8","url":"https://cdn.discordapp.com/ephemeral/1/77/a.log?ex=1"}}},
             "components":[
              {"type":18,"id":1,"component":{"type":4,"id":2,"custom_id":"what","value":"the disk"}},
              {"type":18,"id":3,"component":{"type":3,"id":4,"custom_id":"where","values":["cellar","attic"]}},
              {"type":18,"id":5,"component":{"type":23,"id":6,"custom_id":"urgent","value":true}},
              {"type":18,"id":7,"component":{"type":19,"id":8,"custom_id":"log","values":["77"]}},
              {"type":10,"id":9,"content":"only words"}]}
            """));
    JsonNode data = data(reply(form.toString()));
    assertThat(data.path("text").asText()).isEqualTo("the disk\ncellar, attic\ntrue\n77");
    assertThat(data.path("form"))
        .isEqualTo(
            JSON.readTree(
                """
                {"id":"report","values":{"what":"the disk","where":["cellar","attic"],"urgent":true,"log":["77"]}}
                """));
    assertThat(data.path("files"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"medium":"discord","name":"a.log","type":"text/plain","size":3,"id":"77",
                  "url":"https://cdn.discordapp.com/ephemeral/1/77/a.log?ex=1"}]
                """));
  }

  @Test
  void files_of_a_command_and_of_the_message_that_it_is_about_are_told() throws Exception {
    ObjectNode command = (ObjectNode) JSON.readTree(sample("command"));
    command.set(
        "data",
        JSON.readTree(
            """
            {"type":3,"name":"hub","target_id":"88","resolved":{"messages":{"88":{"id":"88","content":"see",
              "attachments":[{"id":"5","filename":"../x/y.png","size":9,"url":"https://cdn.discordapp.com/a/1/5/y.png"}]}}}}
            """));
    JsonNode file = data(reply(command.toString())).path("files").path(0);
    assertThat(file.path("name").asText()).isEqualTo(".._x_y.png");
    assertThat(file.path("type").asText()).isEqualTo("application/octet-stream");
  }

  @Test
  void own_button_is_a_press_without_its_token() throws Exception {
    DoorResult reply = reply(sample("button"));
    assertThat(body(reply)).isEqualTo("{\"type\":6}");
    NewEvent event = only(reply);
    assertThat(event.type()).isEqualTo("chat.press");
    assertThat(event.key()).isEqualTo("1300000000000000002");
    JsonNode data = data(reply);
    assertThat(data.path("action").asText()).matches("[0-9a-f]{64}");
    assertThat(data.path("message").asText()).isEqualTo("900001");
    assertThat(data.path("author").path("name").asText()).isEqualTo("Mason");
    assertThat(data.path("reply"))
        .isEqualTo(JSON.readTree("{\"application\":\"4200\",\"token\":\"press-token\"}"));
    assertThat(new String(event.data(), StandardCharsets.UTF_8)).doesNotContain("0123456789abcdef");
  }

  @Test
  void foreign_button_is_no_decided_action() throws Exception {
    NewEvent event = only(reply(sample("button").replace("a:0123456789abcdefghijkl", "light-on")));
    assertThat(event.type()).isEqualTo("chat.action");
    assertThat(JSON.readTree(event.data()).path("button").asText()).isEqualTo("light-on");
    assertThat(JSON.readTree(event.data()).has("value")).as("decided").isFalse();
  }

  @Test
  void autocomplete_has_no_choices() throws Exception {
    DoorResult reply = reply(sample("command").replace("\"type\": 2,", "\"type\": 4,"));
    assertThat(reply.events()).isEmpty();
    assertThat(body(reply)).isEqualTo("{\"type\":8,\"data\":{\"choices\":[]}}");
  }

  @Test
  void event_of_the_application_is_stored_as_it_is() throws Exception {
    DoorResult reply = reply(sample("authorized"));
    assertThat(reply.answer().status()).isEqualTo(204);
    NewEvent event = only(reply);
    assertThat(event.type()).isEqualTo("shop.application_authorized");
    assertThat(new String(event.data(), StandardCharsets.UTF_8)).isEqualTo(sample("authorized"));
    assertThat(only(reply(sample("authorized"))).key()).isEqualTo(event.key());
    assertThat(only(reply(sample("authorized").replace("14:42", "14:43"))).key())
        .isNotEqualTo(event.key());
    assertThat(only(reply(sample("authorized").replace("APPLICATION_AUTHORIZED", "a..b"))).type())
        .isEqualTo("shop.received");
  }

  @Test
  void unknown_interaction_is_stored_as_it_is() throws Exception {
    NewEvent event = only(reply("{\"type\":77,\"id\":\"5\",\"more\":[]}"));
    assertThat(event.type()).isEqualTo("shop.received");
    assertThat(event.key()).isEqualTo("5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{}",
        "{\"type\":null}",
        "{\"type\":\"1\"}",
        "{\"type\":1.5}",
        "{\"type\":99999999999999999999}",
        "{\"type\":1e999}",
        "{\"type\":1,\"type\":1}",
        "{\"type\":2}",
        "{\"type\":2,\"id\":5}",
        "{\"type\":2,\"id\":\"5\",\"channel_id\":null,\"user\":{\"id\":\"1\"}}",
        "{\"type\":2,\"id\":\"5\",\"channel_id\":\"1/../2\",\"user\":{\"id\":\"1\"}}",
        "{\"type\":2,\"id\":\"5\",\"channel_id\":\"1\",\"user\":null}",
        "{\"type\":2,\"id\":\"5\",\"channel_id\":\"1\",\"user\":[\"1\"]}",
        "{\"type\":2,\"id\":\"5\",\"channel_id\":\"1\",\"member\":\"x\",\"user\":{\"id\":\"\"}}",
        "{\"type\":3,\"id\":\"5\",\"channel_id\":\"1\",\"user\":{\"id\":\"1\"}}",
        "{\"type\":3,\"id\":\"5\",\"channel_id\":\"1\",\"user\":{\"id\":\"1\"},\"data\":{\"custom_id\":{}}}"
      })
  void what_can_not_be_read_is_malformed(String body) {
    assertThatThrownBy(() -> reply(body))
        .isInstanceOf(Refused.class)
        .extracting(e -> ((Refused) e).reason())
        .isEqualTo(Refused.Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":2,\"id\":\"5\",\"channel_id\":\"1\",\"user\":{\"id\":\"1\"}}",
        "{\"type\":2,\"id\":\"5\",\"channel\":{\"id\":\"1\"},\"user\":{\"id\":\"1\"},\"data\":{\"options\":{\"a\":1}}}",
        "{\"type\":2,\"id\":\"5\",\"channel_id\":\"1\",\"user\":{\"id\":\"1\"},\"data\":{\"options\":[null,1,[],{\"value\":{}}]}}",
        "{\"type\":5,\"id\":\"5\",\"channel_id\":\"1\",\"user\":{\"id\":\"1\",\"username\":7},\"token\":{},\"application_id\":4}",
        "{\"type\":2,\"id\":\"5\",\"channel_id\":\"1\",\"guild_id\":[],\"user\":{\"id\":\"1\"},\"data\":[],\"message\":7}",
        "{\"type\":2,\"id\":\"5\",\"channel_id\":\"1\",\"user\":{\"id\":\"1\"},\"data\":{\"name\":\"\\ud800\"}}"
      })
  void what_lacks_something_is_a_message_all_the_same(String body) throws Exception {
    assertThat(only(reply(body)).type()).isEqualTo("chat.message");
  }

  @ParameterizedTest
  @ValueSource(strings = {"command", "button", "modal", "authorized"})
  void sample_with_a_hole_is_answered_or_malformed(String name) {
    for (String holed : Samples.withHoles(sample(name))) {
      try {
        assertThat(reply(holed).answer().status()).as(holed).isIn(200, 204);
      } catch (Refused e) {
        assertThat(e.reason()).as(holed).isEqualTo(Refused.Reason.MALFORMED);
      }
    }
  }

  @Test
  void other_media_types_are_refused() {
    assertThatThrownBy(
            () ->
                events.event(
                    Sender.knowing("s")
                        .sends("{\"type\":1}", Map.of("Content-Type", "text/plain"))))
        .isInstanceOf(Refused.class);
  }

  private DoorResult reply(String body) {
    return events.event(Sender.knowing("s").sends(body, Map.of()));
  }

  private static NewEvent only(DoorResult reply) {
    assertThat(reply.events()).hasSize(1);
    return reply.events().get(0);
  }

  private static JsonNode data(DoorResult reply) throws IOException {
    return JSON.readTree(only(reply).data());
  }

  private static String body(DoorResult reply) {
    assertThat(reply.answer().status()).isEqualTo(200);
    return new String(reply.answer().body(), StandardCharsets.UTF_8);
  }

  private static String sample(String name) {
    return Samples.read("discord/" + name);
  }
}
