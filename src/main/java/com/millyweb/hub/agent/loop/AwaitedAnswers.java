package com.millyweb.hub.agent.loop;

import com.millyweb.hub.agent.RunSignals;
import com.millyweb.hub.agent.journal.Journal;
import com.millyweb.hub.model.Answered;
import com.millyweb.hub.model.ModelFailure;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The answers of models that runs wait for in this hub. When a run ends meanwhile, as one that is
 * cancelled, its question leaves the queue of its model, or its answer is cut off: nobody reads it,
 * and others wait for the model.
 */
@Component
final class AwaitedAnswers implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(AwaitedAnswers.class);

  /** Another hub may have ended a run, which nobody tells this one. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Duration SOON = Duration.ofMillis(50);

  private final Journal journal;
  private final RunSignals signals;

  /** The newest first: who waits for a place leaves before one becomes free. */
  private final Deque<Awaited> awaited = new ConcurrentLinkedDeque<>();

  private final AtomicBoolean hinted = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor watcher =
      new ScheduledThreadPoolExecutor(
          1, AwaitedAnswers::thread, new ThreadPoolExecutor.DiscardPolicy());

  AwaitedAnswers(Journal journal, RunSignals signals) {
    this.journal = journal;
    this.signals = signals;
    watcher.scheduleWithFixedDelay(
        this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks a model, on the thread of the run. */
  @FunctionalInterface
  interface Question {
    Answered ask() throws ModelFailure, InterruptedException;
  }

  /**
   * Asks for as long as the run is in its turn.
   *
   * @return empty when it is not any more: nobody wants the answer
   * @throws InterruptedException when the thread is interrupted for any other reason
   */
  Optional<Answered> ask(UUID run, int turn, Question question)
      throws ModelFailure, InterruptedException {
    var asked = new Awaited(run, turn);
    RunSignals.Watch watch = signals.watch(run, this::hint);
    awaited.addFirst(asked);
    try {
      Answered answered = question.ask();
      return asked.end() ? Optional.empty() : Optional.of(answered);
    } catch (ModelFailure | InterruptedException | RuntimeException e) {
      if (asked.end()) {
        return Optional.empty();
      }
      throw e;
    } finally {
      asked.end();
      awaited.remove(asked);
      watch.close();
    }
  }

  /** Each step of a run hints as well, so that what hints at once is looked at together. */
  private void hint() {
    if (hinted.compareAndSet(false, true)) {
      watcher.schedule(this::look, SOON.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    // cleared before the look: what changes while it is under way leads to another one
    hinted.set(false);
    // before the journal is read, which cannot know of a turn that begins later
    List<Awaited> all = List.copyOf(awaited);
    if (all.isEmpty()) {
      return;
    }
    try {
      Map<UUID, Integer> turns =
          journal.turns(all.stream().map(Awaited::run).collect(Collectors.toSet()));
      all.stream()
          .filter(asked -> !Integer.valueOf(asked.turn()).equals(turns.get(asked.run())))
          .forEach(Awaited::cutOff);
    } catch (RuntimeException e) {
      if (!watcher.isShutdown()) {
        log.warn("It is not known which runs have ended, and looked for again: {}", e.getMessage());
      }
    }
  }

  /** An answer that a thread waits for. */
  private static final class Awaited {
    private final UUID run;
    private final int turn;
    private final Thread thread = Thread.currentThread();
    // guarded by this
    private boolean cut;
    private boolean ended;

    Awaited(UUID run, int turn) {
      this.run = run;
      this.turn = turn;
    }

    UUID run() {
      return run;
    }

    int turn() {
      return turn;
    }

    synchronized void cutOff() {
      // under the lock: the interrupt must not hit what the thread does next
      if (!ended && !cut) {
        cut = true;
        log.info("The question of run {} is left: the run has ended", run);
        thread.interrupt();
      }
    }

    /** Whether it was cut off. From now on it is not. */
    synchronized boolean end() {
      if (cut && !ended) {
        // what was not noticed meanwhile must not fail the next step
        Thread.interrupted();
      }
      ended = true;
      return cut;
    }
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "awaited-answers");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void destroy() {
    watcher.shutdownNow();
  }
}
