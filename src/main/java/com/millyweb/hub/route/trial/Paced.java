package com.millyweb.hub.route.trial;

import com.millyweb.hub.event.Deliveries.Handler;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.SubscriptionSpec;
import com.millyweb.hub.event.pacing.AtMost;
import com.millyweb.hub.event.pacing.Collect;
import com.millyweb.hub.event.pacing.LaneKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A subscription of a route under test: gathers its lists and counts what it let pass. */
final class Paced {
  private final SubscriptionSpec spec;
  private final Handler handler;
  private final Map<String, Gathered> lists = new LinkedHashMap<>();
  private final Map<String, List<Instant>> passed = new HashMap<>();

  private record Gathered(Instant due, List<Event> events) {}

  Paced(SubscriptionSpec spec, Handler handler) {
    this.spec = spec;
    this.handler = handler;
  }

  Handler handler() {
    return handler;
  }

  SubscriptionSpec spec() {
    return spec;
  }

  String group() {
    return spec.group();
  }

  boolean wants(String type) {
    return spec.pattern().matches(type);
  }

  boolean collects() {
    return spec.pacing().collect() != null;
  }

  /** The events to hand over now; null while a list is gathered. */
  @Nullable List<Event> take(Event event, Instant now) {
    Collect collect = spec.pacing().collect();
    if (collect == null) {
      return List.of(event);
    }
    String key = key(collect.by(), event);
    Gathered gathered =
        lists.computeIfAbsent(
            key, any -> new Gathered(now.plus(collect.window()), new ArrayList<>()));
    gathered.events.add(event);
    if (gathered.events.size() < collect.most()) {
      return null;
    }
    lists.remove(key);
    return gathered.events;
  }

  @Nullable Instant nextList() {
    return lists.values().stream().map(Gathered::due).min(Instant::compareTo).orElse(null);
  }

  List<List<Event>> complete(Instant now) {
    List<List<Event>> complete = new ArrayList<>();
    for (Iterator<Gathered> all = lists.values().iterator(); all.hasNext(); ) {
      Gathered gathered = all.next();
      if (!gathered.due.isAfter(now)) {
        complete.add(gathered.events);
        all.remove();
      }
    }
    return complete;
  }

  /** Whether as many have passed within the time as may. */
  boolean isAtLimit(Event event, Instant now) {
    AtMost limit = spec.pacing().atMost();
    if (limit == null) {
      return false;
    }
    Instant since = now.minus(limit.period());
    List<Instant> times = passed.get(key(limit.by(), event));
    if (times == null) {
      return false;
    }
    times.removeIf(time -> !time.isAfter(since));
    return times.size() >= limit.count();
  }

  void done(Event event, Instant now) {
    AtMost limit = spec.pacing().atMost();
    if (limit != null) {
      passed.computeIfAbsent(key(limit.by(), event), any -> new ArrayList<>()).add(now);
    }
  }

  private static String key(LaneKey by, Event event) {
    String key =
        by.of(event.type(), event.source(), event.subject(), event.contentType(), event.data());
    return key == null ? "" : key;
  }
}
