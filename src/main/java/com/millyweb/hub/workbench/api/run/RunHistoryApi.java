package com.millyweb.hub.workbench.api.run;

import com.millyweb.hub.agent.Agents;
import com.millyweb.hub.agent.NewRun;
import com.millyweb.hub.agent.Runs;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.agent.loop.Replays;
import com.millyweb.hub.model.LanguageModels;
import com.millyweb.hub.model.Turn;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.access.ScopeInterceptor;
import com.millyweb.hub.workbench.api.Given;
import com.millyweb.hub.workbench.api.Listing;
import com.millyweb.hub.workbench.api.MaxBytes;
import com.millyweb.hub.workbench.api.Refusal;
import com.millyweb.hub.workbench.api.Text;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What runs were asked and did, gone through again. */
@RestController
@RequestMapping("/api/runs/{id}")
@Tag(name = "runs")
class RunHistoryApi {
  private static final int LONGEST_PROMPT = 32_000;

  /** What one side said to the other. */
  @Schema(name = "RunTurn")
  record TurnView(
      @Schema(description = "system, user, assistant or tool") String role,
      String text,
      @Schema(description = "The tool that answered") @Nullable String tool,
      @Schema(description = "What the model called") List<StepView.CallView> calls) {
    static TurnView of(Turn turn) {
      if (turn instanceof Turn.Reply reply) {
        return new TurnView(
            "assistant",
            reply.text(),
            null,
            reply.calls().stream()
                .map(call -> new StepView.CallView(call.id(), call.name(), call.arguments()))
                .toList());
      }
      if (turn instanceof Turn.Result result) {
        return new TurnView("tool", result.text(), result.tool(), List.of());
      }
      return new TurnView(
          turn instanceof Turn.Instructions ? "system" : "user", turn.text(), null, List.of());
    }
  }

  /** What a strict replay found. */
  @Schema(name = "RunReplay")
  record ReplayView(
      @Schema(description = "Whether each question is the one that was asked") boolean equal,
      List<Question> questions) {
    @Schema(name = "ReplayedQuestion")
    record Question(
        int step, boolean equal, @Schema(description = "Of how many it was") int turns) {}
  }

  @MaxBytes(256 * 1024)
  @Schema(name = "ForkWish")
  record ForkWish(
      @NotNull(message = "must be the number of a step of a model, which is asked again")
          Integer step,
      @Text @Schema(description = "A name of hub.models; that of the agent where it is left out")
          @Nullable String model,
      @Size(
              max = RunHistoryApi.LONGEST_PROMPT,
              message = "must have at most " + RunHistoryApi.LONGEST_PROMPT + " characters")
          @Schema(description = "How the agent shall behave; as it was where it is left out")
          @Nullable String prompt) {}

  /** A run that goes on from a step of another one. */
  @Schema(name = "RunForked")
  record Forked(UUID id, UUID from, int step) {}

  /** Where two runs differ. */
  @Schema(name = "RunComparison")
  record Comparison(
      @Schema(description = "How many steps are equal") int equal, List<Difference> different) {}

  /** A step that differs; a run that has none there has null. */
  @Schema(name = "RunDifference")
  record Difference(
      int position, List<String> fields, @Nullable StepView left, @Nullable StepView right) {}

  private final Runs runs;
  private final Agents agents;
  private final Replays replays;
  private final LanguageModels models;

  RunHistoryApi(Runs runs, Agents agents, Replays replays, LanguageModels models) {
    this.runs = runs;
    this.agents = agents;
    this.replays = replays;
    this.models = models;
  }

  @GetMapping("/steps/{seq}/question")
  @Operation(
      operationId = "showQuestion",
      summary = "What a model was asked in a step, turn by turn, as it got it")
  @RequiresScope(Scope.operator)
  Listing<TurnView> question(@PathVariable UUID id, @PathVariable int seq) {
    find(id);
    try {
      return Listing.all(replays.question(id, seq).stream().map(TurnView::of).toList());
    } catch (IllegalArgumentException e) {
      throw new Refusal(HttpStatus.NOT_FOUND, String.valueOf(e.getMessage()));
    }
  }

