package com.millyweb.hub.service.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.chat.Author;
import com.millyweb.hub.chat.ChatFile;
import com.millyweb.hub.chat.ChatMessage;
import com.millyweb.hub.chat.ChatPress;
import com.millyweb.hub.chat.Conversation;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.ChatEvents;
import com.millyweb.hub.ingress.Envelope;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.body.JsonFields;
import com.millyweb.hub.ingress.body.MediaTypes;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * An <a href="https://core.telegram.org/bots/api#update">update</a> of Telegram: words and files
 * become {@code chat.message}, a pressed button {@code chat.press}, all else, edited messages too,
 * {@code <source>.<kind>}. It has the same key whether it was pushed or fetched.
 */
@RouteBean
@Component("normalise.telegram")
final class TelegramEvents {
  static final String MEDIUM = "telegram";

  /** The id of a press, in what an answer needs. */
  static final String CALLBACK = "callback";

  private static final JsonFields STRICT = new JsonFields(List.of());
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChatEvents chat;
  private final TelegramBot bot;

  TelegramEvents(ChatEvents chat, TelegramBot bot) {
    this.chat = chat;
    this.bot = bot;
  }

  public NewEvent event(Webhook webhook) {
    MediaTypes.requireJson(webhook);
    return event(webhook.source().name(), webhook.body())
        .withTraceparent(Envelope.traceparent(webhook.headers()));
  }

  /**
   * @throws Refused when it is no update
   */
  NewEvent event(String source, byte[] body) {
    JsonNode update = read(body);
    String number = number(update.path("update_id"));
    if (number == null) {
      throw Refused.malformed("no update_id");
    }
    String kind = kind(update);
    JsonNode content = update.path(kind);
    NewEvent event = null;
    if (kind.equals("message") || kind.equals("channel_post")) {
      event = message(source, content);
    } else if (kind.equals("callback_query")) {
      event = press(source, content);
    }
    return event == null ? other(source, number, kind, content, body) : event;
  }

  private @Nullable NewEvent message(String source, JsonNode message) {
    String chatId = number(message.path("chat").path("id"));
    String messageId = number(message.path("message_id"));
    Author author = author(message);
    List<ChatFile> files = TelegramFiles.of(message);
    TelegramWords words = TelegramWords.of(message, bot);
    if (words == null && !files.isEmpty()) {
      words = new TelegramWords("", TelegramWords.answersBot(message, bot));
    }
    if (chatId == null || messageId == null || author == null || words == null) {
      return null;
    }
    boolean alone = message.path("chat").path("type").asText().equals("private");
    boolean machine = message.path("from").path("is_bot").asBoolean() && !hasSenderChat(message);
    return chat.message(
        source,
        "message/%s/%s".formatted(chatId, messageId),
        ChatMessage.said(
                conversation(chatId, message),
                author,
                // two bots that answer each other would never end
                (alone || words.addressed()) && !machine,
                words.text())
            .called(messageId, number(TelegramWords.answered(message).path("message_id")))
            .with(files, album(message), null));
  }

  private static @Nullable String album(JsonNode message) {
    String album = message.path("media_group_id").asText("");
    return album.matches("[0-9A-Za-z_-]{1,64}") ? album : null;
  }

  private @Nullable NewEvent press(String source, JsonNode query) {
    String id = query.path("id").asText("");
    String person = number(query.path("from").path("id"));
    // a button that starts a game has no data; it waits for its answer like any other
    String data = query.path("data").asText(query.path("game_short_name").asText(""));
    if (id.isEmpty() || person == null) {
      return null;
    }
    JsonNode message = query.path("message");
    bot.is(message.path("from"));
    String chatId = number(message.path("chat").path("id"));
    return chat.press(
        source,
        "callback/" + id,
        new ChatPress(
            // a message that was sent inline is in a chat that the bot does not see
            chatId == null ? Conversation.of(MEDIUM, person) : conversation(chatId, message),
            new Author(person, name(query.path("from")), null),
            data,
            List.of(),
            number(message.path("message_id")),
            Map.of(CALLBACK, id)));
  }

  private static NewEvent other(
      String source, String number, String kind, JsonNode content, byte[] body) {
    String chatId = number(content.path("chat").path("id"));
    String messageId = number(content.path("message_id"));
    String edited = number(content.path("edit_date"));
    String type = source + "." + kind;
    return Envelope.checked(
        source,
        NewEvent.isType(type) ? type : source + ".received",
        chatId == null ? null : conversation(chatId, content).toString(),
        chatId == null || messageId == null
            ? "update/" + number
            : "message/%s/%s".formatted(chatId, messageId) + (edited == null ? "" : "@" + edited),
        body);
  }

  /** A topic of a forum is a conversation; elsewhere a thread's id only groups answers. */
  private static Conversation conversation(String chatId, JsonNode message) {
    String thread =
        message.path("is_topic_message").asBoolean()
            ? number(message.path("message_thread_id"))
            : null;
    return new Conversation(MEDIUM, chatId, thread);
  }

  /** Who speaks as a chat is no person, whatever stands in {@code from}. */
  private static @Nullable Author author(JsonNode message) {
    JsonNode from =
        hasSenderChat(message)
            ? message.path("sender_chat")
            : message.path(message.path("from").isObject() ? "from" : "chat");
    String id = number(from.path("id"));
    return id == null ? null : new Author(id, name(from), null);
  }

  private static boolean hasSenderChat(JsonNode message) {
    return message.path("sender_chat").isObject();
  }

  private static @Nullable String name(JsonNode user) {
    String name =
        user.has("title")
            ? user.path("title").asText("")
            : (user.path("first_name").asText("") + " " + user.path("last_name").asText(""));
    String shown = name.isBlank() ? user.path("username").asText("") : name.strip();
    return shown.isEmpty() ? null : shown;
  }

  /** Ids have up to 52 bits, and go on as text. */
  private static @Nullable String number(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() ? node.asText() : null;
  }

  private static String kind(JsonNode update) {
    for (Iterator<String> names = update.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (name.matches("[a-z_]{1,64}") && update.path(name).isObject()) {
        return name;
      }
    }
    return "received";
  }

  private static JsonNode read(byte[] body) {
    STRICT.read(body);
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw Refused.malformed("not strict JSON");
    }
  }
}
