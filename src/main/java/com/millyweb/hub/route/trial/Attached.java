package com.millyweb.hub.route.trial;

import com.millyweb.hub.event.Deliveries;
import com.millyweb.hub.event.Delivery;
import com.millyweb.hub.event.Effects;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.SubscriptionSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Takes the subscriptions of the routes under test, in the place of the event engine. */
final class Attached implements Deliveries {
  private record Handled(SubscriptionSpec spec, Handler handler) {}

  private final List<Handled> all = new ArrayList<>();
  private long deliveries;

  /** What a route made of an event: what it sent, or how it failed. */
  sealed interface Result {
    record Sent(List<NewEvent> events) implements Result {}

    record Failed(String group, Exception failure) implements Result {}
  }

  @Override
  public Attachment attach(SubscriptionSpec spec, Handler handler) {
    all.add(new Handled(spec, handler));
    return new Nothing();
  }

  boolean wants(String type) {
    return all.stream().anyMatch(handled -> handled.spec.pattern().matches(type));
  }

  /** Hands the event to every route that listens to its type, one after the other. */
  List<Result> deliver(Event event) {
    List<Result> results = new ArrayList<>();
    for (Handled handled : all) {
      if (handled.spec.pattern().matches(event.type())) {
        results.add(deliver(handled, event));
      }
    }
    return results;
  }

  private Result deliver(Handled to, Event event) {
    var effects = new Effects();
    try {
      to.handler.handle(new Delivery(++deliveries, 1, 1, null, 1, 0, event), effects);
      return new Result.Sent(effects.close());
    } catch (Exception e) {
      effects.close();
      return new Result.Failed(to.spec.group(), e);
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
