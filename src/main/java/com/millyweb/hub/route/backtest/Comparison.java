package com.millyweb.hub.route.backtest;

import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.history.PastEvents;
import com.millyweb.hub.route.backtest.Backtest.Count;
import com.millyweb.hub.route.backtest.Backtest.Failure;
import com.millyweb.hub.route.check.ScratchRoutes;
import com.millyweb.hub.route.trial.Rehearsal;
import com.millyweb.hub.route.trial.Sent;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Truncate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Hears what the edited routes send and holds it against what came of the same events then. */
final class Comparison implements Rehearsal.Heard {
  private static final int SHOWN = 200;
  private static final int MOST_DIFFERENCES = 500_000;
  private static final int MOST_MESSAGE = 500;

  private final Question question;
  private final StubbedCalls calls;
  private final Instant began;
  private final Runnable goOn;
  private final Ledger ledger = new Ledger(MOST_DIFFERENCES);
  private final Tally then = new Tally();
  private final Tally now = new Tally();
  private final List<Failure> failures = new ArrayList<>();

  /** Of which event of the past an event is that the routes themselves sent. */
  private final Map<UUID, Event> roots = new HashMap<>();

  private int failed;

  /** What is told in words. */
  record Sums(
      long matched,
      Instant start,
      long toRun,
      int run,
      Count notices,
      Count events,
      int different,
      int failed,
      List<Failure> failures,
      @Nullable String stopped) {
    boolean cut() {
      return matched > toRun;
    }
  }

  /**
   * @param goOn asked before each event; throws when the backtest must stop
   */
  Comparison(Question question, StubbedCalls calls, Instant began, Runnable goOn) {
    this.question = question;
    this.calls = calls;
    this.began = began;
    this.goOn = goOn;
  }

  boolean isFull() {
    return ledger.isFull();
  }

  /** What came of an event of the past then. */
  void came(Event root, List<Event> effects) {
    for (Event effect : effects) {
      NewEvent sent = sent(effect);
      Map<String, Object> facts = isAnnouncement(sent) ? null : then.count(sent, root.id());
      if (facts != null) {
        ledger.add(root, facts, began, -1);
      }
    }
  }

  /** Nobody is told in a backtest that a notice is held. */
  private static boolean isAnnouncement(NewEvent event) {
    try {
      return Sent.isAnnouncement(event);
    } catch (RuntimeException e) {
      return false;
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
    goOn.run();
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

  Backtest told(PastEvents.Found found, int run, @Nullable String stopped) {
    var notices = new Count(then.notices(), now.notices());
    var events = new Count(then.events(), now.events());
    var sums =
        new Sums(
            found.matched(),
            found.start().at(),
            Math.min(found.matched(), question.most()),
            run,
            notices,
            events,
            ledger.different(),
            failed,
            failures,
            stopped);
    List<Backtest.Stub> stubs = calls.all();
    return new Backtest(
        question.text().file(),
        question.since(),
        question.until(),
        found.matched(),
        run,
        stopped,
        notices,
        events,
        ledger.different(),
        ledger.differences(),
        failed,
        failures,
        stubs,
        Words.of(question, sums, stubs));
  }
}
