package com.millyweb.hub.notify;

import com.millyweb.hub.chat.ChatMessage;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.history.EventHistory;
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

  /** Every event of a chat names its message and what an answer needs as a message does. */
  private static Asked read(Event event) {
    ChatMessage said = ChatMessage.read(event.data());
    String message = said.message() == null ? "" : said.message();
    return new Asked(event.at(), message, said.reply());
  }
}
