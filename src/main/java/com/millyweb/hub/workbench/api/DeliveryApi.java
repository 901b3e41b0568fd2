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
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Deliveries, dead letters among them, and the subscriptions they are for. */
@RestController
@Tag(name = "deliveries")
class DeliveryApi {
  /** Which dead letters: of a subscription, of a range of time; all when it is empty. */
  record Dead(
      @Text @Nullable String subscription,
      @Schema(description = "Died at this moment or later") @Nullable Instant from,
      @Schema(description = "Died before this moment") @Nullable Instant to) {
    DeadFilter filter() {
      return new DeadFilter(null, Given.text(subscription), from, to);
    }
  }

  /** Which unfinished or finished deliveries. */
  @ParameterObject
  record DeliveryQuery(
      @Parameter(description = "Only deliveries in this state; without it all that are unfinished")
          @Nullable DeliveryState state,
      @Text @Parameter(description = "Only this subscription") @Nullable String subscription) {}

  record Parked(String state) {}

  private final DeliveryHistory deliveries;
  private final Replay replay;
  private final Subscriptions subscriptions;

  DeliveryApi(DeliveryHistory deliveries, Replay replay, Subscriptions subscriptions) {
    this.deliveries = deliveries;
    this.replay = replay;
    this.subscriptions = subscriptions;
  }

  @GetMapping("/api/deliveries")
  @Operation(operationId = "listDeliveries", summary = "Deliveries, newest first")
  @RequiresScope(Scope.viewer)
  Listing<DeliveryStatus> list(@Valid DeliveryQuery query, @Valid PageQuery page) {
    return Listing.of(
        page,
        (after, limit) ->
            deliveries.page(query.state(), Given.text(query.subscription()), after, limit));
  }

  @GetMapping("/api/subscriptions")
  @Operation(
      operationId = "listSubscriptions",
      summary = "Who wants which events, and how much waits for them")
  @RequiresScope(Scope.viewer)
  Listing<SubscriptionStatus> subscriptions() {
    return Listing.all(deliveries.subscriptions());
  }

  @PostMapping("/api/subscriptions/{name}/park")
  @Operation(
      operationId = "parkSubscription",
      summary = "Keep no more events for a subscription whose route no hub runs",
      description = "409 when a hub runs its route.")
  @RequiresScope(value = Scope.operator, action = "subscription.park")
  Parked park(@PathVariable String name) {
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
    return new Parked("parked");
  }

  @PostMapping("/api/deliveries/{id}/retry")
  @Operation(
      operationId = "retryDelivery",
      summary = "Give a dead letter a new series of attempts",
      description = "409 when the delivery is not dead and waits for no route that is gone.")
  @ApiResponse(responseCode = "202", description = "It will be tried again")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @RequiresScope(value = Scope.operator, action = "delivery.retry")
  Changed retry(@PathVariable long id) {
    return changed(id, replay.retry(DeadFilter.of(id)));
  }

  @PostMapping("/api/deliveries/{id}/discard")
  @Operation(
      operationId = "discardDelivery",
      summary = "Give up a dead letter, or what waits for a route that is gone; its event stays",
      description = "409 when the delivery is not dead.")
  @RequiresScope(value = Scope.operator, action = "delivery.discard")
  Changed discard(@PathVariable long id) {
    return changed(id, replay.discard(DeadFilter.of(id)));
  }

  @PostMapping("/api/deliveries/retry")
  @Operation(
      operationId = "retryDeliveries",
      summary = "Give many dead letters a new series of attempts",
      description = "`{}` means all of them.")
  @ApiResponse(responseCode = "202", description = "They will be tried again")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @RequiresScope(value = Scope.operator, action = "delivery.retry")
  Changed retryMany(@Valid @RequestBody Dead body, HttpServletRequest request) {
    long retried = replay.retry(body.filter());
    ScopeInterceptor.note(request, Map.of("filter", body, "deliveries", retried));
    return new Changed(retried);
  }

  @PostMapping("/api/deliveries/discard")
  @Operation(
      operationId = "discardDeliveries",
      summary = "Give up many dead letters, and what waits for a route that is gone",
      description =
          "`{}` means all dead letters; the name of a parked subscription what waits for it as"
              + " well.")
  @ApiResponse(responseCode = "200", description = "They are given up")
  @RequiresScope(value = Scope.operator, action = "delivery.discard")
  Changed discardMany(@Valid @RequestBody Dead body, HttpServletRequest request) {
    long discarded = replay.discard(body.filter());
    ScopeInterceptor.note(request, Map.of("filter", body, "deliveries", discarded));
    return new Changed(discarded);
  }

  private Changed changed(long id, long count) {
    if (count == 0) {
      var delivery =
          deliveries.unfinished(id).orElseThrow(() -> Refusal.notFound("unfinished delivery", id));
      throw Refusal.conflict(
          "Delivery %d must be dead, or wait for a route that is gone, was: %s"
              .formatted(id, delivery.state()));
    }
    return new Changed(count);
  }
}
