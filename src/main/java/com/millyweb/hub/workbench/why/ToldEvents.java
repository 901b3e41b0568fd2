package com.millyweb.hub.workbench.why;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.chat.ButtonPress;
import com.millyweb.hub.chat.DecidedAction;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.history.Causes;
import com.millyweb.hub.event.history.EventHistory;
import com.millyweb.hub.event.trace.ShownText;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.sending.SentMessages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What people would call an event. */
@Component
class ToldEvents {
  private static final String NOTICE = "notify.";
  private static final int MOST_TITLES = 20;
  private static final int LONGEST = 120;

  private final EventHistory events;

  ToldEvents(EventHistory events) {
    this.events = events;
  }

  static boolean isNotice(String type) {
    return type.startsWith(NOTICE);
  }

  /** How it came in, in words. */
  static String door(Event event) {
    if (event.cause() != null) {
      return "a flow sent it";
    }
    String first = event.type().split("\\.", 2)[0];
    return switch (first) {
      case "schedule" -> "the schedule '%s' was due".formatted(rest(event.type()));
      case "health" -> "the hub asked its systems how they are";
      case "chat" -> "somebody wrote or pressed something in a chat";
      default ->
          event.source().equals("hub")
              ? "the hub itself sent it"
              : "it came in by the door '%s'".formatted(event.source());
    };
  }

  private static String rest(String type) {
    return type.substring(Math.min(type.length(), type.indexOf('.') + 1));
  }

  @Nullable UUID noticeId(Event event) {
    try {
      return UUID.fromString(json(event).path("id").asText());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Nullable String title(Event event) {
    JsonNode notice = json(event);
    String title = notice.path("title").asText("");
    String words = title.isBlank() ? notice.path("text").asText("") : title;
    return words.isBlank() ? null : ShownText.of(words.strip(), LONGEST);
  }

  /** Who pressed, where the event is of a button; null for all others. */
  Why.@Nullable Pressed pressed(Event event) {
    if (event.type().equals(DecidedAction.TYPE)) {
      DecidedAction action = DecidedAction.read(map(event));
      return new Why.Pressed(shown(action.by()), shown(action.text()), action.notice().id());
    }
    if (event.type().equals(ButtonPress.TYPE)) {
      ButtonPress press = ButtonPress.read(map(event));
      String name = press.person() == null ? press.author().name() : press.person().name();
      // of the hub's own presses the author is a token's or a session's name
      name = name == null || name.isBlank() ? press.author().id() : name;
      return new Why.Pressed(shown(name), null, press.notice());
    }
    return null;
  }

  static Why.Pressed pressed(SentMessages.Pressed press) {
    return new Why.Pressed(shown(press.by()), shown(press.button()), press.notice());
  }

  /** The held notice that a notice is about, with its button or without. */
  Optional<UUID> undoes(Event event) {
    String id = isNotice(event.type()) ? json(event).path("undoes").asText("") : "";
    try {
      return id.isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  List<Why.Result> results(List<Causes.Descendant> found) {
    List<Why.Result> results = new ArrayList<>();
    int titles = 0;
    for (Causes.Descendant descendant : found) {
      String title = null;
      if (isNotice(descendant.event().type()) && titles < MOST_TITLES) {
        titles++;
        title = events.find(descendant.event().id()).map(this::title).orElse(null);
      }
      results.add(new Why.Result(descendant.event(), descendant.level(), title));
    }
    return results;
  }

  private static String shown(@Nullable String text) {
    return ShownText.of(text == null ? "" : text, LONGEST);
  }

  private static Map<?, ?> map(Event event) {
    JsonNode json = json(event);
    return json.isObject() ? NoticeJson.MAPPER.convertValue(json, Map.class) : Map.of();
  }

  private static JsonNode json(Event event) {
    try {
      JsonNode json = NoticeJson.MAPPER.readTree(event.data());
      return json == null ? NoticeJson.MAPPER.missingNode() : json;
    } catch (IOException e) {
      return NoticeJson.MAPPER.missingNode();
    }
  }
}
