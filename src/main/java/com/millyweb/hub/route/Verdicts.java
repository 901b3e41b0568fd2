package com.millyweb.hub.route;

import com.millyweb.hub.route.Verdict.Outcome;
import com.millyweb.hub.route.check.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what became of a change: to the log, the metrics, the channel ops and the flows. */
final class Verdicts {
  private static final Logger log = LoggerFactory.getLogger(Verdicts.class);

  private final VerdictNotices notices;
  private final VerdictEvents events;
  private final Clock clock;
  private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);

  Verdicts(VerdictNotices notices, VerdictEvents events, Clock clock, MeterRegistry registry) {
    this.notices = notices;
    this.events = events;
    this.clock = clock;
    for (Outcome outcome : Outcome.values()) {
      counters.put(
          outcome,
          Counter.builder("hub.route.reloads")
              .description("Changes of route files by what became of them")
              .tag("verdict", word(outcome))
              .register(registry));
    }
  }

  /** At start only what is wrong is worth a line. */
  void started(String file, List<Problem> warnings, boolean recovered) {
    tell(applied(file, warnings, recovered));
  }

  /**
   * @param recovered whether the file had been refused before
   * @param change its name; null when it has none
   */
  void applied(String file, List<Problem> warnings, boolean recovered, @Nullable String change) {
    log.info("{}: applied", file);
    var verdict = applied(file, warnings, recovered);
    tell(verdict);
    if (!recovered) {
      changed(verdict, change);
    }
  }

  private Verdict applied(String file, List<Problem> warnings, boolean recovered) {
    warnings.forEach(warning -> log.info("{}", warning));
    return new Verdict(file, Outcome.APPLIED, warnings, recovered, true, clock.instant());
  }

  /**
   * @param recovered whether the file had been refused before
   * @param runs whether an older version runs on
   */
  void refused(
      Outcome outcome, String file, List<Problem> problems, boolean recovered, boolean runs) {
    problems.forEach(problem -> log.warn("{}: {}", word(outcome), problem));
    if (outcome == Outcome.QUARANTINED) {
      log.warn("{}: {}", file, runs ? "its last good version runs" : "it does not run");
    }
    tell(new Verdict(file, outcome, problems, recovered, runs, clock.instant()));
  }

  /**
   * @param outcome how it is gone
   * @param recovered whether the file had been refused before
   * @param change its name; null when it has none
   */
  void gone(Outcome outcome, String file, boolean recovered, @Nullable String change) {
    log.info(
        outcome == Outcome.REMOVED
            ? "{}: removed; what ran of it is stopped"
            : "{}: switched off, because the file is empty",
        file);
    var verdict = new Verdict(file, outcome, List.of(), recovered, false, clock.instant());
    tell(verdict);
    if (!recovered) {
      changed(verdict, change);
    }
  }

  private void changed(Verdict verdict, @Nullable String change) {
    try {
      events.changed(verdict, change);
    } catch (RuntimeException e) {
      log.warn("The event on {} was not stored", verdict.file(), e);
    }
  }

  private static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  private void tell(Verdict verdict) {
    Counter counter = counters.get(verdict.outcome());
    if (counter != null) {
      counter.increment();
    }
    try {
      notices.decided(verdict);
    } catch (RuntimeException e) {
      // no notice, such as for want of the channel, keeps an edit from running
      log.warn("The notice on {} was not sent", verdict.file(), e);
    }
    try {
      events.decided(verdict);
    } catch (RuntimeException e) {
      log.warn("The event on {} was not stored", verdict.file(), e);
    }
  }
}
