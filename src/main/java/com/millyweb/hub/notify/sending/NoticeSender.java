package com.millyweb.hub.notify.sending;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.AmbiguousFailure;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.decision.Decisions;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** The step of every medium's route: takes the event to the medium that its type names. */
@RouteBean(formerly = "courier")
@Component
public class NoticeSender {
  private static final Logger log = LoggerFactory.getLogger(NoticeSender.class);
  private static final String TYPE = "notify.";

  /** The outcome of what goes on by another lane. */
  private static final String ASIDE = "aside";

  private static final String AMBIGUOUS = "ambiguous";

  private final Map<String, Medium> media;
  private final Channels channels;
  private final DisabledTargets destinations;
  private final Decisions decisions;
  private final Detour detour;
  private final TargetTrouble troubles;
  private final MeterRegistry meters;

  NoticeSender(
      List<Medium> media,
      Channels channels,
      DisabledTargets destinations,
      Decisions decisions,
      Detour detour,
      TargetTrouble troubles,
      MeterRegistry meters) {
    this.detour = detour;
    this.troubles = troubles;
    this.destinations = destinations;
    this.decisions = decisions;
    this.media = media.stream().collect(Collectors.toMap(Medium::name, Function.identity()));
    this.channels = channels;
    this.meters = meters;
  }

  public void deliver(Exchange exchange) throws Exception {
    NoticeDelivery delivery = delivery(exchange.getMessage());
    Medium medium = media.get(delivery.target().medium());
    if (medium == null) {
      throw new PermanentFailure("There is no medium " + delivery.target().medium(), null);
    }
    long start = System.nanoTime();
    String outcome = "failed";
    try {
      outcome = attempt(exchange, delivery, medium);
    } catch (RetryAfter e) {
      outcome = "paused";
      throw e;
    } catch (PermanentFailure e) {
      outcome = "refused";
      throw e;
    } catch (AmbiguousFailure e) {
      outcome = AMBIGUOUS;
      throw e;
    } finally {
      meters
          .timer("hub.notify.send", "medium", medium.name())
          .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
      meters.counter("hub.notify.sent", "medium", medium.name(), "outcome", outcome).increment();
    }
  }

  /** Returns how it ended, as the metric knows it. */
  private String attempt(Exchange exchange, NoticeDelivery delivery, Medium medium)
      throws Exception {
    Target target = delivery.target();
    String subject = exchange.getMessage().getHeader("ce-subject", "", String.class);
    boolean aside = Detour.isOn(delivery, subject);
    destinations.requireEnabled(medium, target);
    if (!aside && detour.mustFollow(exchange, delivery)) {
      detour.take(exchange, delivery);
      return ASIDE;
    }
    troubles.requireCalm(target, aside);
    try {
      String outcome = send(delivery, medium);
      troubles.isCalm(target);
      return outcome;
    } catch (RetryAfter e) {
      troubles.paused(target, e.delay());
      destinations.paused(target, e.delay(), String.valueOf(e.getMessage()));
      throw e;
    } catch (PermanentFailure e) {
      // the target is there, and said no to this one
      troubles.isCalm(target);
      throw e;
    } catch (DataAccessException | InterruptedException e) {
      // trouble of the hub, which every notice has
      troubles.leave(target);
      throw e;
    } catch (Exception e) {
      if (TargetTrouble.isDown(e)) {
        troubles.down(target);
        throw e;
      }
      troubles.failed(target, delivery.notice().id());
      if (aside) {
        throw e;
      }
      log.warn(
          "Notice {} steps aside, others of {} go on: {}",
          delivery.notice().id(),
          target.id(),
          e.getMessage());
      detour.take(exchange, delivery);
      return e instanceof AmbiguousFailure ? AMBIGUOUS : ASIDE;
    } catch (Error e) {
      troubles.leave(target);
      throw e;
    }
  }

  private String send(NoticeDelivery delivery, Medium medium) throws Exception {
    Target target = delivery.target();
    try {
      decisions.prepare(delivery);
      return medium.send(delivery).name();
    } catch (DestinationDead e) {
      throw destinations.disable(medium, target, e);
    } catch (AmbiguousFailure e) {
      throw target.ambiguous() == OnAmbiguous.retry
          ? e
          : new PermanentFailure(
              "%s: the setting is not to send again".formatted(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private NoticeDelivery delivery(Message message) {
    String type = message.getHeader("ce-type", "", String.class);
    String id = message.getHeader("ce-subject", "", String.class);
    if (!type.startsWith(TYPE) || !(message.getBody() instanceof Map<?, ?> json)) {
      throw new PermanentFailure("Event of type '%s' is not a notice".formatted(type), null);
    }
    // the subject may be that of a lane beside the target's
    String named = json.get("target") instanceof String text ? text : id;
    Target target = target(named);
    if (target == null || !type.equals(TYPE + target.medium())) {
      throw new PermanentFailure(
          "hub.notify.channels has no target '%s' any more".formatted(named), null);
    }
    try {
      return new NoticeDelivery(
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
