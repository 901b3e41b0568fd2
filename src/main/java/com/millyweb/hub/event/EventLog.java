package com.millyweb.hub.event;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Appends to the log. Concurrent appends share a commit. */
public interface EventLog {
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
}
