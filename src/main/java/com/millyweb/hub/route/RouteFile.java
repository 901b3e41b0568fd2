package com.millyweb.hub.route;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route file and how it is.
 *
 * @param hash of the content that runs; null when nothing of it runs
 * @param since when it came into this state
 * @param problems of the refused content, or warnings about what runs
 */
public record RouteFile(
    String file,
    State state,
    @Nullable String hash,
    Instant since,
    List<RunningRoute> routes,
    List<Problem> problems) {

  /** What runs of a file. */
  public enum State {
    RUNNING,
    /** The latest edit was refused; the version before it runs. */
    REFUSED,
    /** It was bad at start; its last good version runs, if there was one. */
    QUARANTINED,
    /** Nothing of it runs. */
    STOPPED
  }

  /** A route at work. */
  public record RunningRoute(
      String id, @Nullable String description, String from, long uptimeMillis, long inflight) {}
}
