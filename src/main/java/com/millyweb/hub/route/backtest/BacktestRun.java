package com.millyweb.hub.route.backtest;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.config.Durations;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.SubscriptionSpec;
import com.millyweb.hub.event.history.Cursor;
import com.millyweb.hub.event.history.PastEvents;
import com.millyweb.hub.route.check.ScratchRoutes;
import com.millyweb.hub.route.trial.Rehearsal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** One backtest at work, on one thread. */
final class BacktestRun {
  private static final int PAGE = 200;
  private static final Duration LAST_LISTS = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofMillis(20);

  private final Question question;
  private final PastEvents past;
  private final BooleanSupplier isStruggling;
  private final Comparison comparison;
  private long deadline;
  private int run;
  private volatile @Nullable String stop;

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped(String why) {
      super(why, null, false, false);
    }
  }

  /**
   * @param isStruggling whether the hub has enough to do with its own work
   */
  BacktestRun(
      Question question,
      PastEvents past,
      StubbedCalls calls,
      Instant began,
      BooleanSupplier isStruggling) {
    this.question = question;
    this.past = past;
    this.comparison = new Comparison(question, calls, began, this::goOn);
    this.isStruggling = isStruggling;
  }

  /** Ends it before the next event. */
  void stop(String why) {
    stop = why;
  }

  Backtest run(Rehearsal.Stage stage) throws NothingToRun {
    deadline = System.nanoTime() + question.time().toNanos();
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
      PastEvents.Found found = past.find(asked, question.most());
      rehearsal.begin(question.since());
      String stopped = all(rehearsal, asked, found.start());
      return comparison.told(found.matched(), run, stopped);
    } catch (NothingToRun | DataAccessException e) {
      throw e;
    } catch (Exception e) {
      throw new NothingToRun(
          "%s cannot be run beside the hub: %s".formatted(file, ScratchRoutes.reason(e)), e);
    }
  }

  /** Returns why it stopped; null when it ran all. */
  private @Nullable String all(Rehearsal rehearsal, PastEvents.Asked asked, Cursor start) {
    String stopped = null;
    try {
      for (Cursor at = start; at != null; ) {
        goOn();
        PastEvents.Events page = past.page(asked, at, PAGE);
        Map<UUID, List<Event>> effects = past.effects(asked, page.events());
        for (Event event : page.events()) {
          goOn();
          rehearsal.pass(event.at());
          comparison.came(event, effects.getOrDefault(event.id(), List.of()));
          run++;
          rehearsal.take(event);
        }
        at = page.next();
        rest();
      }
    } catch (Stopped e) {
      stopped = e.getMessage();
    }
    // what is still gathered belongs to events that were run
    deadline = System.nanoTime() + LAST_LISTS.toNanos();
    try {
      stop = null;
      rehearsal.pass(question.until());
    } catch (Stopped e) {
      stopped = stopped == null ? e.getMessage() : stopped;
    }
    return stopped;
  }

  private void goOn() {
    String why = stop;
    if (why != null) {
      throw new Stopped(why);
    }
    if (System.nanoTime() - deadline > 0) {
      throw new Stopped("%s were over".formatted(Durations.text(question.time())));
    }
    if (comparison.isFull()) {
      throw new Stopped("there are more differences than can be held");
    }
    if (question.gentle() && isStruggling.getAsBoolean()) {
      throw new Stopped("the database has enough to do");
    }
  }

  private void rest() {
    if (question.gentle()) {
      LockSupport.parkNanos(REST.toNanos());
    }
  }
}
