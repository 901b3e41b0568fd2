package com.millyweb.hub.notify;

import com.millyweb.hub.RouteBean;
import com.millyweb.hub.event.AmbiguousFailure;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The step of every medium's route: takes the event to the medium that its type names. */
@RouteBean
@Component
public class Courier {
  private static final String TYPE = "notify.";

  private final Map<String, Medium> media;
  private final Channels channels;
  private final Destinations destinations;
  private final Decisions decisions;
  private final MeterRegistry meters;

  Courier(
      List<Medium> media,
      Channels channels,
      Destinations destinations,
      Decisions decisions,
      MeterRegistry meters) {
    this.destinations = destinations;
    this.decisions = decisions;
    this.media = media.stream().collect(Collectors.toMap(Medium::name, Function.identity()));
    this.channels = channels;
    this.meters = meters;
  }

  public void deliver(Exchange exchange) throws Exception {
    Delivery delivery = delivery(exchange.getMessage());
    Medium medium = media.get(delivery.target().medium());
    if (medium == null) {
      throw new PermanentFailure("There is no medium " + delivery.target().medium(), null);
    }
    long start = System.nanoTime();
    String outcome = "failed";
    try {
      destinations.requireEnabled(medium, delivery.target());
      decisions.prepare(delivery);
      outcome = medium.send(delivery).name();
    } catch (RetryAfter e) {
      outcome = "paused";
      destinations.paused(delivery.target(), e.delay(), String.valueOf(e.getMessage()));
      throw e;
    } catch (DestinationDead e) {
      outcome = "refused";
      destinations.disable(medium, delivery.target(), String.valueOf(e.getMessage()));
      throw e;
    } catch (PermanentFailure e) {
      outcome = "refused";
      throw e;
    } catch (AmbiguousFailure e) {
      outcome = "ambiguous";
      throw delivery.target().ambiguous() == Ambiguous.retry
          ? e
          : new PermanentFailure(
              "%s: the setting is not to send again".formatted(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      outcome = "refused";
      throw new PermanentFailure(String.valueOf(e.getMessage()), e);
    } finally {
      meters
          .timer("hub.notify.send", "medium", medium.name())
          .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
      meters.counter("hub.notify.sent", "medium", medium.name(), "outcome", outcome).increment();
    }
  }

  private Delivery delivery(Message message) {
    String type = message.getHeader("ce-type", "", String.class);
    String id = message.getHeader("ce-subject", "", String.class);
    if (!type.startsWith(TYPE) || !(message.getBody() instanceof Map<?, ?> json)) {
      throw new PermanentFailure("Event of type '%s' is not a notice".formatted(type), null);
    }
    Target target = target(id);
    if (target == null || !type.equals(TYPE + target.medium())) {
      throw new PermanentFailure(
          "hub.notify.channels has no target '%s' any more".formatted(id), null);
    }
    try {
      return new Delivery(
          NoticeJson.read(json), target, UUID.fromString(message.getHeader("ce-id", String.class)));
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure("Event is not a notice: " + e.getMessage(), e);
    }
  }

  private @Nullable Target target(String id) {
    try {
      return channels.target(id);
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure("Nothing reaches %s: %s".formatted(id, e.getMessage()), e);
    }
  }
}
