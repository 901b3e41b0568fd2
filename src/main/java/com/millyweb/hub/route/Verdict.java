package com.millyweb.hub.route;

import java.time.Instant;
import java.util.List;

/**
 * What became of a change.
 *
 * @param recovered whether the file had been refused or quarantined before this
 */
public record Verdict(
    String file, Outcome outcome, List<Problem> problems, boolean recovered, Instant at) {

  /** The labels of {@code hub_route_reloads}. */
  public enum Outcome {
    /** Runs. */
    APPLIED,
    /** The old version runs on. */
    REFUSED,
    /** Bad at start; its last good version runs where there is one. */
    QUARANTINED,
    /** Stopped, because the file is gone. */
    REMOVED
  }

  public Verdict {
    problems = List.copyOf(problems);
  }
}
