package com.millyweb.hub.event;

import com.millyweb.hub.event.pacing.Quota;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Tries the deliveries of one subscription: runs the handler, finds the outcome, and hands it on to
 * be settled. Three may decide about a delivery: its attempt, its time-out, and the loss of its
 * lease. The first one does, the result of the others is thrown away.
 */
final class Attempt {
  private final Dispatcher dispatcher;
  private final SubscriptionSpec spec;
  private final Deliveries.Handler handler;
  private final AttemptLog log;

  Attempt(Dispatcher dispatcher, SubscriptionSpec spec, Deliveries.Handler handler) {
    this.dispatcher = dispatcher;
    this.spec = spec;
    this.handler = handler;
    this.log = new AttemptLog(spec.group(), System.nanoTime());
  }

  /**
   * Tries the delivery on this thread.
   *
   * @return how long the handler took, in nanoseconds
   */
  long run(HeldDelivery held) {
    Outcome outcome = outcome(held);
    long took = held.age();
    if (held.decide()) {
      end(held, outcome);
    }
    return took;
  }

  /** Ends an attempt that takes too long; what its thread still does has no effect on the log. */
  void timeOut(HeldDelivery held) {
    if (held.decide()) {
      end(held, dispatcher.failures.timedOut(held, spec));
    }
    handler.overran(held.delivery);
  }

  /** Gives back a delivery that was claimed and not begun: it costs no attempt. */
  void giveBack(HeldDelivery held) {
    if (held.decide()) {
      dispatcher.leases.end(held, new Outcome.Again(held.delivery, null, "returned", null, null));
    }
  }

  /** Logs what was only counted, once its minute is over. */
  void flush() {
    log.flush(System.nanoTime());
  }

  /** Logs what was only counted so far. */
  void close() {
    log.close();
  }

  private Outcome outcome(HeldDelivery held) {
    Instant started = dispatcher.clock.instant();
    held.begin(started);
    Effects effects = new Effects();
    try {
      Quota quota = held.delivery.quota();
      if (quota != null && quota.excess() != null) {
        String reason = handler.wants(held.delivery) ? quota.excess() : null;
        return new Outcome.Done(
            held.delivery, started, false, List.of(), List.of(), Set.of(), reason);
      }
      boolean wanted = handler.handle(held.delivery, effects);
      held.afterCommit(effects.afterCommit());
      List<NewEvent> sent = effects.close();
      return HopLimit.checked(
          new Outcome.Done(
              held.delivery,
              started,
              wanted,
              sent,
              effects.cancels(),
              effects.turnedDown(),
              null,
              effects.stored()));
    } catch (Exception e) {
      effects.close();
      return dispatcher.failures.decide(held, spec, e);
    } catch (StackOverflowError | OutOfMemoryError | LinkageError e) {
      // errors of a flow's own making; the worker and the hub go on
      effects.close();
      return dispatcher.failures.decide(held, spec, e);
    }
  }

  private void end(HeldDelivery held, Outcome outcome) {
    if (outcome instanceof Outcome.Done done && done.wanted()) {
      dispatcher.failures.passed(spec);
    }
    if (!(outcome instanceof Outcome.Done)) {
      log.report(outcome, spec.maxAttempts(), System.nanoTime());
    }
    dispatcher.leases.end(held, outcome);
  }
}
