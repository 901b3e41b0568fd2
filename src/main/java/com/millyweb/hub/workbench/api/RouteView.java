package com.millyweb.hub.workbench.api;

import com.millyweb.hub.route.RouteFile;
import com.millyweb.hub.route.RouteFile.RunningRoute;
import com.millyweb.hub.route.check.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A route file as the API gives it.
 *
 * @param state running, refused, quarantined, stopped, switched-off, ignored or unreadable
 * @param origin jar (it came with the hub) or folder
 */
public record RouteView(
    String file,
    String state,
    String origin,
    @Nullable String hash,
    Instant since,
    List<RunningRoute> routes,
    List<ProblemView> problems) {

  /**
   * @param severity error or warning
   */
  public record ProblemView(
      int line, int column, String message, @Nullable String suggestion, String severity) {
    static ProblemView of(Problem problem) {
      return new ProblemView(
          problem.line(),
          problem.column(),
          problem.message(),
          problem.suggestion(),
          word(problem.severity()));
    }
  }

  static RouteView of(RouteFile file) {
    return new RouteView(
        file.file(),
        word(file.state()),
        word(file.origin()),
        file.hash(),
        file.since(),
        file.routes(),
        problems(file.problems()));
  }

  static List<ProblemView> problems(List<Problem> problems) {
    return problems.stream().map(ProblemView::of).toList();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
