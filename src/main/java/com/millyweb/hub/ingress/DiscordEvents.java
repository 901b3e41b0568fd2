package com.millyweb.hub.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.RouteBean;
import com.millyweb.hub.event.NewEvent;
import java.util.LinkedHashMap;
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
  private static final String MEDIUM = "discord";
  private static final Answer PONG = Answer.json("{\"type\":1}");

  /** Discord shows that an answer is under way. */
  private static final Answer DEFERRED = Answer.json("{\"type\":5}");

  /** Nothing is shown; the message with the button is edited when it is decided. */
  private static final Answer DEFERRED_UPDATE = Answer.json("{\"type\":6}");

  private static final Answer NO_CHOICES = Answer.json("{\"type\":8,\"data\":{\"choices\":[]}}");
  private static final Answer NO_CONTENT = Answer.empty(204);

  private final Chat chat;

  DiscordEvents(Chat chat) {
    this.chat = chat;
  }

  public Reply event(Webhook webhook) {
    JsonNode json = DiscordJson.read(webhook);
    JsonNode type = json.path("type");
    if (!type.isInt()) {
      throw Refused.malformed("type is no number");
    }
    return switch (type.intValue()) {
      case 0 -> Reply.only(NO_CONTENT);
      case 1 -> json.path("event").isObject() ? applicationEvent(webhook, json) : Reply.only(PONG);
      case 2 -> said(webhook, json, DiscordJson.words(json.path("data")));
      case 3 -> pressed(webhook, json);
      case 4 -> Reply.only(NO_CHOICES);
      case 5 -> said(webhook, json, DiscordJson.inputs(json.path("data").path("components")));
      default ->
          new Reply(List.of(raw(webhook, "received", DiscordJson.id(json, "id"))), NO_CONTENT);
    };
  }

  private static Reply applicationEvent(Webhook webhook, JsonNode json) {
    String type = json.path("event").path("type").asText().toLowerCase(Locale.ROOT);
    boolean plain = NewEvent.isType(webhook.source().name() + "." + type);
    // a repeated event is known by what it says, its time included: Discord gives it no id
    String key = "event/" + Sha256.hex(webhook.body());
    return new Reply(List.of(raw(webhook, plain ? type : "received", key)), NO_CONTENT);
  }

  private static NewEvent raw(Webhook webhook, String kind, String key) {
    String type = webhook.source().name() + "." + kind;
    return Envelope.event(webhook, type, null, key, webhook.body());
  }

  private Reply said(Webhook webhook, JsonNode json, String text) {
    String target = json.path("data").path("target_id").asText();
    var said =
        new Chat.Said(
            MEDIUM,
            conversation(json),
            author(json),
            true,
            text,
            null,
            DiscordJson.isId(target) ? target : null,
            reply(json, true));
    return reply(
        webhook, chat.message(source(webhook), DiscordJson.id(json, "id"), said), DEFERRED);
  }

  private Reply pressed(Webhook webhook, JsonNode json) {
    JsonNode value = json.path("data").path("custom_id");
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw Refused.malformed("a component without custom_id");
    }
    String message = json.path("message").path("id").asText();
    var pressed =
        new Chat.Pressed(
            MEDIUM,
            conversation(json),
            author(json),
            value.textValue(),
            DiscordJson.isId(message) ? message : null,
            reply(json, false));
    NewEvent event = chat.press(source(webhook), DiscordJson.id(json, "id"), pressed);
    return reply(webhook, event, DEFERRED_UPDATE);
  }

  private static Reply reply(Webhook webhook, NewEvent event, Answer answer) {
    String traceparent = Envelope.traceparent(webhook.headers());
    return new Reply(List.of(event.withTraceparent(traceparent)), answer);
  }

  private static String source(Webhook webhook) {
    return webhook.source().name();
  }

  private static String conversation(JsonNode json) {
    return MEDIUM
        + "/"
        + (json.has("channel_id")
            ? DiscordJson.id(json, "channel_id")
            : DiscordJson.id(json.path("channel"), "id"));
  }

  /** In a server the person is a member of it, in a direct message only a user. */
  private static Chat.Author author(JsonNode json) {
    JsonNode member = json.path("member");
    JsonNode user = member.has("user") ? member.path("user") : json.path("user");
    String guild = json.path("guild_id").asText();
    return new Chat.Author(
        DiscordJson.id(user, "id"),
        DiscordJson.firstText(member.path("nick"), user.path("global_name"), user.path("username")),
        DiscordJson.isId(guild) ? guild : null);
  }

  /**
   * @param deferred whether Discord shows that an answer is under way, which the first one replaces
   */
  private static Map<String, String> reply(JsonNode json, boolean deferred) {
    Map<String, String> reply = new LinkedHashMap<>();
    String token = json.path("token").asText();
    String application = json.path("application_id").asText();
    if (DiscordJson.isId(application) && !token.isEmpty()) {
      reply.put("application", application);
      reply.put("token", token);
      if (deferred) {
        reply.put("deferred", "true");
      }
    }
    return reply;
  }
}
