package com.millyweb.hub.service.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.chat.Author;
import com.millyweb.hub.chat.ChatMessage;
import com.millyweb.hub.chat.ChatPress;
import com.millyweb.hub.chat.Conversation;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.Answer;
import com.millyweb.hub.ingress.ChatEvents;
import com.millyweb.hub.ingress.DoorResult;
import com.millyweb.hub.ingress.Envelope;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.text.Digest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * What people do with Discord's commands, buttons and forms, each answered as <a
 * href="https://docs.discord.com/developers/interactions/receiving-and-responding">Discord</a>
 * wants it within 3 s; and the events of an application, as they are.
 */
@RouteBean
@Component("normalise.discord")
final class DiscordEvents {
  private static final Answer PONG = Answer.json("{\"type\":1}");

  /** Discord shows that an answer is under way. */
  private static final Answer DEFERRED = Answer.json("{\"type\":5}");

  /** Nothing is shown; the message with the button is edited when it is decided. */
  private static final Answer DEFERRED_UPDATE = Answer.json("{\"type\":6}");

  private static final Answer NO_CHOICES = Answer.json("{\"type\":8,\"data\":{\"choices\":[]}}");
  private static final Answer NO_CONTENT = Answer.empty(204);

  private final ChatEvents chat;

  DiscordEvents(ChatEvents chat) {
    this.chat = chat;
  }

  public DoorResult event(Webhook webhook) {
    JsonNode json = DiscordJson.read(webhook);
    JsonNode type = json.path("type");
    if (!type.isInt()) {
      throw Refused.malformed("type is no number");
    }
    return switch (type.intValue()) {
      case 0 -> DoorResult.only(NO_CONTENT);
      case 1 ->
          json.path("event").isObject() ? applicationEvent(webhook, json) : DoorResult.only(PONG);
      case 2 -> said(webhook, json, DiscordJson.words(json.path("data")));
      case 3 -> pressed(webhook, json);
      case 4 -> DoorResult.only(NO_CHOICES);
      case 5 -> said(webhook, json, DiscordJson.inputs(json.path("data").path("components")));
      default ->
          new DoorResult(List.of(raw(webhook, "received", DiscordJson.id(json, "id"))), NO_CONTENT);
    };
  }

  private static DoorResult applicationEvent(Webhook webhook, JsonNode json) {
    String type = json.path("event").path("type").asText().toLowerCase(Locale.ROOT);
    boolean plain = NewEvent.isType(webhook.source().name() + "." + type);
    // a repeated event is known by what it says, its time included: Discord gives it no id
    String key = "event/" + Digest.sha256Hex(webhook.body());
    return new DoorResult(List.of(raw(webhook, plain ? type : "received", key)), NO_CONTENT);
  }

  private static NewEvent raw(Webhook webhook, String kind, String key) {
    String type = webhook.source().name() + "." + kind;
    return Envelope.event(webhook, type, null, key, webhook.body());
  }

  private DoorResult said(Webhook webhook, JsonNode json, String text) {
    String target = json.path("data").path("target_id").asText();
    var said =
        ChatMessage.said(conversation(json), author(json), true, text)
            .called(null, DiscordJson.isId(target) ? target : null)
            .answeredBy(reply(json, true))
            .with(DiscordJson.files(json.path("data")), null, DiscordJson.form(json.path("data")));
    return reply(
        webhook, chat.message(source(webhook), DiscordJson.id(json, "id"), said), DEFERRED);
  }

  private DoorResult pressed(Webhook webhook, JsonNode json) {
    JsonNode value = json.path("data").path("custom_id");
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw Refused.malformed("a component without custom_id");
    }
    String message = json.path("message").path("id").asText();
    var pressed =
        new ChatPress(
            conversation(json),
            author(json),
            value.textValue(),
            DiscordJson.texts(json.path("data").path("values")),
            DiscordJson.isId(message) ? message : null,
            reply(json, false));
    NewEvent event = chat.press(source(webhook), DiscordJson.id(json, "id"), pressed);
    return reply(webhook, event, DEFERRED_UPDATE);
  }

  private static DoorResult reply(Webhook webhook, NewEvent event, Answer answer) {
    String traceparent = Envelope.traceparent(webhook.headers());
    return new DoorResult(List.of(event.withTraceparent(traceparent)), answer);
  }

  private static String source(Webhook webhook) {
    return webhook.source().name();
  }

  private static Conversation conversation(JsonNode json) {
    String channel =
        json.has("channel_id")
            ? DiscordJson.id(json, "channel_id")
            : DiscordJson.id(json.path("channel"), "id");
    return Conversation.of(DiscordJson.MEDIUM, channel);
  }

  /** In a server the person is a member of it, in a direct message only a user. */
  private static Author author(JsonNode json) {
    JsonNode member = json.path("member");
    JsonNode user = member.has("user") ? member.path("user") : json.path("user");
    String guild = json.path("guild_id").asText();
    return new Author(
        DiscordJson.id(user, "id"),
        DiscordJson.firstText(member.path("nick"), user.path("global_name"), user.path("username")),
        DiscordJson.isId(guild) ? guild : null);
  }

  /**
   * @param deferred whether Discord shows that an answer is under way, which the first one replaces
   */
  private static Map<String, String> reply(JsonNode json, boolean deferred) {
    String token = json.path("token").asText();
    String application = json.path("application_id").asText();
    return DiscordJson.isId(application) && !token.isEmpty()
        ? new DiscordInteraction(application, token, deferred).reply()
        : Map.of();
  }
}
