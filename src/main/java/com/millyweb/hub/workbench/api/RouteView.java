package com.millyweb.hub.workbench.api;

import com.millyweb.hub.route.RouteFile;
import com.millyweb.hub.route.RouteFile.RunningRoute;
import com.millyweb.hub.route.check.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A route file as the API gives it.
 *
 * @param hash of its text; null when it could not be read
 */
@Schema(name = "RouteFile")
public record RouteView(
    String file,
    @Schema(
            allowableValues = {
              "running",
              "refused",
              "quarantined",
              "stopped",
              "switched-off",
              "ignored",
              "unreadable"
            })
        String state,
    @Schema(
            description = "jar: it came with the hub; folder: it lies in the folder of routes",
            allowableValues = {"jar", "folder"})
        String origin,
    @Nullable String hash,
    Instant since,
    List<RunningRoute> routes,
    List<ProblemView> problems) {

  /** What is wrong in it, and where. */
  @Schema(name = "RouteProblem")
  public record ProblemView(
      @Schema(description = "The route or notice file, relative to the routes folder") String file,
      int line,
      int column,
      String message,
      @Nullable String suggestion,
      @Schema(allowableValues = {"error", "warning"}) String severity) {
    static ProblemView of(Problem problem) {
      return new ProblemView(
          problem.file(),
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
