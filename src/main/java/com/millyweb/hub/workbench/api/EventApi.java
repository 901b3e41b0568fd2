package com.millyweb.hub.workbench.api;

import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.history.AttemptStatus;
import com.millyweb.hub.event.history.DeliveryHistory;
import com.millyweb.hub.event.history.EventFilter;
import com.millyweb.hub.event.history.EventHistory;
import com.millyweb.hub.event.history.EventSummary;
import com.millyweb.hub.event.history.Replay;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.access.ContentRule;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.access.ScopeInterceptor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Events, and handing them out again. */
@RestController
@RequestMapping("/api/events")
class EventApi {
  /** A dry run that says "more than that" has said enough. */
  private static final long MOST_COUNTED = 100_000;

  /**
   * @param subscription only to this one; absent for all that want the event
   */
  record ReplayOne(@Nullable String subscription) {}

  /**
   * Which events, to whom; {@code dryRun} only counts the events.
   *
   * @param from required, so that nobody replays everything by leaving something out
   */
  record ReplayMany(
      @Nullable String type,
      @Nullable String source,
      @Nullable String subject,
      @Nullable String from,
      @Nullable String to,
      @Nullable String subscription,
      @Nullable Boolean dryRun) {

    EventFilter filter() {
      var start = Query.moment("from", from);
      if (start == null) {
        throw Refusal.badParameter("from", "must say from which moment on events are replayed");
      }
      return new EventFilter(
          null,
          Query.pattern("type", type),
          Query.text("source", source),
          Query.text("subject", subject),
          start,
          Query.moment("to", to));
    }
  }

  private final EventHistory events;
  private final DeliveryHistory deliveries;
  private final Replay replay;

  EventApi(EventHistory events, DeliveryHistory deliveries, Replay replay) {
    this.events = events;
    this.deliveries = deliveries;
    this.replay = replay;
  }

  @GetMapping
  @RequiresScope(Scope.viewer)
  Listing<EventSummary> list(
      @Accepts({"type", "source", "subject", "from", "to", "cursor", "limit"}) Query query) {
    var filter =
        new EventFilter(
            null,
            query.pattern("type"),
            query.text("source"),
            query.text("subject"),
            query.moment("from"),
            query.moment("to"));
    return Listing.of(() -> events.page(filter, query.cursor(), query.limit()));
  }

  @GetMapping("/{id}")
  @RequiresScope(Scope.viewer)
  EventView show(@PathVariable UUID id, Caller caller) {
    Event event = find(id);
    List<AttemptStatus> attempts = deliveries.attempts(id);
    return EventView.of(
        event,
        ContentRule.isMaskedFor(caller),
        event.cause() == null ? null : events.summary(event.cause()).orElse(null),
        deliveries.of(id).stream()
            .map(status -> EventView.DeliveryView.of(status, attempts))
            .toList(),
        events.causedBy(id));
  }

  /**
   * The bytes as they came, but for what {@link Mask#reply} hides, as a download: nothing in them
   * is ever shown as a page.
   */
  @GetMapping("/{id}/data")
  @RequiresScope(Scope.operator)
  ResponseEntity<byte[]> data(@PathVariable UUID id) {
    Event event = find(id);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + "\"")
        .body(EventView.shownData(event));
  }

  @PostMapping("/{id}/replay")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @RequiresScope(value = Scope.operator, action = "event.replay")
  Map<String, Long> replayOne(
      @PathVariable UUID id, @Body ReplayOne body, HttpServletRequest request) {
    find(id);
    String subscription = active(body.subscription());
    long made = replay.replay(EventFilter.of(id), subscription);
    ScopeInterceptor.note(
        request, Map.of("subscription", String.valueOf(subscription), "deliveries", made));
    return Map.of("deliveries", made);
  }

  @PostMapping("/replay")
  @RequiresScope(value = Scope.operator, action = "event.replay")
  ResponseEntity<Map<String, ?>> replayMany(@Body ReplayMany body, HttpServletRequest request) {
    EventFilter filter = body.filter();
    String subscription = active(body.subscription());
    if (Boolean.TRUE.equals(body.dryRun())) {
      ScopeInterceptor.note(request, Map.of("filter", body));
      long count = events.count(filter, MOST_COUNTED + 1);
      return ResponseEntity.ok(
          Map.of("events", Math.min(count, MOST_COUNTED), "orMore", count > MOST_COUNTED));
    }
    long made = replay.replay(filter, subscription);
    ScopeInterceptor.note(request, Map.of("filter", body, "deliveries", made));
    return ResponseEntity.accepted().body(Map.of("deliveries", made));
  }

  private Event find(UUID id) {
    return events.find(id).orElseThrow(() -> Refusal.notFound("event", id));
  }

  private @Nullable String active(@Nullable String subscription) {
    String name = Query.text("subscription", subscription);
    if (name != null
        && deliveries.subscriptions().stream()
            .noneMatch(known -> known.name().equals(name) && known.state().equals("active"))) {
      throw Refusal.badParameter(
          "subscription", "must be an active subscription, was: '" + name + "'");
    }
    return name;
  }
}
