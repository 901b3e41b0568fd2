package com.millyweb.hub.event.trace;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a flow. All texts are bounded, and secrets in them are masked.
 *
 * @param step what it is, e.g. {@code setHeader[x]} or {@code notify:ops}
 * @param at file and line, where known
 * @param depth how deep it lies in other steps
 * @param changed what of the message is not as it was before; empty for steps that contain others
 * @param call what the step asked of another system
 * @param failure what it failed with
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TraceStep(
    String step,
    @Nullable String at,
    int depth,
    long micros,
    List<Change> changed,
    @Nullable Call call,
    @Nullable String failure) {

  public TraceStep {
    changed = changed == null ? List.of() : List.copyOf(changed);
  }

  /**
   * @param what {@code body}, {@code body[total]}, {@code header x} or {@code variable x}
   * @param now null when it is gone
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Change(String what, @Nullable String was, @Nullable String now) {}

  /**
   * @param status of HTTP; null for others, and where no answer came
   * @param answer the beginning of the answer
   * @param whole whether {@code answer} is all of it, with nothing masked
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Call(
      String uri, @Nullable Integer status, @Nullable String answer, boolean whole) {}
}
