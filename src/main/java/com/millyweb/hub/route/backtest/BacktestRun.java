package com.millyweb.hub.route.backtest;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.SubscriptionSpec;
import com.millyweb.hub.event.history.Cursor;
import com.millyweb.hub.event.history.PastEffects;
import com.millyweb.hub.event.history.PastEvents;
import com.millyweb.hub.route.check.ScratchRoutes;
import com.millyweb.hub.route.trial.Rehearsal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;

/** One backtest at work, on one thread. */
final class BacktestRun {
  private static final int PAGE = 200;
  private static final Duration REST = Duration.ofMillis(20);

  private final Question question;
  private final PastEvents past;
  private final PastEffects effects;
  private final Comparison comparison;
  private final RunLimits limits;
  private int run;
  private volatile boolean inSteps;

  /**
   * @param isStruggling whether the hub has enough to do with its own work
   */
  BacktestRun(
      Question question,
      PastEvents past,
      PastEffects effects,
      StubbedCalls calls,
      Instant began,
      BooleanSupplier isStruggling) {
    this.question = question;
    this.past = past;
    this.effects = effects;
    this.limits = new RunLimits(question, isStruggling);
    this.comparison = new Comparison(question, calls, began, this::goOn);
  }

  /** Ends it before the next event. */
  void stop(String why) {
    limits.stop(why);
  }

  /**
   * Ends it although it has not seen that its time is over.
   *
   * @return whether it is within a step, which may wait without end; a page of the database ends
   */
  boolean stopLate() {
    boolean steps = inSteps;
    limits.stop(steps ? "a step took too long" : limits.over());
    return steps;
  }

  Backtest run(Rehearsal.Stage stage) throws NothingToRun {
    limits.begin();
    List<RouteText> texts = new ArrayList<>(question.needed());
    texts.add(question.text());
    String file = question.text().file();
    try (var rehearsal =
        new Rehearsal(texts, stage, spec -> file.equals(spec.file()), comparison)) {
      List<SubscriptionSpec> specs = rehearsal.subscriptions();
      if (specs.isEmpty()) {
        throw new NothingToRun(
            "%s has no route that begins with event:, so no event of the past would reach it"
                .formatted(file));
      }
      var asked =
          new PastEvents.Asked(
              specs.stream().map(SubscriptionSpec::pattern).toList(),
              file,
              specs.stream().map(SubscriptionSpec::group).toList(),
              question.since(),
              question.until());
      PastEvents.Found found = find(asked);
      rehearsal.begin(question.since());
      String stopped = all(rehearsal, asked, found.start());
      return comparison.told(found, run, stopped);
    } catch (NothingToRun | DataAccessException e) {
      throw e;
    } catch (Exception e) {
      throw new NothingToRun(
          "%s cannot be run beside the hub: %s".formatted(file, ScratchRoutes.reason(e)), e);
    }
  }

  private PastEvents.Found find(PastEvents.Asked asked) throws NothingToRun {
    try {
      return past.find(asked, question.most());
    } catch (QueryTimeoutException e) {
      throw new NothingToRun(
          "More events were stored from %s to %s than the database counts in time: narrow it with since and until"
              .formatted(question.since(), question.until()),
          e);
    }
  }

  /** Returns why it stopped; null when it ran all. */
  private @Nullable String all(Rehearsal rehearsal, PastEvents.Asked asked, Cursor start) {
    String stopped = null;
    try {
      for (Cursor at = start; at != null; ) {
        goOn();
        PastEvents.Events page = past.page(asked, at, PAGE);
        take(rehearsal, asked, page.events());
        at = page.next();
        rest();
      }
    } catch (RunLimits.Stopped e) {
      stopped = e.getMessage();
    }
    // what is still gathered belongs to events that were run
    limits.beginLast();
    try {
      steps(() -> rehearsal.pass(question.until()));
    } catch (RunLimits.Stopped e) {
      stopped = stopped == null ? e.getMessage() : stopped;
    }
    return stopped;
  }

  /** Of events of which more came than one page holds, some are taken after the others. */
  private void take(Rehearsal rehearsal, PastEvents.Asked asked, List<Event> events) {
    PastEffects.Effects then = effects.page(asked, events, null);
    int half = events.size() / 2;
    if (then.next() != null && half > 0) {
      take(rehearsal, asked, events.subList(0, half));
      take(rehearsal, asked, events.subList(half, events.size()));
      return;
    }
    for (Event event : events) {
      goOn();
      steps(() -> rehearsal.pass(event.at()));
      comparison.came(event, then.of(event));
      for (Cursor next = then.next(); next != null; ) {
        goOn();
        PastEffects.Effects more = effects.page(asked, events, next);
        comparison.came(event, more.of(event));
        next = more.next();
      }
      run++;
      steps(() -> rehearsal.take(event));
    }
  }

  private void steps(Runnable steps) {
    inSteps = true;
    try {
      steps.run();
    } finally {
      inSteps = false;
    }
  }

  private void goOn() {
    limits.check(comparison.isFull());
  }

  private void rest() {
    if (question.gentle()) {
      LockSupport.parkNanos(REST.toNanos());
    }
  }
}
