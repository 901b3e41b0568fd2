package com.millyweb.hub.service.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.http.MultipartForm;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.MessageGone;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.Messenger;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.ThreadGone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages of one delivery. */
final class TelegramMessenger implements Messenger<TelegramMessage> {
  private static final String DOCUMENT = "document";

  private final TelegramApi api;
  private final TelegramChats chats;
  private final Notice notice;
  private final Answered answered;
  private final Turn turn;
  private TelegramDestination to;

  TelegramMessenger(
      TelegramApi api,
      TelegramChats chats,
      TelegramDestination to,
      Notice notice,
      Answered answered,
      Turn turn) {
    this.api = api;
    this.chats = chats;
    this.to = to;
    this.notice = notice;
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
  public @Nullable JsonNode post(int part, TelegramMessage message)
      throws IOException, InterruptedException {
    try {
      return remote(message, askInTopic(part, message));
    } catch (TelegramApi.Moved moved) {
      chats.moved(to.chat(), moved.to());
      to = to.movedTo(moved.to());
      return remote(message, askInTopic(part, message));
    }
  }

  @Override
  public @Nullable TelegramMessage barer(TelegramMessage message, MessageRefused refusal) {
    if (message instanceof TelegramMessage.Document document) {
      String pointer = "📎 %s: see notice %s".formatted(document.name(), notice.id());
      return new TelegramMessage.Text(TelegramMarkup.escape(pointer), List.of(), true);
    }
    return ((TelegramMessage.Text) message).barer(notice.id().toString());
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
    api.call(to.token(), "deleteMessage", to.chat(), TelegramRequest.Message.of(remote));
  }

  private JsonNode edit(JsonNode remote, TelegramMessage.Text text)
      throws IOException, InterruptedException {
    var edit = new TelegramRequest.Edit(TelegramRequest.Message.of(remote), text.payload());
    try {
      turn.await();
      api.call(to.token(), "editMessageText", to.chat(), edit);
    } catch (TelegramApi.Moved moved) {
      throw new MessageGone(String.valueOf(moved.getMessage()));
    } catch (PermanentFailure e) {
      if (!String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("is not modified")) {
        throw e;
      }
    }
    return remote;
  }

  /** A topic may be deleted, and the group still there. */
  private JsonNode askInTopic(int part, TelegramMessage message)
      throws IOException, InterruptedException {
    try {
      return ask(part, message);
    } catch (ThreadGone gone) {
      if (to.topic() == null) {
        throw new DestinationDead(String.valueOf(gone.getMessage()), gone);
      }
      to = to.withoutTopic();
      return ask(part, message);
    }
  }

  private JsonNode ask(int part, TelegramMessage message) throws IOException, InterruptedException {
    boolean plain = message instanceof TelegramMessage.Text text && text.plain();
    var place = TelegramRequest.Place.of(to, plain ? "" : answered.by(part));
    turn.await();
    if (message instanceof TelegramMessage.Document document) {
      MultipartForm.Body form = form(place, document);
      return api.call(to.token(), "sendDocument", to.chat(), form.contentType(), form.bytes());
    }
    var send = new TelegramRequest.Send(place, ((TelegramMessage.Text) message).payload());
    return api.call(to.token(), "sendMessage", to.chat(), send);
  }

  private static MultipartForm.Body form(
      TelegramRequest.Place place, TelegramMessage.Document document) {
    var form = new MultipartForm();
    ObjectNode fields = NoticeJson.MAPPER.valueToTree(place);
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      JsonNode value = field.getValue();
      String text = value.isTextual() ? value.asText() : value.toString();
      form.field(
          field.getKey(), "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }
    // people see the name as it was written in the form
    String name = document.name().replace('"', '\'');
    return form.file(DOCUMENT, name, "text/plain", document.content()).body();
  }

  private @Nullable ObjectNode remote(TelegramMessage message, JsonNode result) {
    if (!result.path("message_id").isIntegralNumber()) {
      return null;
    }
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
