package com.millyweb.hub.route.backtest;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.event.StoreState;
import com.millyweb.hub.event.history.PastEffects;
import com.millyweb.hub.event.history.PastEvents;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.route.check.EndpointOptions;
import com.millyweb.hub.route.trial.Rehearsal;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Runs backtests, one at a time in a hub, each on a thread of its own with a low priority. */
@Component
public final class Backtests implements DisposableBean {
  private static final Duration TO_END = Duration.ofSeconds(10);

  private final KnownBeans beans;
  private final RouteValues values;
  private final Reach reach;
  private final Channels channels;
  private final PastEvents past;
  private final PastEffects effects;
  private final StoreState store;
  private final RecordedAnswers recorded;
  private final Clock clock;
  private final Semaphore turn = new Semaphore(1, true);
  private @Nullable Predicate<String> isHttpOption;
  private volatile @Nullable BacktestRun running;

  Backtests(
      KnownBeans beans,
      RouteValues values,
      Reach reach,
      Channels channels,
      PastEvents past,
      PastEffects effects,
      StoreState store,
      RecordedAnswers recorded,
      Clock clock) {
    this.beans = beans;
    this.values = values.withoutSecrets();
    this.reach = reach;
    this.channels = channels;
    this.past = past;
    this.effects = effects;
    this.store = store;
    this.recorded = recorded;
    this.clock = clock;
  }

  /** Whoever waits for the end of one. */
  @FunctionalInterface
  public interface Waiting {
    /**
     * Called again and again.
     *
     * @throws IOException when nobody waits any more
     */
    void still() throws IOException;
  }

  /**
   * @param patience how long to wait while another one runs
   * @throws Busy when another one runs after that, or when this one does not end in its time
   * @throws NothingToRun when the file cannot be run on the past
   * @throws IOException of {@code waiting}; nothing runs on then
   */
  public Backtest run(Question question, Duration patience, Waiting waiting)
      throws Busy, NothingToRun, IOException, InterruptedException {
    if (!turn.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new Busy("Another backtest runs; one runs at a time");
    }
    var calls = new StubbedCalls(recorded);
    var run = new BacktestRun(question, past, effects, calls, clock.instant(), store::isFailing);
    var task = new FutureTask<>(() -> run.run(stage(calls)));
    var thread =
        new Thread(
            () -> {
              try {
                task.run();
              } finally {
                running = null;
                turn.release();
              }
            },
            "hub-backtest");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    running = run;
    thread.start();
    try {
      return await(question, task, run, thread, waiting);
    } catch (IOException | InterruptedException e) {
      run.stop("nobody waits for it");
      thread.interrupt();
      throw e;
    }
  }

  private static Backtest await(
      Question question, FutureTask<Backtest> task, BacktestRun run, Thread thread, Waiting waiting)
      throws Busy, NothingToRun, IOException, InterruptedException {
    long late = System.nanoTime() + question.time().plusSeconds(2).toNanos();
    long over = late + TO_END.toNanos();
    while (true) {
      try {
        return task.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        waiting.still();
        if (System.nanoTime() - late > 0 && run.stopLate()) {
          thread.interrupt();
        }
        if (System.nanoTime() - over > 0) {
          throw new Busy("The backtest was stopped, but a step of the routes does not end");
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof NothingToRun nothing) {
          throw nothing;
        }
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IllegalStateException("The backtest failed", e.getCause());
      }
    }
  }

  private Rehearsal.Stage stage(StubbedCalls calls) {
    if (isHttpOption == null) {
      isHttpOption = EndpointOptions.of("http", reach);
    }
    return new Rehearsal.Stage(beans, reach, values, channels, calls, isHttpOption);
  }

  @Override
  public void destroy() {
    BacktestRun last = running;
    if (last != null) {
      last.stop("the hub stops");
    }
  }
}
