package com.millyweb.hub.route.trial;

import com.millyweb.hub.event.Deliveries;
import com.millyweb.hub.event.Delivery;
import com.millyweb.hub.event.Effects;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.HopLimit;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.SubscriptionSpec;
import com.millyweb.hub.event.pacing.Cancel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes the subscriptions of routes, in the place of the event engine. */
final class Attached implements Deliveries {
  private static final int MOST_FAILING = 1000;

  private final List<Paced> all = new ArrayList<>();
  private final Predicate<SubscriptionSpec> listens;
  private long deliveries;

  /** The first ones that failed. */
  private final List<Failing> failing = new ArrayList<>();

  private record Failing(Paced at, List<Event> events) {}

  /**
   * @param listens whether a subscription is given anything
   */
  Attached(Predicate<SubscriptionSpec> listens) {
    this.listens = listens;
  }

  /** What a route made of an event: what it sent, or how it failed. */
  sealed interface Result {
    /**
     * @param cancels what was taken back, before anything was sent
     */
    record Sent(Event cause, List<Cancel> cancels, List<NewEvent> events) implements Result {}

    record Failed(Event cause, String group, Exception failure) implements Result {}
  }

  @Override
  public Attachment attach(SubscriptionSpec spec, Handler handler) {
    if (listens.test(spec)) {
      all.add(new Paced(spec, handler));
    }
    return new Nothing();
  }

  List<SubscriptionSpec> subscriptions() {
    return all.stream().map(Paced::spec).toList();
  }

  boolean wants(String type) {
    return all.stream().anyMatch(paced -> paced.wants(type));
  }

  /** Hands the event to every route that listens to its type, one after the other. */
  List<Result> deliver(Event event, Instant now) {
    List<Result> results = new ArrayList<>();
    for (Paced paced : all) {
      if (paced.wants(event.type())) {
        List<Event> list = paced.take(event, now);
        if (list != null) {
          results.add(deliver(paced, list, now));
        }
      }
    }
    return results;
  }

  /** When the next list is complete; null when none is open. */
  @Nullable Instant nextList() {
    return all.stream()
        .map(Paced::nextList)
        .filter(due -> due != null)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Hands over the lists that are complete now. */
  List<Result> completeLists(Instant now) {
    List<Result> results = new ArrayList<>();
    for (Paced paced : all) {
      for (List<Event> list : paced.complete(now)) {
        results.add(deliver(paced, list, now));
      }
    }
    return results;
  }

  /** Hands over once more what failed, each to the route that failed at it. */
  List<Result> again(Instant now) {
    List<Failing> open = List.copyOf(failing);
    failing.clear();
    List<Result> results = new ArrayList<>();
    open.forEach(one -> results.add(deliver(one.at(), one.events(), now)));
    return results;
  }

  private Result deliver(Paced to, List<Event> events, Instant now) {
    Event first = events.get(0);
    var effects = new Effects();
    var delivery = new Delivery(++deliveries, 1, 1, null, 1, 0, first);
    try {
      if (to.isAtLimit(first, now)) {
        return new Result.Sent(first, List.of(), List.of());
      }
      boolean wanted =
          to.handler().handle(to.collects() ? delivery.with(events) : delivery, effects);
      if (wanted) {
        to.done(first, now);
      }
      List<NewEvent> sent = effects.close();
      String loop = sent.isEmpty() ? null : HopLimit.refusal(first.type(), first.hops());
      if (loop != null) {
        return new Result.Failed(first, to.group(), new IllegalStateException(loop));
      }
      return new Result.Sent(first, effects.cancels(), sent);
    } catch (Exception e) {
      effects.close();
      if (failing.size() < MOST_FAILING) {
        failing.add(new Failing(to, events));
      }
      return new Result.Failed(first, to.group(), e);
    }
  }

  private static final class Nothing implements Attachment {
    @Override
    public void detach() {}

    @Override
    public void hold() {}

    @Override
    public void release() {}

    @Override
    public boolean awaitIdle(Duration patience) {
      return true;
    }
  }
}
