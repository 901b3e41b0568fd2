package com.millyweb.hub.workbench.api;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.RouteBacktests;
import com.millyweb.hub.route.backtest.Backtest;
import com.millyweb.hub.route.backtest.Busy;
import com.millyweb.hub.route.backtest.NothingToRun;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.access.ScopeInterceptor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an edit of a route file would have done with the events of the past. */
@RestController
@RequestMapping("/api/routes")
@Tag(name = "routes")
class BacktestApi {
  private static final String FILE = RouteApi.PATH + "\\.camel\\.yaml";

  private static final String NAME_RULE =
      "must be the name of a notice file without its end, such as push-to-chat, or of a prompt or a schema";

  private static final int MAX_NOTICES = 50;
  private static final String SINCE = "7d";

  /**
   * A notice file, a prompt or a schema that is edited with the route file.
   *
   * @param name of a notice without {@code .notice.yaml}; it lies beside the route file
   */
  record NoticeEdit(
      @NotNull(message = NAME_RULE) @Pattern(regexp = "[\\w-][\\w.-]{0,199}", message = NAME_RULE)
          String name,
      @NotNull(message = "must be the text of the notice file") String content) {}

  /**
   * @param file relative to the routes folder; it need not exist
   */
  @MaxBytes(RouteApi.MAX_CONTENT)
  record BacktestEdit(
      @NotNull(message = RouteApi.FILE_RULE)
          @Pattern(regexp = FILE, message = RouteApi.FILE_RULE)
          @Schema(
              description =
                  "Path in the routes folder, e.g. flow/push-to-chat.camel.yaml; it need not exist")
          String file,
      @NotNull(message = "must be the text of the file") String content,
      @Schema(
              description =
                  "Notice files that are edited with it; others are as they lie beside it")
          @Size(max = MAX_NOTICES, message = "must be at most 50 notice files")
          @Nullable List<@Valid NoticeEdit> notices,
      @Schema(
              description =
                  "Where the past begins: so long ago, e.g. `7d`, or an ISO 8601 time; absent for 7d")
          @Nullable String since,
      @Schema(description = "Where it ends, likewise; absent for now") @Nullable String until) {}

  /** The file would be refused, for the reasons that a check gives. */
  private static final class Invalid extends Refusal {
    private static final long serialVersionUID = 1;
    private final transient RouteBacktests.Invalid why;

    Invalid(RouteBacktests.Invalid why) {
      super(HttpStatus.UNPROCESSABLE_ENTITY, String.valueOf(why.getMessage()));
      this.why = why;
    }

    @Override
    ProblemDetail problem() {
      var problem = super.problem();
      problem.setProperty("problems", RouteView.problems(why.problems()));
      return problem;
    }
  }

  private final RouteBacktests backtests;
  private final Clock clock;

  BacktestApi(RouteBacktests backtests, Clock clock) {
    this.backtests = backtests;
    this.clock = clock;
  }

  @PostMapping("/backtest")
  @Operation(
      operationId = "backtestRoute",
      summary = "Run the events of the past through an edit, without sending or storing anything",
      description =
          "What came of the events then is compared with what would come of them now. One runs at a"
              + " time; another one is answered 409. A file that would be refused is answered 422,"
              + " with the problems that a check gives. While it runs the answer begins with blanks; one"
              + " that fails after that has the status 200, and ends with the problem document.")
  @RequiresScope(value = Scope.editor, action = "route.backtest")
  Backtest backtest(
      @Valid @RequestBody BacktestEdit edit,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Instant now = clock.instant();
    Instant since = PastTime.read("since", edit.since() == null ? SINCE : edit.since(), now);
    Instant until = edit.until() == null ? now : PastTime.read("until", edit.until(), now);
    if (!since.isBefore(until)) {
      throw Refusal.badParameter(
          "since", "must be before 'until', were: %s and %s".formatted(since, until));
    }
    ScopeInterceptor.note(
        request, Map.of("file", edit.file(), "since", since.toString(), "until", until.toString()));
    Map<String, String> words = new TreeMap<>();
    if (edit.notices() != null) {
      edit.notices().forEach(one -> words.put(one.name(), one.content()));
    }
    if (RouteText.of(edit.file(), edit.content()).isOff()) {
      throw new Refusal(
          HttpStatus.UNPROCESSABLE_ENTITY,
          "%s is empty, which switches it off: nothing would come of any event"
              .formatted(edit.file()));
    }
    try {
      return backtests.run(
          edit.file(), edit.content(), words, since, until, () -> Blanks.write(request, response));
    } catch (RouteBacktests.Invalid e) {
      throw new Invalid(e);
    } catch (Busy e) {
      throw Refusal.conflict(String.valueOf(e.getMessage()));
    } catch (NothingToRun e) {
      throw new Refusal(HttpStatus.UNPROCESSABLE_ENTITY, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "The hub stops");
    }
  }
}
