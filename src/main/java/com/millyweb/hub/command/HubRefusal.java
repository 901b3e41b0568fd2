package com.millyweb.hub.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.route.check.Problem;
import java.io.IOException;

/** That the hub refused what a command asked for, in words. */
final class HubRefusal {
  private static final int SHOWN = 10;

  private HubRefusal() {}

  /** What took long and failed then says so in the problem document only. */
  static boolean isOne(int status, JsonNode answer) {
    return status >= 400 || late(answer) >= 400;
  }

  private static int late(JsonNode answer) {
    return answer.has("detail") ? answer.path("status").asInt() : 0;
  }

  static IOException of(int status, JsonNode answer) {
    return new IOException(
        "The hub refused (%d): %s%s"
            .formatted(
                Math.max(status, late(answer)),
                answer.path("detail").asText("no reason given"),
                problems(answer.path("problems"))));
  }

  /** What is wrong with route files, a line each, as {@code check} prints it. */
  private static String problems(JsonNode problems) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < Math.min(problems.size(), SHOWN); i++) {
      lines.append("%n  %s".formatted(problem(problems.get(i))));
    }
    int more = problems.size() - SHOWN;
    return more > 0 ? lines.append("%n  and %d more".formatted(more)).toString() : lines.toString();
  }

  private static Problem problem(JsonNode problem) {
    boolean warning = problem.path("severity").asText().equals("warning");
    return new Problem(
        problem.path("file").asText(),
        problem.path("line").asInt(),
        problem.path("column").asInt(),
        problem.path("message").asText(),
        problem.path("suggestion").isTextual() ? problem.path("suggestion").asText() : null,
        warning ? Problem.Severity.WARNING : Problem.Severity.ERROR);
  }
}
