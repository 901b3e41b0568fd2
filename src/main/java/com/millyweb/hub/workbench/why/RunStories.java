package com.millyweb.hub.workbench.why;

import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.endpoint.FlowSubscription;
import com.millyweb.hub.event.history.AttemptStatus;
import com.millyweb.hub.event.history.DeliveryHistory;
import com.millyweb.hub.event.history.DeliveryStatus;
import com.millyweb.hub.event.history.SubscriptionStatus;
import com.millyweb.hub.event.trace.Trace;
import com.millyweb.hub.event.trace.TraceHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the flows that took an event did with it. */
@Component
class RunStories {
  private final DeliveryHistory deliveries;
  private final TraceHistory traces;
  private final RouteVersions versions;
  private final RunningFlows flows;

  RunStories(
      DeliveryHistory deliveries, TraceHistory traces, RouteVersions versions, RunningFlows flows) {
    this.deliveries = deliveries;
    this.traces = traces;
    this.versions = versions;
    this.flows = flows;
  }

  /**
   * @param sender the delivery that sent the notice that was asked about
   */
  List<Why.Ran> of(Event event, List<DeliveryStatus> taken, @Nullable Long sender) {
    List<AttemptStatus> attempts = deliveries.attempts(event.id());
    List<Trace> kept = traces.of(event.id(), event.at());
    Map<String, FlowSubscription> running = flows.byGroup();
    Map<String, String> files = new HashMap<>();
    for (SubscriptionStatus subscription : deliveries.subscriptions()) {
      if (subscription.file() != null) {
        files.put(subscription.name(), subscription.file());
      }
    }
    List<Why.Ran> ran = new ArrayList<>();
    for (DeliveryStatus status : taken) {
      List<Trace> steps = kept.stream().filter(trace -> trace.delivery() == status.id()).toList();
      FlowSubscription flow = running.get(status.subscription());
      ran.add(
          new Why.Ran(
              status.id(),
              status.subscription(),
              flow == null ? null : flow.description(),
              status.state(),
              status.reason(),
              status.error(),
              status.claims(),
              status.startedAt(),
              status.endedAt(),
              sender != null && sender == status.id(),
              attempts.stream().filter(attempt -> attempt.delivery() == status.id()).toList(),
              status.claims() == 0
                  ? null
                  : version(files.get(status.subscription()), status, steps),
              steps));
    }
    return ran;
  }

  private Why.@Nullable Version version(
      @Nullable String file, DeliveryStatus status, List<Trace> steps) {
    Trace last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
    if (last != null && last.file() != null) {
      return versions.of(last.file(), last.version(), last.startedAt());
    }
    Instant at =
        status.startedAt() != null
            ? status.startedAt()
            : status.endedAt() != null ? status.endedAt() : Instant.MAX;
    return file == null ? null : versions.of(file, null, at);
  }
}
