package com.millyweb.hub.agent;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.millyweb.hub.agent.journal.Journal;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.journal.RunRows;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.agent.loop.StepEvents;
import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Begins runs, looks at them and ends them. All of it goes through the log. */
@Component
public final class Runs {
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Another hub may have ended a run, which nobody tells this one. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final EventLog log;
  private final StepEvents events;
  private final Journal journal;
  private final RunSignals signals;
  private final JdbcClient jdbc;
  private final ObjectMapper json;

  Runs(
      EventLog log,
      StepEvents events,
      Journal journal,
      RunSignals signals,
      JdbcClient jdbc,
      ObjectMapper json) {
    this.log = log;
    this.events = events;
    this.journal = journal;
    this.signals = signals;
    this.jdbc = jdbc;
    this.json = json;
  }

  public static UUID newId() {
    return IDS.generate();
  }

  /**
   * Begins a run: it is stored when this returns.
   *
   * @param key a second run with the same one does not begin; null for none
   * @throws EventLogUnavailable when the database did not take it
   */
  public void start(NewRun run, @Nullable String key) {
    log.appendNow(events.start(run).withKey(key), PATIENCE);
  }

  public Optional<RunRow> find(UUID run) {
    return journal.find(run);
  }

  /** In their order. */
  public List<StepRow> steps(UUID run) {
    return journal.steps(run);
  }

  /** Those that changed after a revision of the run. */
  public List<StepRow> changed(UUID run, long after) {
    return journal.changed(run, after);
  }

  /**
   * The newest first.
   *
   * @param agent null for all, as the others
   * @param before when those begin that follow, and the id of the last one before; null for the
   *     first ones
   */
  public List<RunRow> page(
      @Nullable String agent,
      @Nullable String state,
      @Nullable String conversation,
      @Nullable Instant before,
      @Nullable UUID last,
      int limit) {
    return jdbc.sql(Sql.read("agent/page"))
        .param("agent", agent)
        .param("state", state)
        .param("conversation", conversation)
        .param("before", before == null ? null : Rows.parameter(before))
        .param("last", last)
        .param("limit", limit)
        .query((row, n) -> RunRows.run(row, json))
        .list();
  }

  /** Asks for the end of a run; one that has ended stays as it is. */
  public void cancel(UUID run, String by) {
    log.appendNow(events.cancel(run, by), PATIENCE);
  }

  /**
   * Decides about a question.
   *
   * @param verb approve, reject, edit or always
   * @param text the reason of a rejection, or the new arguments as JSON
   */
  public void decide(UUID run, long number, String verb, String by, @Nullable String text) {
    log.appendNow(events.decision(run, number, verb, by, text), PATIENCE);
  }

  /**
   * Waits for the end of a run.
   *
   * @return as it is then, or when the time is over; empty when it has not begun
   */
  public Optional<RunRow> await(UUID run, Duration patience) throws InterruptedException {
    return await(run, patience, now -> !now.isActive());
  }

  /**
   * Waits until a run has begun.
   *
   * @return as it is then; empty when the time is over
   */
  public Optional<RunRow> awaitBegin(UUID run, Duration patience) throws InterruptedException {
    return await(run, patience, now -> true);
  }

  private Optional<RunRow> await(UUID run, Duration patience, Predicate<RunRow> until)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    var changes = new Semaphore(0);
    RunSignals.Watch watch = signals.watch(run, changes::release);
    try {
      while (true) {
        Optional<RunRow> now = journal.find(run);
        long left = end - System.nanoTime();
        if (left <= 0 || now.filter(until).isPresent()) {
          return now;
        }
        changes.tryAcquire(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
        changes.drainPermits();
      }
    } finally {
      watch.close();
    }
  }
}
