package com.millyweb.hub.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Appends to the log. Concurrent appends share a commit. */
public interface EventLog {
  /** How long those wait for a commit that have nobody waiting for them. */
  Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Appends one event.
   *
   * @return completed after the commit; exceptionally with {@link EventLogUnavailable} when the
   *     database did not confirm it
   */
  default CompletableFuture<Appended> append(NewEvent event) {
    return append(List.of(event)).thenApply(appended -> appended.get(0));
  }

  /** Appends all or none of the events; the answers have their order. */
  CompletableFuture<List<Appended>> append(List<NewEvent> events);

  /** Appends one event and waits for the commit, as {@link #appendNow(List, Duration)} does. */
  default Appended appendNow(NewEvent event, Duration timeout) {
    return appendNow(List.of(event), timeout).get(0);
  }

  /**
   * Appends all or none of the events and waits for the commit.
   *
   * @throws EventLogUnavailable when the database did not confirm it, or not in time; after a
   *     timeout the events may be stored nevertheless
   */
  default List<Appended> appendNow(List<NewEvent> events, Duration timeout) {
    return await(append(events).orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS));
  }

  /**
   * The answer of an append, and its failures as {@link #appendNow(List, Duration)} throws them.
   */
  static List<Appended> await(CompletableFuture<List<Appended>> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new EventLogUnavailable("The event was not stored: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EventLogUnavailable("Interrupted while the event was stored", e);
    }
  }
}
