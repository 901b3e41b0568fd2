package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.backtest.Backtest;
import com.millyweb.hub.route.backtest.BacktestProperties;
import com.millyweb.hub.route.backtest.Backtests;
import com.millyweb.hub.route.backtest.Busy;
import com.millyweb.hub.route.backtest.NothingToRun;
import com.millyweb.hub.route.backtest.Question;
import com.millyweb.hub.route.check.Problem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Says what an edit of a file would have done. */
@Component
public final class RouteBacktests {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final RouteFiles files;
  private final Backtests backtests;
  private final BacktestProperties properties;

  RouteBacktests(RouteFiles files, Backtests backtests, BacktestProperties properties) {
    this.files = files;
    this.backtests = backtests;
    this.properties = properties;
  }

  /** The file would be refused. */
  public static final class Invalid extends Exception {
    private static final long serialVersionUID = 1;
    private final transient List<Problem> problems;

    Invalid(String file, List<Problem> problems) {
      super(file + " would be refused");
      this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
      return problems;
    }
  }

  /**
   * @param file relative to the routes folder; it need not exist
   * @param words of notice files that are edited with it, by name
   * @param waiting asked again and again whether somebody waits for it
   */
  public Backtest run(
      String file,
      String content,
      Map<String, String> words,
      Instant since,
      Instant until,
      Backtests.Waiting waiting)
      throws Invalid, Busy, NothingToRun, IOException, InterruptedException {
    RouteText text = files.edited(file, content, words);
    List<Problem> problems = files.check(text);
    if (problems.stream().anyMatch(Problem::isError)) {
      throw new Invalid(file, problems);
    }
    return backtests.run(
        new Question(
            text,
            files.neededBy(text),
            since,
            until,
            properties.maxEvents(),
            properties.time(),
            false),
        PATIENCE,
        waiting);
  }
}
