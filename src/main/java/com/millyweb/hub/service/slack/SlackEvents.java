package com.millyweb.hub.service.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.chat.Conversation;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.Answer;
import com.millyweb.hub.ingress.DoorResult;
import com.millyweb.hub.ingress.Envelope;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.body.JsonFields;
import com.millyweb.hub.ingress.body.MediaTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * The Events API as JSON; slash commands and what people press as forms. What is no chat becomes
 * {@code <source>.<type>}, as it came but for Slack's old token. Slack is answered 200, which is
 * what it asks for.
 */
@RouteBean
@Component("normalise.slack")
final class SlackEvents {
  private static final Answer OK = Answer.empty(200);
  private static final JsonFields EVENT =
      fields(
          SlackFields.filePointers(),
          List.of(
              "/type",
              "/challenge",
              "/team_id",
              "/event_id",
              "/minute_rate_limited",
              // Slack names one installation, whichever it is
              "/authorizations/0/user_id",
              "/authorizations/0/is_bot",
              "/event/type",
              "/event/subtype",
              "/event/bot_id",
              "/event/user",
              "/event/user_team",
              "/event/team",
              "/event/channel",
              "/event/channel_type",
              "/event/text",
              "/event/ts",
              "/event/thread_ts",
              "/event/item/channel"));
  private static final JsonFields INTERACTION =
      fields(
          SlackFields.CHOSEN,
          List.of(
              "/type",
              "/trigger_id",
              "/response_url",
              "/team/id",
              "/user/id",
              "/user/name",
              "/user/username",
              "/user/team_id",
              "/channel/id",
              "/container/channel_id",
              "/container/message_ts",
              "/container/thread_ts",
              "/message/ts",
              "/message/thread_ts",
              "/actions/0/action_id",
              "/actions/0/action_ts",
              "/actions/0/value"));
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final SlackChat chat;

  SlackEvents(SlackChat chat) {
    this.chat = chat;
  }

  private static JsonFields fields(List<String> some, List<String> others) {
    return new JsonFields(Stream.concat(some.stream(), others.stream()).toList());
  }

  public DoorResult event(Webhook webhook) {
    MediaType type = MediaTypes.declared(webhook);
    if (MediaTypes.isJson(type)) {
      return event(webhook, webhook.body());
    }
    if (!MediaType.APPLICATION_FORM_URLENCODED.equalsTypeAndSubtype(type)) {
      throw Refused.mediaType("content type is neither JSON nor a form");
    }
    SlackFields form = SlackFields.form(webhook.body());
    String payload = form.first("payload");
    if (payload != null) {
      return interaction(webhook, payload.getBytes(StandardCharsets.UTF_8));
    }
    if (form.first("ssl_check") != null) {
      return DoorResult.only(OK);
    }
    return stored(chat.command(webhook.source().name(), SlackCommand.of(form)));
  }

  private DoorResult event(Webhook webhook, byte[] body) {
    SlackFields fields = SlackFields.json(EVENT, body);
    String type = fields.required("/type");
    if (type.equals("url_verification")) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      return DoorResult.only(
          Answer.json(answer.put("challenge", fields.required("/challenge")).toString()));
    }
    if (!type.equals("event_callback")) {
      String minute = fields.first("/minute_rate_limited");
      String key =
          minute == null ? null : "%s/%s/%s".formatted(type, fields.text("/team_id"), minute);
      return stored(other(webhook, type, null, key, body));
    }
    String kind = fields.required("/event/type");
    if (!kind.equals("message") && !kind.equals("app_mention")) {
      String channel = fields.first("/event/channel", "/event/item/channel");
      String subject =
          channel == null ? null : Conversation.of(SlackChat.MEDIUM, channel).toString();
      return stored(other(webhook, kind, subject, fields.required("/event_id"), body));
    }
    SlackSaid said = SlackSaid.of(fields);
    return said == null ? DoorResult.only(OK) : stored(chat.message(webhook.source().name(), said));
  }

  private DoorResult interaction(Webhook webhook, byte[] payload) {
    SlackFields fields = SlackFields.json(INTERACTION, payload);
    String type = fields.required("/type");
    boolean inMessage = fields.first("/container/channel_id", "/channel/id") != null;
    return stored(
        type.equals("block_actions") && inMessage
            ? chat.press(webhook.source().name(), SlackPress.of(fields))
            : other(webhook, type, null, fields.first("/trigger_id"), payload));
  }

  private static NewEvent other(
      Webhook webhook, String kind, @Nullable String subject, @Nullable String key, byte[] body) {
    String type = webhook.source().name() + "." + kind;
    return Envelope.event(
        webhook,
        NewEvent.isType(type) ? type : webhook.source().name() + ".received",
        subject,
        key,
        withoutToken(body));
  }

  /** The verification token is what Slack signed with before it signed; nobody needs to see it. */
  private static byte[] withoutToken(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      if (json instanceof ObjectNode object && object.remove("token") != null) {
        return JSON.writeValueAsBytes(object);
      }
      return body;
    } catch (JsonProcessingException e) {
      throw Refused.malformed("JSON that cannot be written again");
    } catch (IOException e) {
      throw Refused.malformed("not strict JSON");
    }
  }

  private static DoorResult stored(NewEvent event) {
    return new DoorResult(List.of(event), OK);
  }
}
