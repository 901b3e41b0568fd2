package com.millyweb.hub.workbench.why;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.millyweb.hub.event.history.AttemptStatus;
import com.millyweb.hub.event.history.DeliveryState;
import com.millyweb.hub.event.history.EventSummary;
import com.millyweb.hub.event.trace.Trace;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an event came about, what came of it, and who did not take it.
 *
 * @param notice that was asked about; the event is the one that caused it then
 * @param causes what led to the event, the nearest first
 * @param moreCauses whether there are earlier ones that are not shown
 * @param run the run of an agent that it is about
 * @param ran the flows that took it
 * @param results the events that came of it, and of them
 * @param moreResults whether there are more of them
 * @param missed flows that could have taken it and did not
 * @param others how many more flows want something quite different
 */
@Schema(name = "Why")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Why(
    @Nullable AboutNotice notice,
    EventSummary event,
    @Nullable String key,
    String door,
    List<Cause> causes,
    boolean moreCauses,
    @Nullable AgentRun run,
    List<Ran> ran,
    List<Result> results,
    boolean moreResults,
    List<Missed> missed,
    int others) {

  /**
   * @param event that carried it
   * @param pressed whose press it shows; null when nobody pressed one of its buttons
   * @param sending how it was sent
   */
  @Schema(name = "WhyNotice")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AboutNotice(
      @Nullable UUID id,
      UUID event,
      @Nullable String target,
      @Nullable String title,
      @Nullable Pressed pressed,
      List<Ran> sending) {}

  /**
   * An event that led to the one after it.
   *
   * @param flow that handled it and appended the next one
   */
  @Schema(name = "WhyCause")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Cause(EventSummary event, @Nullable String flow, @Nullable Pressed pressed) {}

  /** What an agent did; GET /api/runs/{id} has what was said. */
  @Schema(name = "WhyAgentRun")
  public record AgentRun(UUID id, String agent, String state, List<AgentStep> steps) {}

  /**
   * A call of a model or of a tool.
   *
   * @param decision who allowed or refused it
   */
  @Schema(name = "WhyAgentStep")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AgentStep(
      int seq,
      boolean model,
      String name,
      String state,
      @Nullable String decision,
      @Nullable Long tookMillis) {}

  /** A button that was pressed. */
  @Schema(name = "WhyPressed")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Pressed(String by, @Nullable String button, @Nullable UUID notice) {}

  /**
   * A delivery that was handed to its flow, or waits for it.
   *
   * @param sent whether the notice that was asked about came of it
   */
  @Schema(name = "WhyRan")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Ran(
      long delivery,
      String flow,
      @Nullable String description,
      DeliveryState state,
      @Nullable String reason,
      @Nullable String error,
      int claims,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      boolean sent,
      List<AttemptStatus> attempts,
      @Nullable Version version,
      List<Trace> traces) {}

  /**
   * The version of a route file that ran.
   *
   * @param since when it was taken
   * @param changedSince whether another version runs today
   * @param diff from the version that ran to today's
   */
  @Schema(name = "WhyVersion")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Version(String file, Instant since, boolean changedSince, @Nullable String diff) {}

  /**
   * @param level how many flows lie between it and the event that was asked about
   * @param title of a notice
   */
  @Schema(name = "WhyResult")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Result(EventSummary event, int level, @Nullable String title) {}

  /**
   * @param because what kept it from the event
   * @param text in words
   * @param parts of the filter that said no
   */
  @Schema(name = "WhyMissed")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Missed(
      String flow,
      @Nullable String description,
      String pattern,
      Because because,
      String text,
      List<FilterPart> parts) {}

  /** What keeps a flow from an event. */
  public enum Because {
    /** It wants events of other types. */
    pattern,
    /** Its filter says no. */
    filter,
    /** Its {@code atMost} was used up. */
    atMost,
    /** The subscription was made after the event. */
    later,
    /** Its route was gone. */
    parked,
    /** Its route file was deleted. */
    deleted,
    /** It wants the type today and got no delivery. */
    unknown
  }

  /**
   * @param values what is variable in it, with what it was
   * @param problem why it cannot be evaluated again
   */
  @Schema(name = "WhyFilterPart")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FilterPart(String text, Map<String, String> values, @Nullable String problem) {}
}
