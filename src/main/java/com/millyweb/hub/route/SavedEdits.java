package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.backtest.Backtest;
import com.millyweb.hub.route.backtest.BacktestProperties;
import com.millyweb.hub.route.backtest.Backtests;
import com.millyweb.hub.route.backtest.Busy;
import com.millyweb.hub.route.backtest.NothingToRun;
import com.millyweb.hub.route.backtest.Question;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of an edit, once it runs, what it would have done in the last days: in the log, and with
 * its version. It comes after the swap, on a thread of its own, and when the hub has time.
 */
final class SavedEdits {
  private static final Logger log = LoggerFactory.getLogger(SavedEdits.class);
  private static final Duration PAST = Duration.ofDays(7);
  private static final Duration TIME = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int MOST_EVENTS = 2_000;

  private final Backtests backtests;
  private final RouteFileStates states;
  private final RouteHistory history;
  private final Clock clock;
  private final boolean on;

  /** The newest edit of each file, in the order of the files' first ones. */
  private final Map<String, RouteText> waiting = new LinkedHashMap<>();

  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "hub-saved-edits");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
          });

  SavedEdits(
      Backtests backtests,
      RouteFileStates states,
      RouteHistory history,
      Clock clock,
      BacktestProperties properties) {
    this.backtests = backtests;
    this.states = states;
    this.history = history;
    this.clock = clock;
    this.on = properties.onSave();
  }

  /** The text runs now, in the place of another version of its file. */
  void replaced(RouteText text) {
    if (!on || text.isPolicy() || !states.listens(text)) {
      return;
    }
    synchronized (waiting) {
      waiting.put(text.file(), text);
    }
    if (!worker.isShutdown()) {
      worker.execute(this::next);
    }
  }

  private void next() {
    RouteText text;
    synchronized (waiting) {
      var first = waiting.values().iterator();
      if (!first.hasNext()) {
        return;
      }
      text = first.next();
      first.remove();
    }
    try {
      tell(text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (NothingToRun | Busy | IOException | RuntimeException e) {
      log.debug("{}: what it would have done is not known", text.file(), e);
    }
  }

  private void tell(RouteText text) throws NothingToRun, Busy, IOException, InterruptedException {
    Instant now = clock.instant();
    Backtest test =
        backtests.run(
            new Question(
                text, states.neededBy(text), now.minus(PAST), now, MOST_EVENTS, TIME, true),
            PATIENCE,
            () -> {});
    if (test.run() > 0) {
      String words = test.verdict();
      log.info("{}: {}", text.file(), words);
      history.backtested(text, words);
    }
  }

  void end() {
    worker.shutdownNow();
  }
}
