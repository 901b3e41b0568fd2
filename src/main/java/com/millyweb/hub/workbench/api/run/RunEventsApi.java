package com.millyweb.hub.workbench.api.run;

import com.millyweb.hub.agent.Runs;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.api.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What a run does, while it does it. */
@RestController
@Tag(name = "runs")
class RunEventsApi {
  /** From where on. */
  @ParameterObject
  record EventsQuery(
      @Min(value = 0, message = "must be 0 or more")
          @Parameter(
              description = "Only what changed after this revision; as the header Last-Event-ID")
          @Nullable Long after) {}

  private final Runs runs;
  private final RunStreams streams;

  RunEventsApi(Runs runs, RunStreams streams) {
    this.runs = runs;
    this.streams = streams;
  }

  @GetMapping("/api/runs/{id}/events")
  @Operation(
      operationId = "watchRun",
      summary = "What a run does, as server-sent events",
      description =
          "`step` each step that changed, `run` the run without its steps, `text` the next piece of"
              + " the model's answer (only live, and not for viewers), `again` when that answer"
              + " begins from the start, `ended` last. `step` and `run` carry the revision as their"
              + " id, from which a stream goes on.")
  @ApiResponse(
      responseCode = "200",
      description = "The events",
      content =
          @Content(
              mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
              schema = @Schema(type = "string")))
  @RequiresScope(Scope.viewer)
  SseEmitter watch(
      @PathVariable UUID id,
      @Valid EventsQuery query,
      @Parameter(description = "The id of the last event that arrived")
          @RequestHeader(name = "Last-Event-ID", required = false)
          @Nullable String last,
      Caller caller,
      HttpServletResponse response) {
    if (runs.find(id).isEmpty()) {
      throw Refusal.notFound("run", id);
    }
    // a proxy that gathers what it hands on would hand on nothing for minutes
    response.setHeader("X-Accel-Buffering", "no");
    return streams.open(id, after(query, last), caller);
  }

  private static long after(EventsQuery query, @Nullable String last) {
    if (last == null || last.isBlank()) {
      return query.after() == null ? 0 : query.after();
    }
    try {
      return Math.max(0, Long.parseLong(last.strip()));
    } catch (NumberFormatException e) {
      throw Refusal.badParameter("Last-Event-ID", "must be a revision, was: '%s'".formatted(last));
    }
  }
}