  @PostMapping("/replay")
  @Operation(
      operationId = "replayRun",
      summary = "Put each question of a run together again, and compare it with the one asked",
      description = "No model is asked and no tool is called.")
  @RequiresScope(value = Scope.operator, action = "run.replay")
  ReplayView replay(@PathVariable UUID id) {
    List<ReplayView.Question> questions =
        replays.replay(find(id)).stream()
            .map(one -> new ReplayView.Question(one.seq(), one.equal(), one.turns()))
            .toList();
    return new ReplayView(questions.stream().allMatch(ReplayView.Question::equal), questions);
  }

  @PostMapping("/fork")
  @Operation(
      operationId = "forkRun",
      summary = "Ask a model again in a step of a run, in a new run",
      description =
          "The new run has all that came before the step. It repeats no call that the first run"
              + " did, and does none that changes something.")
  @ApiResponse(responseCode = "202", description = "The new run has begun")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @RequiresScope(value = Scope.operator, action = "run.fork")
  Forked fork(
      @PathVariable UUID id,
      @Valid @RequestBody ForkWish body,
      Caller caller,
      HttpServletRequest request) {
    RunRow run = find(id);
    boolean asks =
        runs.steps(id).stream()
            .anyMatch(step -> step.seq() == body.step() && step.kind() == StepRow.Kind.MODEL);
    if (!asks) {
      throw Refusal.badParameter(
          "step",
          "must be the number of a step of a model of this run, was: %d".formatted(body.step()));
    }
    String model = Given.text(body.model());
    if (model != null && !models.configured(model)) {
      throw Refusal.badParameter(
          "model", "must be one of %s, was: '%s'".formatted(models.names(), model));
    }
    if (agents.find(run.agent()).isEmpty()) {
      throw Refusal.conflict("The agent '%s' of run %s runs no more".formatted(run.agent(), id));
    }
    UUID fork = Runs.newId();
    ScopeInterceptor.note(request, Map.of("run", fork, "step", body.step()));
    runs.start(
        new NewRun(
            fork,
            run.agent(),
            run.task(),
            null,
            run.tenant(),
            caller.name(),
            new NewRun.Origin(RunApi.KIND, null, null),
            run.taint(),
            null,
            null,
            0,
            null,
            null,
            new NewRun.Fork(id, body.step(), model, Given.text(body.prompt()))),
        null);
    return new Forked(fork, id, body.step());
  }

  @GetMapping("/compare/{other}")
  @Operation(
      operationId = "compareRuns",
      summary = "Two runs side by side, the steps in which they differ")
  @RequiresScope(Scope.operator)
  Comparison compare(@PathVariable UUID id, @PathVariable UUID other) {
    find(id);
    find(other);
    List<StepRow> left = runs.steps(id);
    List<StepRow> right = runs.steps(other);
    List<Difference> different = new ArrayList<>();
    int equal = 0;
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      StepRow one = i < left.size() ? left.get(i) : null;
      StepRow two = i < right.size() ? right.get(i) : null;
      List<String> fields = fields(one, two);
      if (fields.isEmpty()) {
        equal++;
      } else {
        different.add(
            new Difference(
                i + 1,
                fields,
                one == null ? null : StepView.of(one),
                two == null ? null : StepView.of(two)));
      }
    }
    return new Comparison(equal, different);
  }

  private static List<String> fields(@Nullable StepRow one, @Nullable StepRow two) {
    Map<String, @Nullable Object> left = compared(one);
    Map<String, @Nullable Object> right = compared(two);
    return left.keySet().stream()
        .filter(name -> !Objects.equals(left.get(name), right.get(name)))
        .toList();
  }

  /** What tells two steps apart; not the time that they took, nor what they cost. */
  private static Map<String, @Nullable Object> compared(@Nullable StepRow step) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("kind", step == null ? null : step.kind());
    fields.put("state", step == null ? null : step.state());
    fields.put("name", step == null ? null : step.name());
    fields.put("arguments", step == null ? null : step.arguments());
    fields.put("result", step == null ? null : step.result());
    fields.put("calls", step == null ? null : step.calls());
    fields.put("error", step == null ? null : step.error());
    return fields;
  }

  private RunRow find(UUID id) {
    return runs.find(id).orElseThrow(() -> Refusal.notFound("run", id));
  }
}
