package com.millyweb.hub.route.backtest;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.config.Durations;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.SubscriptionSpec;
import com.millyweb.hub.event.history.Cursor;
import com.millyweb.hub.event.history.PastEvents;
import com.millyweb.hub.route.backtest.Backtest.Count;
import com.millyweb.hub.route.backtest.Backtest.Failure;
import com.millyweb.hub.route.check.ScratchRoutes;
import com.millyweb.hub.route.trial.Rehearsal;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Truncate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** One backtest at work, on one thread. */
final class BacktestRun implements Rehearsal.Heard {
  private static final int PAGE = 200;
  private static final int SHOWN = 200;
  private static final int MOST_DIFFERENCES = 500_000;
  private static final int MOST_MESSAGE = 500;
  private static final Duration LAST_LISTS = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofMillis(20);

  private final Question question;
  private final PastEvents past;
  private final StubbedCalls calls;
  private final Instant began;
  private final BooleanSupplier isStruggling;
  private final Ledger ledger = new Ledger(MOST_DIFFERENCES);
  private final Tally then = new Tally();
  private final Tally now = new Tally();
  private final List<Failure> failures = new ArrayList<>();

  /** Of which event of the past an event is that the routes themselves sent. */
  private final Map<UUID, Event> roots = new HashMap<>();

  private long deadline;
  private int run;
  private int failed;
  private volatile @Nullable String stop;

  /** What is told in words. */
  record Sums(
      long matched,
      int most,
      int run,
      Count notices,
      Count events,
      int different,
      int failed,
      List<Failure> failures,
      @Nullable String stopped) {
    boolean cut() {
      return matched > most;
    }
  }

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
    this.calls = calls;
    this.began = began;
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
    try (var rehearsal = new Rehearsal(texts, stage, spec -> file.equals(spec.file()), this)) {
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
      return told(found.matched(), all(rehearsal, asked, found.start()));
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
          came(event, effects.getOrDefault(event.id(), List.of()));
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
    if (ledger.isFull()) {
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

  private void came(Event root, List<Event> effects) {
    for (Event effect : effects) {
      Map<String, Object> facts = then.count(sent(effect), root.id());
      if (facts != null) {
        ledger.add(root, facts, began, -1);
      }
    }
  }

  private static NewEvent sent(Event event) {
    return new NewEvent(
        event.type(),
        event.source(),
        event.subject(),
        event.time(),
        event.key(),
        event.contentType(),
        event.data(),
        null,
        null,
        null);
  }

  @Override
  public void taking(Event event) {
    goOn();
    calls.of(root(event));
  }

  @Override
  public void sent(NewEvent event, Event cause, boolean duplicate) {
    if (duplicate) {
      return;
    }
    Event root = root(cause);
    Map<String, Object> facts = now.count(event, root.id());
    if (facts != null) {
      ledger.add(root, facts, began, +1);
    }
  }

  @Override
  public void follows(Event event, Event cause) {
    roots.put(event.id(), root(cause));
  }

  private Event root(Event event) {
    return roots.getOrDefault(event.id(), event);
  }

  @Override
  public void failed(
      Event cause, String route, Exception failure, @Nullable String file, int line) {
    failed++;
    if (failures.size() < SHOWN) {
      Event root = root(cause);
      String message = Redaction.instance().redact(ScratchRoutes.reason(failure));
      failures.add(
          new Failure(
              root.id(),
              root.at(),
              root.type(),
              route,
              Truncate.line(message, MOST_MESSAGE),
              file,
              line < 1 ? null : line));
    }
  }

  private Backtest told(long matched, @Nullable String stopped) {
    var notices = new Count(then.notices(), now.notices());
    var events = new Count(then.events(), now.events());
    var sums =
        new Sums(
            matched,
            question.most(),
            run,
            notices,
            events,
            ledger.different(),
            failed,
            failures,
            stopped);
    return new Backtest(
        question.text().file(),
        question.since(),
        question.until(),
        matched,
        run,
        stopped,
        notices,
        events,
        ledger.different(),
        ledger.differences(),
        failed,
        failures,
        calls.all(),
        Words.of(question, sums));
  }
}
