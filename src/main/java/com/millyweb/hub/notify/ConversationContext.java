package com.millyweb.hub.notify;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.history.EventHistory;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What the message that a reply answers brought along for its answer. */
@Component
public class ConversationContext {
  private final EventHistory events;

  public ConversationContext(EventHistory events) {
    this.events = events;
  }

  /**
   * @param at when the message came: what is needed for an answer may run out
   * @param message what the medium calls the message; empty when unknown
   * @param reply as its door wrote it
   */
  public record Asked(Instant at, String message, Map<String, String> reply) {}

  /** Empty for a notice that answers nothing, and when the event is kept no longer. */
  public Optional<Asked> of(Notice notice) {
    return notice.answers() == null
        ? Optional.empty()
        : events.find(notice.answers()).filter(Event::isJson).map(ConversationContext::read);
  }

  private static Asked read(Event event) {
    try {
      JsonNode data = NoticeJson.MAPPER.readTree(event.data());
      Map<String, String> reply =
          data.path("reply").isObject()
              ? NoticeJson.MAPPER.convertValue(
                  data.get("reply"), new TypeReference<Map<String, String>>() {})
              : Map.of();
      return new Asked(event.at(), data.path("message").asText(""), reply);
    } catch (IOException e) {
      return new Asked(event.at(), "", Map.of());
    }
  }
}
