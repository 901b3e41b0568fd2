package com.millyweb.hub.workbench.api;

import com.millyweb.hub.event.Subscriptions;
import com.millyweb.hub.event.history.DeadFilter;
import com.millyweb.hub.event.history.DeliveryHistory;
import com.millyweb.hub.event.history.DeliveryState;
import com.millyweb.hub.event.history.DeliveryStatus;
import com.millyweb.hub.event.history.Replay;
import com.millyweb.hub.event.history.SubscriptionStatus;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.access.ScopeInterceptor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Deliveries, dead letters among them, and the subscriptions they are for. */
@RestController
class DeliveryApi {
  /** Which dead letters: of a subscription, of a range of time; all when it is empty. */
  record Dead(@Nullable String subscription, @Nullable String from, @Nullable String to) {
    DeadFilter filter() {
      return new DeadFilter(
          null,
          Query.text("subscription", subscription),
          Query.moment("from", from),
          Query.moment("to", to));
    }
  }

  private final DeliveryHistory deliveries;
  private final Replay replay;
  private final Subscriptions subscriptions;

  DeliveryApi(DeliveryHistory deliveries, Replay replay, Subscriptions subscriptions) {
    this.deliveries = deliveries;
    this.replay = replay;
    this.subscriptions = subscriptions;
  }

  @GetMapping("/api/deliveries")
  @RequiresScope(Scope.viewer)
  Listing<DeliveryStatus> list(@Accepts({"state", "subscription", "cursor", "limit"}) Query query) {
    return Listing.of(
        () ->
            deliveries.page(
                query.oneOf("state", DeliveryState.class),
                query.text("subscription"),
                query.cursor(),
                query.limit()));
  }

  @GetMapping("/api/subscriptions")
  @RequiresScope(Scope.viewer)
  Listing<SubscriptionStatus> subscriptions(@Accepts({}) Query query) {
    return Listing.all(deliveries.subscriptions());
  }

  @PostMapping("/api/subscriptions/{name}/park")
  @RequiresScope(value = Scope.operator, action = "subscription.park")
  Map<String, String> park(@PathVariable String name) {
    if (!subscriptions.parkByHand(name)) {
      SubscriptionStatus found =
          deliveries.subscriptions().stream()
              .filter(subscription -> subscription.name().equals(name))
              .findFirst()
              .orElseThrow(() -> Refusal.notFound("subscription", name));
      if (!found.state().equals("parked")) {
        throw Refusal.conflict(
            "A hub runs the route of subscription %s: delete or empty its file %s there"
                .formatted(name, found.file()));
      }
    }
    return Map.of("state", "parked");
  }

  @PostMapping("/api/deliveries/{id}/retry")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @RequiresScope(value = Scope.operator, action = "delivery.retry")
  Map<String, Long> retry(@PathVariable long id) {
    return Map.of("deliveries", changed(id, replay.retry(DeadFilter.of(id))));
  }

  @PostMapping("/api/deliveries/{id}/discard")
  @RequiresScope(value = Scope.operator, action = "delivery.discard")
  Map<String, Long> discard(@PathVariable long id) {
    return Map.of("deliveries", changed(id, replay.discard(DeadFilter.of(id))));
  }

  @PostMapping("/api/deliveries/retry")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @RequiresScope(value = Scope.operator, action = "delivery.retry")
  Map<String, Long> retryMany(@Body Dead body, HttpServletRequest request) {
    long retried = replay.retry(body.filter());
    ScopeInterceptor.note(request, Map.of("filter", body, "deliveries", retried));
    return Map.of("deliveries", retried);
  }

  @PostMapping("/api/deliveries/discard")
  @RequiresScope(value = Scope.operator, action = "delivery.discard")
  Map<String, Long> discardMany(@Body Dead body, HttpServletRequest request) {
    long discarded = replay.discard(body.filter());
    ScopeInterceptor.note(request, Map.of("filter", body, "deliveries", discarded));
    return Map.of("deliveries", discarded);
  }

  private long changed(long id, long count) {
    if (count == 0) {
      var delivery =
          deliveries.unfinished(id).orElseThrow(() -> Refusal.notFound("unfinished delivery", id));
      throw Refusal.conflict(
          "Delivery %d must be dead, or wait for a route that is gone, was: %s"
              .formatted(id, delivery.state()));
    }
    return count;
  }
}
