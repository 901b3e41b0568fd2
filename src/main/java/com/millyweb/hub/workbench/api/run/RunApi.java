package com.millyweb.hub.workbench.api.run;

import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.Agents;
import com.millyweb.hub.agent.NewRun;
import com.millyweb.hub.agent.Runs;
import com.millyweb.hub.agent.journal.Approvals;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.event.history.Cursor;
import com.millyweb.hub.event.history.Page;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.access.ScopeInterceptor;
import com.millyweb.hub.workbench.api.Given;
import com.millyweb.hub.workbench.api.Listing;
import com.millyweb.hub.workbench.api.PageQuery;
import com.millyweb.hub.workbench.api.Refusal;
import com.millyweb.hub.workbench.api.Text;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Runs of agents: begins them, shows them and ends them. */
@RestController
@RequestMapping("/api/runs")
@Tag(name = "runs")
class RunApi {
  static final String KIND = "api";

  /** A run has its row a moment after its start is stored; nobody shall ask for it in between. */
  private static final Duration UNTIL_IT_IS_THERE = Duration.ofSeconds(2);

  private static final int LONGEST_KEY = 1024;

  /** Which runs. */
  @ParameterObject
  record RunQuery(
      @Text @Parameter(description = "Only of this agent") @Nullable String agent,
      @Parameter(description = "Only in this state") @Nullable RunState state,
      @Text @Parameter(description = "Only of this conversation") @Nullable String conversation) {}

  /** A run that was begun. */
  @Schema(name = "RunStarted")
  record Started(
      UUID id,
      @Schema(description = "Whether the key was seen before, and this is its run")
          boolean duplicate,
      @Schema(description = "Null while its first step has not begun") @Nullable RunView run) {}

  /** A run with all that it did. */
  @Schema(name = "RunWithSteps")
  record RunWithSteps(RunView run, List<StepView> steps, List<ApprovalView> approvals) {}

  private final Runs runs;
  private final Agents agents;
  private final Approvals approvals;

  RunApi(Runs runs, Agents agents, Approvals approvals) {
    this.runs = runs;
    this.agents = agents;
    this.approvals = approvals;
  }

  @PostMapping
  @Operation(
      operationId = "startRun",
      summary = "Begin a run of an agent",
      description =
          "It is stored when this answers. With `wait` the answer is waited for: 200 when the run"
              + " has ended, 202 when it goes on.")
  @ApiResponse(responseCode = "200", description = "It has ended")
  @ApiResponse(responseCode = "202", description = "It has begun")
  @RequiresScope(value = Scope.operator, action = "run.start")
  ResponseEntity<Started> start(
      @Valid @RequestBody RunWish body,
      @Parameter(description = "A second run with the same one does not begin")
          @RequestHeader(name = "Idempotency-Key", required = false)
          @Nullable String header,
      Caller caller,
      HttpServletRequest request) {
    String key = key(body, header);
    AgentDefinition agent = agent(body.agent());
    Duration patience = body.patience();
    UUID id = RunIds.of(KIND, caller, key);
    RunRow before = key == null ? null : runs.find(id).orElse(null);
    if (before != null && !isSame(before, body)) {
      throw Refusal.conflict("Run %s had this key, and another agent or task".formatted(id));
    }
    ScopeInterceptor.note(request, Map.of("agent", agent.name(), "run", id));
    if (before == null) {
      runs.start(
          new NewRun(
              id,
              agent.name(),
              body.task(),
              Given.text(body.conversation()),
              NewRun.TENANT,
              caller.name(),
              new NewRun.Origin(KIND, null, null),
              List.of(),
              null,
              null,
              0,
              body.budgetOf(agent),
              null,
              null),
          RunIds.key(KIND, caller, key));
    }
    RunRow now = patience == null ? begun(id) : ended(id, patience);
    return ResponseEntity.status(
            now != null && !now.isActive() ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .body(new Started(id, before != null, now == null ? null : RunView.of(now)));
  }

  private AgentDefinition agent(String name) {
    try {
      return agents.get(name);
    } catch (IllegalArgumentException e) {
      throw new Refusal(HttpStatus.BAD_REQUEST, "'agent': " + e.getMessage());
    }
  }

  private static @Nullable String key(RunWish body, @Nullable String header) {
    String given = Given.text(body.key());
    String key = given == null ? Given.text(header) : given;
    if (key != null && (key.length() > LONGEST_KEY || key.indexOf('\0') >= 0)) {
      throw Refusal.badParameter(
          "Idempotency-Key", "must have at most %d characters".formatted(LONGEST_KEY));
    }
    return key;
  }

  private static boolean isSame(RunRow run, RunWish body) {
    return run.agent().equals(body.agent()) && run.task().equals(body.task());
  }

  private @Nullable RunRow begun(UUID id) {
    try {
      return runs.awaitBegin(id, UNTIL_IT_IS_THERE).orElse(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private @Nullable RunRow ended(UUID id, Duration patience) {
    try {
      return runs.await(id, patience).orElse(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @GetMapping
  @Operation(operationId = "listRuns", summary = "Runs, newest first, without their steps")
  @RequiresScope(Scope.viewer)
  Listing<RunView> list(@Valid RunQuery query, @Valid PageQuery page) {
    return Listing.of(
        page,
        (after, limit) -> {
          List<RunRow> found =
              runs.page(
                  Given.text(query.agent()),
                  query.state() == null ? null : query.state().name(),
                  Given.text(query.conversation()),
                  after == null ? null : after.at(),
                  after == null ? null : after.uuid(),
                  limit + 1);
          return Page.of(
              found.stream().map(RunView::of).toList(),
              limit,
              run -> new Cursor(run.startedAt(), run.id().toString()));
        });
  }

  @GetMapping("/{id}")
  @Operation(
      operationId = "showRun",
      summary = "A run with its steps, and what people were asked about it",
      description = "A viewer sees what it did, but `******` for what was said.")
  @RequiresScope(Scope.viewer)
  RunWithSteps show(@PathVariable UUID id) {
    RunRow run = runs.find(id).orElseThrow(() -> Refusal.notFound("run", id));
    return new RunWithSteps(
        RunView.of(run),
        runs.steps(id).stream().map(StepView::of).toList(),
        approvals.ofRun(id).stream().map(ApprovalView::of).toList());
  }

  @PostMapping("/{id}/cancel")
  @Operation(
      operationId = "cancelRun",
      summary = "End a run",
      description = "409 when it has ended.")
  @ApiResponse(responseCode = "202", description = "It ends")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @RequiresScope(value = Scope.operator, action = "run.cancel")
  RunView cancel(@PathVariable UUID id, Caller caller) {
    RunRow run = runs.find(id).orElseThrow(() -> Refusal.notFound("run", id));
    if (!run.isActive()) {
      throw Refusal.conflict("Run %s is %s already".formatted(id, RunState.of(run.state())));
    }
    runs.cancel(id, caller.name());
    RunRow now = ended(id, UNTIL_IT_IS_THERE);
    return RunView.of(now == null ? run : now);
  }
}
