package com.millyweb.hub.workbench.why;

import com.millyweb.hub.camel.PredicateParts;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.TypePattern;
import com.millyweb.hub.event.endpoint.FlowSubscription;
import com.millyweb.hub.event.history.DeliveryHistory;
import com.millyweb.hub.event.history.DeliveryStatus;
import com.millyweb.hub.event.history.SubscriptionStatus;
import com.millyweb.hub.event.trace.ShownText;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The flows that could have taken an event and did not. */
@Component
class MissedFlows {
  private static final int MOST = 50;
  private static final int LONGEST = 200;

  private final DeliveryHistory deliveries;
  private final RunningFlows flows;
  private final RouteVersions versions;

  MissedFlows(DeliveryHistory deliveries, RunningFlows flows, RouteVersions versions) {
    this.deliveries = deliveries;
    this.flows = flows;
    this.versions = versions;
  }

  /**
   * @param others how many more want something else
   */
  record Missed(List<Why.Missed> flows, int others) {}

  Missed of(Event event, List<DeliveryStatus> taken, List<DeliveryStatus> filtered) {
    Map<String, FlowSubscription> running = flows.byGroup();
    Map<String, DeliveryStatus> refused =
        filtered.stream()
            .collect(
                Collectors.toMap(
                    DeliveryStatus::subscription, Function.identity(), (one, other) -> other));
    List<String> took = taken.stream().map(DeliveryStatus::subscription).toList();
    List<Why.Missed> missed = new ArrayList<>();
    int others = 0;
    for (SubscriptionStatus subscription : deliveries.subscriptions()) {
      if (took.contains(subscription.name())) {
        continue;
      }
      FlowSubscription flow = running.get(subscription.name());
      DeliveryStatus no = refused.get(subscription.name());
      Why.Missed why =
          no != null
              ? refused(event, subscription, flow, no)
              : untouched(event, subscription, flow);
      if (why == null || missed.size() == MOST) {
        others++;
      } else {
        missed.add(why);
      }
    }
    return new Missed(missed, others);
  }

  private static Why.Missed refused(
      Event event,
      SubscriptionStatus subscription,
      @Nullable FlowSubscription flow,
      DeliveryStatus delivery) {
    if (delivery.reason() != null) {
      return missed(subscription, flow, Why.Because.atMost, delivery.reason(), List.of());
    }
    if (flow == null || flow.filter() == null) {
      String text =
          flow == null
              ? "its filter said no; no route of this hub has it now, so that it cannot be asked again"
              : "the filter that it had then said no; today it has none";
      return missed(subscription, flow, Why.Because.filter, text, List.of());
    }
    List<Why.FilterPart> parts = parts(event, flow);
    String text =
        parts.isEmpty()
            ? "its filter said no then and says yes today: it was changed since, or it looks at the time"
            : "its filter said no";
    return missed(subscription, flow, Why.Because.filter, text, parts);
  }

  /** Null for one that wants something quite different. */
  private Why.@Nullable Missed untouched(
      Event event, SubscriptionStatus subscription, @Nullable FlowSubscription flow) {
    TypePattern pattern = TypePattern.of(subscription.pattern());
    if (!pattern.matches(event.type())) {
      return NearPattern.isNear(pattern, event.type())
          ? missed(
              subscription,
              flow,
              Why.Because.pattern,
              "it wants '%s' and this is '%s'".formatted(subscription.pattern(), event.type()),
              List.of())
          : null;
    }
    SubscriptionStatus.Past past = subscription.past();
    if (past != null && !past.finished() && !event.at().isBefore(past.from())) {
      return missed(
          subscription,
          flow,
          Why.Because.later,
          "it is still to come: the flow gets what happened since %s, %d events are done and about %d remain%s"
              .formatted(
                  WhyText.time(past.from()),
                  past.done(),
                  past.remaining(),
                  past.stuck()
                      ? "; no more comes until some of those that failed are done or discarded"
                      : ""),
          List.of());
    }
    if (subscription.createdAt().isAfter(event.at())) {
      return missed(
          subscription,
          flow,
          Why.Because.later,
          "it is subscribed since %s, which is after the event; replay hands the event to it"
              .formatted(WhyText.time(subscription.createdAt())),
          List.of());
    }
    if (subscription.state().equals("parked")) {
      Instant deleted =
          subscription.file() == null ? null : versions.deletedAt(subscription.file());
      if (deleted != null) {
        return missed(
            subscription,
            flow,
            Why.Because.deleted,
            "its file %s was deleted at %s".formatted(subscription.file(), WhyText.time(deleted)),
            List.of());
      }
      return missed(
          subscription,
          flow,
          Why.Because.parked,
          "it is parked: its route is gone, was parked by hand, or no hub has run it for long",
          List.of());
    }
    return missed(
        subscription,
        flow,
        Why.Because.unknown,
        "it wants this type today and got no delivery: it was parked then, its pattern was another one, or the record of it is kept no longer",
        List.of());
  }

  private static List<Why.FilterPart> parts(Event event, FlowSubscription flow) {
    try {
      return flow.refusing(event).stream().map(MissedFlows::part).toList();
    } catch (IOException | RuntimeException e) {
      return List.of(
          new Why.FilterPart(
              String.valueOf(flow.filter()), Map.of(), ShownText.of(e.getMessage(), LONGEST)));
    }
  }

  private static Why.FilterPart part(PredicateParts.Part part) {
    Map<String, String> values = new LinkedHashMap<>();
    part.values().forEach((name, value) -> values.put(name, ShownText.of(name, value, LONGEST)));
    return new Why.FilterPart(
        ShownText.of(part.text(), 2 * LONGEST),
        values,
        part.problem() == null ? null : ShownText.of(part.problem(), LONGEST));
  }

  private static Why.Missed missed(
      SubscriptionStatus subscription,
      @Nullable FlowSubscription flow,
      Why.Because because,
      String text,
      List<Why.FilterPart> parts) {
    return new Why.Missed(
        subscription.name(),
        flow == null ? null : flow.description(),
        subscription.pattern(),
        because,
        text,
        parts);
  }
}
