package com.millyweb.hub.route.backtest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an edit of a route file would have done.
 *
 * @param matched how many events of the time the file's routes listen to, at most ten million
 * @param run how many of them were run, the newest ones
 * @param stopped why it ended before all were run; null when it did not
 * @param notices how many came of the events that were run
 * @param events how many other events came of them
 * @param different of how many events something else came
 * @param differences the first 200 of them
 * @param failed how many times a route failed
 * @param failures the first 200 of them
 * @param stubbed calls that nobody got
 * @param text all of it in a line
 */
public record Backtest(
    String file,
    Instant since,
    Instant until,
    long matched,
    int run,
    @Nullable String stopped,
    Count notices,
    Count events,
    int different,
    List<Difference> differences,
    int failed,
    List<Failure> failures,
    List<Stub> stubbed,
    String text) {

  /** What a save is told: {@code would have changed 41 notices of the last 7 days into 3}. */
  public String verdict() {
    return Words.verdict(this);
  }

  /** How many there were then, and would be now. */
  public record Count(long before, long now) {}

  /**
   * An event of which something else comes.
   *
   * @param event its id
   * @param before what came of it then, and would not now
   * @param now what would come of it now, and did not then
   */
  public record Difference(
      UUID event,
      Instant at,
      String type,
      List<Map<String, Object>> before,
      List<Map<String, Object>> now) {}

  /**
   * An event at which a route fails.
   *
   * @param file of the step that failed; null when it is not known
   * @param line from 1
   */
  public record Failure(
      UUID event,
      Instant at,
      String type,
      String route,
      String message,
      @Nullable String file,
      @Nullable Integer line) {}

  /**
   * A call to another system that was not made.
   *
   * @param call without its query
   * @param answered what stood for the answer
   */
  public record Stub(String call, int times, String answered) {}
}
