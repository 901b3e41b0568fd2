package com.millyweb.hub.workbench.api.run;

import com.millyweb.hub.agent.journal.Approvals;
import com.millyweb.hub.agent.journal.Approvals.Approval;
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
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What people are asked about runs, and what they decide. */
@RestController
@RequestMapping("/api/approvals")
@Tag(name = "runs")
class ApprovalApi {
  /** Which questions. */
  @ParameterObject
  record ApprovalQuery(
      @Parameter(description = "Only in this state; without it those that are open")
          ApprovalView.@Nullable State state) {}

  record Decision(
      @NotNull(message = "must be one of [approve, reject, edit, always, pass]")
          RunDecisions.Verb decision,
      @Text @Schema(description = "Why it is rejected; the model is told") @Nullable String reason,
      @Schema(description = "All arguments as they shall be, for `edit`")
          @Nullable Map<String, @Nullable Object> arguments,
      @Text @Schema(description = "Whose people are asked as well, for `pass`")
          @Nullable String channel) {}

  private final Approvals approvals;
  private final RunDecisions decisions;

  ApprovalApi(Approvals approvals, RunDecisions decisions) {
    this.approvals = approvals;
    this.decisions = decisions;
  }

  @GetMapping
  @Operation(
      operationId = "listApprovals",
      summary = "What people are asked about runs, newest first")
  @RequiresScope(Scope.viewer)
  Listing<ApprovalView> list(@Valid ApprovalQuery query, @Valid PageQuery page) {
    String state = query.state() == null ? "open" : query.state().name();
    return Listing.of(
        page,
        (after, limit) -> {
          long before = after == null ? Long.MAX_VALUE : after.number();
          List<Approval> found = approvals.page(state, before, limit + 1);
          return Page.of(
              found.stream().map(ApprovalView::of).toList(),
              limit,
              view -> new Cursor(view.askedAt(), String.valueOf(view.number())));
        });
  }

  @GetMapping("/{number}")
  @Operation(operationId = "showApproval", summary = "A question to people, and what came of it")
  @RequiresScope(Scope.viewer)
  ApprovalView show(@PathVariable long number) {
    return ApprovalView.of(decisions.find(number));
  }

  @PostMapping("/{number}")
  @Operation(
      operationId = "decideApproval",
      summary = "Approve, reject or edit a call, allow it for always, or pass it on",
      description =
          "The first decision counts: 409 says who decided before, and when. `edit` calls the tool"
              + " with other arguments, which must fit its contract. `always` allows the same call"
              + " with the same arguments from now on. `pass` decides nothing, and asks the people of"
              + " another channel as well.")
  @ApiResponse(
      responseCode = "200",
      description = "It is decided, and the run goes on; or it is passed on")
  @ApiResponse(responseCode = "202", description = "It will be decided; that takes longer")
  @RequiresScope(value = Scope.operator, action = "approval.decide")
  ResponseEntity<ApprovalView> decide(
      @PathVariable long number,
      @Valid @RequestBody Decision body,
      Caller caller,
      HttpServletRequest request) {
    ScopeInterceptor.note(
        request,
        body.reason() == null
            ? Map.of("decision", body.decision())
            : Map.of("decision", body.decision(), "reason", body.reason()));
    try {
      Approval decided =
          decisions.decide(
              number,
              body.decision(),
              body.reason(),
              body.arguments(),
              Given.text(body.channel()),
              caller);
      boolean later = decided.isOpen() && body.decision() != RunDecisions.Verb.pass;
      return ResponseEntity.status(later ? HttpStatus.ACCEPTED : HttpStatus.OK)
          .body(ApprovalView.of(decided));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "The hub stops");
    }
  }
}
