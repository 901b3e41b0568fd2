package com.millyweb.hub.service.github;

import com.millyweb.hub.event.Appended;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.DoorMetrics;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.body.MediaTypes;
import com.millyweb.hub.ingress.kind.JsonEvents;
import com.millyweb.hub.service.github.GitHubApi.Paused;
import com.millyweb.hub.service.github.GitHubDeliveries.Delivery;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches what did not arrive at one source's door, and stores it as the door would have. */
final class MissedDeliveries {
  private static final Logger log = LoggerFactory.getLogger(MissedDeliveries.class);

  /** GitHub forgets deliveries after 3 days. */
  private static final Duration REACH = Duration.ofDays(3);

  /** A delivery is listed when it is over, at its time of departure. */
  private static final Duration OVERLAP = Duration.ofMinutes(15);

  /** So many deliveries one after the other that cannot be fetched: it is GitHub, not they. */
  private static final int MOST_FAILURES = 3;

  private final Map<String, Instant> settled = new HashMap<>();
  private final Source source;
  private final Duration interval;
  private final GitHubDeliveries deliveries;
  private final JsonEvents normalise;
  private final EventLog events;
  private final DoorMetrics metrics;
  private final Clock clock;
  private volatile boolean stopping;
  private Instant due = Instant.MIN;
  private @Nullable Instant lastComplete;
  private @Nullable String problem;

  MissedDeliveries(
      Source source,
      Duration interval,
      GitHubDeliveries deliveries,
      JsonEvents normalise,
      EventLog events,
      DoorMetrics metrics,
      Clock clock) {
    this.source = source;
    this.interval = interval;
    this.deliveries = deliveries;
    this.normalise = normalise;
    this.events = events;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Asks, when it is time to ask again. */
  void catchUpWhenDue() {
    Instant now = clock.instant();
    if (now.isBefore(due)) {
      return;
    }
    due = now.plus(interval);
    try {
      if (catchUp(now)) {
        lastComplete = now;
      }
      if (problem != null) {
        log.info("Source {} can ask for missed deliveries again", source);
        problem = null;
      }
    } catch (Paused e) {
      Instant end = now.plus(e.pause);
      due = end.isAfter(due) ? end : due;
      tell(e);
    } catch (IOException | EventLogUnavailable e) {
      tell(e);
    }
  }

  /** Ends after the delivery in hand. */
  void stop() {
    stopping = true;
  }

  /** Returns whether it came to its end. */
  private boolean catchUp(Instant now) throws IOException {
    Instant horizon = now.minus(REACH);
    settled.values().removeIf(at -> at.isBefore(horizon));
    Instant from = lastComplete == null ? horizon : lastComplete.minus(OVERLAP);
    List<Delivery> missed = missed(deliveries.since(from.isBefore(horizon) ? horizon : from));
    int stored = 0;
    int failedInARow = 0;
    @Nullable IOException failure = null;
    for (Delivery delivery : missed) {
      if (stopping) {
        return false;
      }
      if (failedInARow == MOST_FAILURES) {
        break;
      }
      try {
        stored += store(delivery) ? 1 : 0;
        settled.put(delivery.guid(), delivery.at());
        failedInARow = 0;
      } catch (Paused e) {
        throw e;
      } catch (IOException e) {
        // one that GitHub does not get told must not stand in the way of those after it
        failure = e;
        failedInARow++;
      }
    }
    if (stored > 0) {
      log.info("Source {} caught up on {} missed deliveries", source, stored);
    }
    if (failure != null) {
      throw failure;
    }
    return true;
  }

  /** One delivery for each event of which none arrived, the oldest first. */
  private List<Delivery> missed(List<Delivery> newestFirst) {
    Map<String, Delivery> open = new LinkedHashMap<>();
    newestFirst.forEach(delivery -> open.put(delivery.guid(), delivery));
    newestFirst.stream().filter(Delivery::arrived).map(Delivery::guid).forEach(open::remove);
    open.keySet().removeAll(settled.keySet());
    List<Delivery> missed = new ArrayList<>(open.values());
    Collections.reverse(missed);
    return missed;
  }

  /** Returns whether it was new. */
  private boolean store(Delivery delivery) throws IOException {
    byte[] payload = deliveries.payload(delivery);
    try {
      if (payload == null) {
        throw Refused.malformed("GitHub has no payload");
      }
      if (payload.length > source.maxSize()) {
        throw Refused.tooLarge(source.maxSize());
      }
      NewEvent event = normalise.event(webhook(delivery, payload)).withTime(delivery.at());
      List<Appended> appended = events.appendNow(List.of(event), EventLog.PATIENCE);
      metrics.stored(source, appended);
      return !appended.get(0).duplicate();
    } catch (Refused e) {
      log.warn(
          "Source {} cannot catch up on delivery {}: {}", source, delivery.guid(), e.getMessage());
      return false;
    }
  }

  private Webhook webhook(Delivery delivery, byte[] payload) {
    Map<String, String> headers =
        Map.of("x-github-event", delivery.event(), "x-github-delivery", delivery.guid());
    return new Webhook(
        source,
        name -> {
          String value = headers.get(name.toLowerCase(Locale.ROOT));
          return value == null ? List.of() : List.of(value);
        },
        MediaTypes.JSON,
        payload);
  }

  /** Once, not each time it is asked again. */
  private void tell(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    if (!message.equals(problem)) {
      log.warn("Source {} cannot ask for missed deliveries: {}", source, message);
      problem = message;
    }
  }
}
