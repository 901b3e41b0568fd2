package com.millyweb.hub.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.event.PermanentFailure;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages of one delivery. */
final class TelegramMessenger implements Messenger<TelegramMessage> {
  private static final String DOCUMENT = "document";

  /** For what keeps the last words of a text that was cut from calling anybody. */
  private static final int SPARE = 8;

  private final TelegramApi api;
  private final TelegramChats chats;
  private final Answered answered;
  private final Turn turn;
  private TelegramDestination to;

  TelegramMessenger(
      TelegramApi api, TelegramChats chats, TelegramDestination to, Answered answered, Turn turn) {
    this.api = api;
    this.chats = chats;
    this.to = to;
    this.answered = answered;
    this.turn = turn;
  }

  /** Which message a part answers; empty for none. */
  interface Answered {
    String by(int part);
  }

  /** Returns when the bot may send. */
  interface Turn {
    void await() throws InterruptedException;
  }

  @Override
  public JsonNode post(int part, TelegramMessage message) throws IOException, InterruptedException {
    try {
      return remote(message, ask(part, message, true));
    } catch (TelegramApi.Otherwise e) {
      return remote(message, again(part, message, e));
    }
  }

  @Override
  public boolean edits() {
    return true;
  }

  @Override
  public @Nullable JsonNode edit(JsonNode remote, int part, TelegramMessage message)
      throws IOException, InterruptedException {
    boolean same =
        message instanceof TelegramMessage.Document document
            && remote.path(DOCUMENT).asInt() == fingerprint(document)
            && remote.has(DOCUMENT);
    if (same) {
      return remote;
    }
    if (!remote.path("chat").asText().equals(to.chat())) {
      throw new MessageGone("Telegram chat %s has moved".formatted(to.chat()));
    }
    if (message instanceof TelegramMessage.Text text && !remote.has(DOCUMENT)) {
      return edit(remote, text);
    }
    // text and files do not become each other
    try {
      delete(remote);
    } catch (MessageGone gone) {
      // as wished
    }
    return post(part, message);
  }

  @Override
  public void delete(JsonNode remote) throws IOException, InterruptedException {
    turn.await();
    api.call(to.token(), "deleteMessage", to.chat(), name(remote));
  }

  private JsonNode edit(JsonNode remote, TelegramMessage.Text text)
      throws IOException, InterruptedException {
    Map<String, Object> payload = name(remote);
    payload.putAll(text.payload());
    try {
      turn.await();
      api.call(to.token(), "editMessageText", to.chat(), payload);
    } catch (TelegramApi.Otherwise e) {
      if (e.movedTo() != null) {
        throw new MessageGone(String.valueOf(e.getMessage()));
      }
      turn.await();
      api.call(to.token(), "editMessageText", to.chat(), plain(payload));
    } catch (PermanentFailure e) {
      if (!String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("is not modified")) {
        throw e;
      }
    }
    return remote;
  }

  private JsonNode again(int part, TelegramMessage message, TelegramApi.Otherwise how)
      throws IOException, InterruptedException {
    String movedTo = how.movedTo();
    if (movedTo == null) {
      return ask(part, message, false);
    }
    chats.moved(to.chat(), movedTo);
    to = to.movedTo(movedTo);
    return ask(part, message, true);
  }

  private JsonNode ask(int part, TelegramMessage message, boolean markup)
      throws IOException, InterruptedException {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("chat_id", to.chat());
    if (to.topic() != null) {
      payload.put("message_thread_id", Long.parseLong(to.topic()));
    }
    String answers = answered.by(part);
    if (!answers.isEmpty()) {
      payload.put(
          "reply_parameters",
          Map.of("message_id", Long.parseLong(answers), "allow_sending_without_reply", true));
    }
    turn.await();
    if (message instanceof TelegramMessage.Document document) {
      var upload = new TelegramUpload(payload, document);
      return api.call(to.token(), "sendDocument", to.chat(), upload.contentType(), upload.body());
    }
    payload.putAll(((TelegramMessage.Text) message).payload());
    return api.call(to.token(), "sendMessage", to.chat(), markup ? payload : plain(payload));
  }

  private static Map<String, Object> plain(Map<String, Object> payload) {
    Map<String, Object> plain = new LinkedHashMap<>(payload);
    plain.remove("parse_mode");
    String words = TelegramText.seen(String.valueOf(payload.get("text")));
    // what was code stands open now
    plain.put("text", TelegramText.words(words, TelegramMessage.LIMIT - SPARE));
    return plain;
  }

  private static Map<String, Object> name(JsonNode remote) {
    Map<String, Object> name = new LinkedHashMap<>();
    name.put("chat_id", remote.path("chat").asText());
    name.put("message_id", remote.path("message").asLong());
    return name;
  }

  private ObjectNode remote(TelegramMessage message, JsonNode result) {
    ObjectNode remote = JsonNodeFactory.instance.objectNode();
    remote.put("chat", to.chat());
    remote.put("message", result.path("message_id").asLong());
    if (message instanceof TelegramMessage.Document document) {
      remote.put(DOCUMENT, fingerprint(document));
    }
    return remote;
  }

  private static int fingerprint(TelegramMessage.Document document) {
    return Arrays.hashCode(document.content()) * 31 + document.name().hashCode();
  }
}
