package com.millyweb.hub.service.pigeon;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.chat.Author;
import com.millyweb.hub.chat.ChatMessage;
import com.millyweb.hub.chat.ChatPress;
import com.millyweb.hub.chat.Conversation;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.ChatEvents;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.body.JsonTree;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The door's half: what a loft sends, in the words that all chats share. */
@RouteBean
@Component("normalise.pigeon")
final class PigeonEvents {
  static final String MEDIUM = "pigeon";

  private final ChatEvents chat;

  PigeonEvents(ChatEvents chat) {
    this.chat = chat;
  }

  public NewEvent event(Webhook webhook) {
    JsonNode json = JsonTree.read(webhook);
    String source = webhook.source().name();
    String id = json.path("id").asText();
    Conversation loft = Conversation.of(MEDIUM, json.path("loft").asText());
    Author author = new Author(json.path("band").asText(), json.path("name").textValue(), null);
    String button = json.path("button").textValue();
    return button == null
        ? chat.message(
            source,
            "message/" + id,
            ChatMessage.said(loft, author, true, json.path("words").asText()).called(id, null))
        : chat.press(
            source,
            "press/" + id,
            new ChatPress(
                loft,
                author,
                button,
                List.of(),
                json.path("note").asText(),
                Map.of("band", author.id())));
  }
}
