package com.millyweb.hub.workbench.api.run;

import com.millyweb.hub.agent.journal.Approvals;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A question to people about a run, as the API gives it. */
@Schema(name = "Approval")
public record ApprovalView(
    @Schema(description = "What people call A7 is the number 7") long number,
    UUID run,
    String agent,
    @Schema(description = "The step that waits for it; null where the whole run does")
        @Nullable Integer step,
    Kind kind,
    State state,
    @Nullable String tool,
    @Schema(description = "JSON") @Nullable String arguments,
    String why,
    Instant askedAt,
    Instant expiresAt,
    @Nullable Instant decidedAt,
    @Nullable String by,
    @Nullable String reason,
    @Schema(description = "The arguments as a person changed them") @Nullable String edited,
    @Schema(description = "The channels that are asked as well") List<String> passedTo) {

  /**
   * What is asked: may a call be done; was one done that was cut off; may the run use more than its
   * budget.
   */
  @Schema(name = "ApprovalKind")
  public enum Kind {
    call,
    repeat,
    budget
  }

  /** What came of it. */
  @Schema(name = "ApprovalState")
  public enum State {
    open,
    approved,
    rejected,
    expired,
    cancelled
  }

  static ApprovalView of(Approvals.Approval approval) {
    return new ApprovalView(
        approval.number(),
        approval.run(),
        approval.agent(),
        approval.seq(),
        Kind.valueOf(approval.kind()),
        State.valueOf(approval.state()),
        approval.tool(),
        approval.arguments(),
        approval.why(),
        approval.asked(),
        approval.expires(),
        approval.decided(),
        approval.by(),
        approval.reason(),
        approval.edited(),
        approval.passedTo());
  }
}
