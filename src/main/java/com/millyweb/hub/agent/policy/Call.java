package com.millyweb.hub.agent.policy;

import com.millyweb.hub.text.Glob;
import com.millyweb.hub.tool.Tool;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A call that is judged.
 *
 * @param agent who wants it
 * @param arguments as the tool's contract has them
 * @param taint why the run is not to be trusted; empty when it is
 * @param knows whether the run has read what is the house's own, which must not leave it
 */
public record Call(
    String agent, Tool tool, Map<String, Object> arguments, List<String> taint, boolean knows) {
  boolean isTainted() {
    return !taint.isEmpty();
  }

  /** An argument that is a list fits when each of it does; one that is missing never does. */
  boolean fits(String argument, String pattern) {
    Object value = arguments.get(argument);
    if (value instanceof Collection<?> all) {
      return !all.isEmpty() && all.stream().allMatch(one -> Glob.fits(pattern, "" + one));
    }
    return value != null && !(value instanceof Map) && Glob.fits(pattern, value.toString());
  }
}
