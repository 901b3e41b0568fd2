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
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Events, and handing them out again. */
@RestController
@RequestMapping("/api/events")
@Tag(name = "events")
class EventApi {
  /** A dry run that says "more than that" has said enough. */
  private static final long MOST_COUNTED = 100_000;

  /** Which events; what is absent does not restrict. */
  @ParameterObject
  record EventQuery(
      @EventTypes
          @Parameter(
              description =
                  "Pattern of event types: `*` is one segment, `**` any number of them, e.g."
                      + " `github.**`")
          @Nullable String type,
      @Text @Parameter(description = "Only events of this source") @Nullable String source,
      @Text @Parameter(description = "Only events with this subject") @Nullable String subject,
      @Parameter(description = "Accepted at this moment or later") @Nullable Instant from,
      @Parameter(description = "Accepted before this moment") @Nullable Instant to) {
    EventFilter filter() {
      return new EventFilter(
          null, Given.pattern(type), Given.text(source), Given.text(subject), null, from, to);
    }
  }

  record ReplayOne(
      @Text
          @Schema(description = "Only to this one; absent for every active one that wants the type")
          @Nullable String subscription) {}

  /**
   * Which events, to whom; {@code dryRun} only counts the events.
   *
   * @param from required, so that nobody replays everything by leaving something out
   */
  record ReplayMany(
      @EventTypes @Nullable String type,
      @Text @Nullable String source,
      @Text @Nullable String subject,
      @NotNull(message = "must say from which moment on events are replayed") Instant from,
      @Nullable Instant to,
      @Text @Nullable String subscription,
      @Schema(defaultValue = "false") @Nullable Boolean dryRun) {

    EventFilter filter() {
      return new EventQuery(type, source, subject, from, to).filter();
    }
  }

  /** What a replay did, or would do. */
  sealed interface Replayed permits Changed, Counted {}

  /**
   * @param orMore whether counting stopped there
   */
  record Counted(long events, boolean orMore) implements Replayed {}

  private final EventHistory events;
  private final DeliveryHistory deliveries;
  private final Replay replay;

  EventApi(EventHistory events, DeliveryHistory deliveries, Replay replay) {
    this.events = events;
    this.deliveries = deliveries;
    this.replay = replay;
  }

  @GetMapping
  @Operation(operationId = "listEvents", summary = "Events, newest first")
  @RequiresScope(Scope.viewer)
  Listing<EventSummary> list(@Valid EventQuery query, @Valid PageQuery page) {
    EventFilter filter = query.filter();
    return Listing.of(page, (after, limit) -> events.page(filter, after, limit));
  }

  @GetMapping("/{id}")
  @Operation(
      operationId = "showEvent",
      summary =
          "An event, its data, its deliveries with their attempts, what caused it and what it"
              + " caused",
      description =
          "A viewer sees the structure of the data, but `******` for every value and error.")
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
  @Operation(operationId = "downloadEventData", summary = "The data of an event, byte by byte")
  @ApiResponse(
      responseCode = "200",
      description = "OK",
      content = @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE))
  @RequiresScope(Scope.operator)
  ResponseEntity<byte[]> data(@PathVariable UUID id) {
    Event event = find(id);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + "\"")
        .body(EventView.shownData(event));
  }

  @PostMapping("/{id}/replay")
  @Operation(operationId = "replayEvent", summary = "Hand an event out again")
  @ApiResponse(responseCode = "202", description = "New deliveries were made")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @RequiresScope(value = Scope.operator, action = "event.replay")
  Changed replayOne(
      @PathVariable UUID id, @Valid @RequestBody ReplayOne body, HttpServletRequest request) {
    find(id);
    String subscription = active(body.subscription());
    long made = replay.replay(EventFilter.of(id), subscription);
    ScopeInterceptor.note(
        request, Map.of("subscription", String.valueOf(subscription), "deliveries", made));
    return new Changed(made);
  }

  @PostMapping("/replay")
  @Operation(operationId = "replayEvents", summary = "Hand events out again, or count them")
  @ApiResponse(
      responseCode = "200",
      description = "With `dryRun`: how many events match; counting stops at 100,000",
      content = @Content(schema = @Schema(implementation = Counted.class)))
  @ApiResponse(
      responseCode = "202",
      description = "New deliveries were made",
      content = @Content(schema = @Schema(implementation = Changed.class)))
  @RequiresScope(value = Scope.operator, action = "event.replay")
  ResponseEntity<Replayed> replayMany(
      @Valid @RequestBody ReplayMany body, HttpServletRequest request) {
    EventFilter filter = body.filter();
    String subscription = active(body.subscription());
    if (Boolean.TRUE.equals(body.dryRun())) {
      ScopeInterceptor.note(request, Map.of("filter", body));
      long count = events.count(filter, MOST_COUNTED + 1);
      return ResponseEntity.ok(new Counted(Math.min(count, MOST_COUNTED), count > MOST_COUNTED));
    }
    long made = replay.replay(filter, subscription);
    ScopeInterceptor.note(request, Map.of("filter", body, "deliveries", made));
    return ResponseEntity.accepted().body(new Changed(made));
  }

  private Event find(UUID id) {
    return events.find(id).orElseThrow(() -> Refusal.notFound("event", id));
  }

  private @Nullable String active(@Nullable String subscription) {
    String name = Given.text(subscription);
    if (name != null
        && deliveries.subscriptions().stream()
            .noneMatch(known -> known.name().equals(name) && known.state().equals("active"))) {
      throw Refusal.badParameter(
          "subscription", "must be an active subscription, was: '" + name + "'");
    }
    return name;
  }
}
