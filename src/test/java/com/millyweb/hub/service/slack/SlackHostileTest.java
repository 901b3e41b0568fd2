package com.millyweb.hub.service.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.chat.PeopleFixture;
import com.millyweb.hub.ingress.ChatEvents;
import com.millyweb.hub.ingress.DoorResult;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.verify.Sender;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever comes, it is an event, is ignored, or is refused; the hub never fails. */
class SlackHostileTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ODD =
      List.of("null", "7", "1e400", "true", "\"\"", "\"\\ud83d\\u0000\"", "[]", "{}", "[[{}]]");

  private final Sender sender = Sender.knowing("secret");
  private final SlackEvents slack =
      new SlackEvents(
          new SlackChat(new ChatEvents(PeopleFixture.operator("alice", "slack", "U0AMEL"))));

  @Property(tries = 500)
  void any_change_of_a_byte_is_an_event_or_refused(
      @ForAll boolean press, @ForAll @IntRange(max = 5_000) int where, @ForAll byte other) {
    byte[] body = bytes(press ? "slack-press.json" : "slack-message.json");
    body[where % body.length] = other;
    assertHandled(body, press);
    assertHandled(body, !press);
  }

  @Property(tries = 200)
  void any_bytes_are_an_event_or_refused(@ForAll byte[] body) {
    assertHandled(body, false);
    assertHandled(body, true);
    handle(body, "application/x-www-form-urlencoded");
  }

  @Example
  void any_field_may_be_missing_or_of_another_type() throws IOException {
    for (String name : List.of("slack-message.json", "slack-press.json")) {
      for (JsonNode holed : holed(JSON.readTree(bytes(name)))) {
        byte[] body = holed.toString().getBytes(StandardCharsets.UTF_8);
        assertHandled(body, name.contains("press"));
      }
    }
  }

  private void assertHandled(byte[] json, boolean form) {
    String encoded =
        URLEncoder.encode(
            new String(json, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
    if (form) {
      handle(
          ("payload=" + encoded).getBytes(StandardCharsets.US_ASCII),
          "application/x-www-form-urlencoded");
    } else {
      handle(json, "application/json");
    }
  }

  private void handle(byte[] body, String type) {
    try {
      DoorResult reply = slack.event(sender.sends(body, Map.of("Content-Type", type)));
      assertThat(reply.answer().status()).isEqualTo(200);
    } catch (Refused refused) {
      assertThat(refused.answer().status()).as(refused.getMessage()).isEqualTo(400);
    }
  }

  /** The document with each of its fields taken away, and with each made something odd. */
  private static List<JsonNode> holed(JsonNode root) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    for (String pointer : pointers("", root)) {
      int slash = pointer.lastIndexOf('/');
      String field = pointer.substring(slash + 1);
      JsonNode without = root.deepCopy();
      if (!(without.at(pointer.substring(0, slash)) instanceof ObjectNode parent)) {
        continue;
      }
      parent.remove(field);
      all.add(without.deepCopy());
      for (String odd : ODD) {
        parent.set(field, JSON.readTree(odd));
        all.add(without.deepCopy());
      }
    }
    return all;
  }

  private static List<String> pointers(String at, JsonNode node) {
    List<String> all = new ArrayList<>();
    node.properties()
        .forEach(
            field -> {
              all.add(at + "/" + field.getKey());
              all.addAll(pointers(at + "/" + field.getKey(), field.getValue()));
            });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      all.addAll(pointers(at + "/" + i, node.get(i)));
    }
    return all;
  }

  private static byte[] bytes(String name) {
    try (InputStream in = SlackHostileTest.class.getResourceAsStream("/ingress/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
