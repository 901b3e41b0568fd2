package com.millyweb.hub.workbench.api;

import com.millyweb.hub.event.history.EventHistory;
import com.millyweb.hub.event.history.EventSummary;
import com.millyweb.hub.ingress.SourceStatus;
import com.millyweb.hub.ingress.Sources;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who may send events, and what each sent last. */
@RestController
@RequestMapping("/api/sources")
@Tag(name = "events")
class SourceApi {
  /**
   * @param door where it sends to
   * @param lastEvent its newest event, unless it is not among the last 20,000 of all
   * @param refusals since the hub started; null for none
   */
  record Source(
      String name,
      String verify,
      String door,
      @Nullable LastEvent lastEvent,
      SourceStatus.@Nullable Refusals refusals) {}

  record TestEvent(UUID event) {}

  record LastEvent(UUID id, String type, Instant at) {
    static @Nullable LastEvent of(@Nullable EventSummary event) {
      return event == null ? null : new LastEvent(event.id(), event.type(), event.at());
    }
  }

  private final EventHistory events;
  private final SourceStatus status;

  /** How each source is verified; nothing else of its configuration is kept, least its secrets. */
  private final Map<String, String> schemes = new TreeMap<>();

  SourceApi(EventHistory events, SourceStatus status, Sources sources) {
    this.events = events;
    this.status = status;
    sources.all().forEach(source -> schemes.put(source.name(), source.kind()));
  }

  @GetMapping
  @Operation(operationId = "listSources", summary = "Who may send events, and what each sent last")
  @RequiresScope(Scope.viewer)
  Listing<Source> list() {
    Map<String, EventSummary> newest = events.newestBySource();
    List<Source> sources =
        schemes.entrySet().stream()
            .map(
                entry ->
                    new Source(
                        entry.getKey(),
                        entry.getValue(),
                        "/hooks/" + entry.getKey(),
                        LastEvent.of(newest.get(entry.getKey())),
                        status.refusals(entry.getKey()).orElse(null)))
            .toList();
    return Listing.all(sources);
  }

  @PostMapping("/{source}/test")
  @Operation(operationId = "testSource", summary = "Store the event <source>.test")
  @ApiResponse(responseCode = "202", description = "Stored")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @RequiresScope(value = Scope.operator, action = "source.test")
  TestEvent test(@PathVariable String source, Caller caller) {
    return status
        .test(source, caller.name())
        .map(appended -> new TestEvent(appended.id()))
        .orElseThrow(() -> Refusal.notFound("source", source));
  }
}
