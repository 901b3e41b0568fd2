package com.millyweb.hub.agent.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.millyweb.hub.text.Glob;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rule: what happens with a call that fits.
 *
 * @param tools names of tools with {@code *} for anything, or tags
 * @param when patterns of arguments, all of which must fit; empty for any
 * @param tainted whether it is about runs that read what is not to be trusted; null for those that
 *     did not, and for what only asks or denies both
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PolicyRule(
    Verdict verdict, List<String> tools, Map<String, String> when, @Nullable Boolean tainted) {
  public PolicyRule {
    tools = List.copyOf(tools);
    when = when == null ? Map.of() : Map.copyOf(when);
  }

  boolean fits(Call call) {
    boolean named =
        tools.stream()
            .anyMatch(
                tool -> Glob.fits(tool, call.tool().name()) || call.tool().tags().contains(tool));
    return named
        && (tainted == null
            ? verdict != Verdict.ALLOW || !call.isTainted() || call.tool().hints().readOnly()
            : tainted == call.isTainted())
        && when.entrySet().stream().allMatch(each -> call.fits(each.getKey(), each.getValue()));
  }

  /** As a person would say it. */
  String told() {
    String what =
        verdict.name().toLowerCase(java.util.Locale.ROOT) + " " + String.join(", ", tools);
    return when.isEmpty() ? what : what + " " + when;
  }
}
