package com.millyweb.hub.workbench.why;

import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.history.Causes;
import com.millyweb.hub.event.history.DeliveryHistory;
import com.millyweb.hub.event.history.DeliveryState;
import com.millyweb.hub.event.history.DeliveryStatus;
import com.millyweb.hub.event.history.EventHistory;
import com.millyweb.hub.notify.Inbox;
import com.millyweb.hub.notify.holding.HeldNotices;
import com.millyweb.hub.notify.sending.SentMessages;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells why, of an event or a notice. */
@Component
public class WhyAnswers {
  static final int MOST_LEVELS = 20;
  static final int MOST_RESULTS = 200;

  private final EventHistory events;
  private final DeliveryHistory deliveries;
  private final Causes causes;
  private final Inbox inbox;
  private final SentMessages sent;
  private final HeldNotices held;
  private final AgentRuns agents;
  private final RunStories runs;
  private final MissedFlows missed;
  private final ToldEvents told;
  private final NoticeOrigins origins;

  WhyAnswers(
      EventHistory events,
      DeliveryHistory deliveries,
      Causes causes,
      Inbox inbox,
      SentMessages sent,
      HeldNotices held,
      AgentRuns agents,
      RunStories runs,
      MissedFlows missed,
      ToldEvents told,
      NoticeOrigins origins) {
    this.events = events;
    this.deliveries = deliveries;
    this.causes = causes;
    this.inbox = inbox;
    this.sent = sent;
    this.held = held;
    this.agents = agents;
    this.runs = runs;
    this.missed = missed;
    this.told = told;
    this.origins = origins;
  }

  /**
   * @param id of an event, or of a notice
   * @return empty when there is neither
   */
  public Optional<Why> of(UUID id) {
    Optional<Event> event = events.find(id);
    if (event.isEmpty()) {
      event =
          inbox
              .find(id)
              .map(Inbox.Entry::eventId)
              .or(() -> sent.eventOf(id))
              .or(() -> held.eventOf(id))
              .flatMap(events::find);
    }
    return event.map(this::of);
  }

  private Why of(Event event) {
    if (!ToldEvents.isNotice(event.type())) {
      return why(event, null, null);
    }
    return origins
        .of(event)
        .map(origin -> why(origin.event(), notice(event, origin.pressed()), origin.sender()))
        .orElseGet(() -> why(event, notice(event, null), null));
  }

  private Why.AboutNotice notice(Event event, Why.@Nullable Pressed pressed) {
    return new Why.AboutNotice(
        told.noticeId(event),
        event.id(),
        event.subject(),
        told.title(event),
        pressed,
        runs.of(event, deliveries.of(event.id()), null));
  }

  /**
   * @param sender the delivery that sent the notice
   */
  private Why why(Event event, Why.@Nullable AboutNotice notice, @Nullable Long sender) {
    List<DeliveryStatus> all = deliveries.of(event.id());
    List<DeliveryStatus> filtered =
        all.stream().filter(delivery -> delivery.state() == DeliveryState.filtered).toList();
    List<DeliveryStatus> taken =
        all.stream().filter(delivery -> delivery.state() != DeliveryState.filtered).toList();
    List<Causes.Descendant> found = causes.descendants(event.id(), MOST_LEVELS, MOST_RESULTS + 1);
    List<Why.Cause> led = new ArrayList<>();
    boolean moreCauses = led(event, led);
    MissedFlows.Missed none = missed.of(event, taken, filtered);
    return new Why(
        notice,
        events.progress(event.id()).orElseThrow(),
        event.key(),
        ToldEvents.door(event),
        led,
        moreCauses,
        agents.of(event),
        runs.of(event, taken, sender),
        told.results(found.subList(0, Math.min(found.size(), MOST_RESULTS))),
        found.size() > MOST_RESULTS,
        none.flows(),
        none.others());
  }

  private boolean led(Event event, List<Why.Cause> led) {
    Set<UUID> seen = new HashSet<>(Set.of(event.id()));
    Event next = event;
    while (next.cause() != null && seen.add(next.cause())) {
      if (led.size() == MOST_LEVELS) {
        return true;
      }
      Event cause = events.find(next.cause()).orElse(null);
      if (cause == null) {
        return true;
      }
      led.add(
          new Why.Cause(
              events.progress(cause.id()).orElseThrow(),
              flow(cause.id(), next.causeDelivery()),
              told.pressed(cause)));
      next = cause;
    }
    return false;
  }

  private @Nullable String flow(UUID event, @Nullable Long delivery) {
    return delivery == null
        ? null
        : deliveries.of(event).stream()
            .filter(status -> status.id() == delivery)
            .map(DeliveryStatus::subscription)
            .findFirst()
            .orElse(null);
  }
}
