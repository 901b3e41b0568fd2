package com.millyweb.hub.route;

import com.millyweb.hub.route.check.Problem;
import java.time.Instant;
import java.util.List;

/**
 * What became of a change.
 *
 * @param recovered whether the file had been refused or quarantined before this
 * @param runs whether anything of the file runs now: the change, or an older version
 */
public record Verdict(
    String file,
    Outcome outcome,
    List<Problem> problems,
    boolean recovered,
    boolean runs,
    Instant at) {

  /** The labels of {@code hub_route_reloads}. */
  public enum Outcome {
    /** Runs. */
    APPLIED,
    /** Not taken; the old version runs on where there is one. */
    REFUSED,
    /** Bad at start; its last good version runs where there is one. */
    QUARANTINED,
    /** Stopped, because the file is gone. */
    REMOVED,
    /** Stopped, because the file is empty. */
    SWITCHED_OFF
  }

  public Verdict {
    problems = List.copyOf(problems);
  }
}
