package com.millyweb.hub.workbench.why;

import com.millyweb.hub.chat.ButtonPress;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.history.EventHistory;
import com.millyweb.hub.notify.holding.HeldNotices;
import com.millyweb.hub.notify.sending.SentMessages;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The event that a notice is of. Between the two the hub itself may have held it, sent it by a
 * detour, or edited it because somebody pressed its button.
 */
@Component
class NoticeOrigins {
  private static final int MOST = 20;

  private final EventHistory events;
  private final SentMessages sent;
  private final HeldNotices held;
  private final ToldEvents told;

  NoticeOrigins(EventHistory events, SentMessages sent, HeldNotices held, ToldEvents told) {
    this.events = events;
    this.sent = sent;
    this.held = held;
    this.told = told;
  }

  /**
   * @param event that a flow took
   * @param sender the delivery with which the flow sent the notice
   * @param pressed whose press edited it; null when nobody did
   */
  record Origin(Event event, @Nullable Long sender, Why.@Nullable Pressed pressed) {}

  /** Empty when no event is known to have led to the notice. */
  Optional<Origin> of(Event notice) {
    Event carrier = notice;
    Why.Pressed pressed = null;
    for (int step = 0; step < MOST; step++) {
      Event cause = cause(carrier).orElse(null);
      if (cause == null) {
        break;
      }
      SentMessages.Pressed press =
          cause.type().equals(ButtonPress.TYPE) ? sent.decidedBy(cause.id()).orElse(null) : null;
      Event asked = press == null ? null : events.find(press.event()).orElse(null);
      if (press != null && asked != null) {
        pressed = pressed == null ? ToldEvents.pressed(press) : pressed;
        carrier = asked;
      } else if (ToldEvents.isNotice(cause.type())) {
        carrier = cause;
      } else {
        return Optional.of(
            new Origin(
                cause,
                cause.id().equals(carrier.cause()) ? carrier.causeDelivery() : null,
                pressed));
      }
    }
    return carrier == notice ? Optional.empty() : Optional.of(new Origin(carrier, null, pressed));
  }

  /** What is announced of a held notice goes back to that notice, also where the API edited it. */
  private Optional<Event> cause(Event carrier) {
    UUID cause = carrier.cause();
    if (cause != null) {
      return events.find(cause);
    }
    return told.undoes(carrier).flatMap(held::eventOf).flatMap(events::find);
  }
}
