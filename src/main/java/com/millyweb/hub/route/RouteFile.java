package com.millyweb.hub.route;

import com.millyweb.hub.route.check.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route file and how it is.
 *
 * @param origin whether it is the user's or came with the hub
 * @param hash of the content that runs; null when nothing of it runs
 * @param since when it came into this state
 * @param problems of the refused content, or warnings about what runs
 */
public record RouteFile(
    String file,
    State state,
    Origin origin,
    @Nullable String hash,
    Instant since,
    List<RunningRoute> routes,
    List<Problem> problems) {

  /** What runs of a file. */
  public enum State {
    RUNNING,
    /** The latest edit was refused; the version before it runs, if there was one. */
    REFUSED,
    /** It was bad at start; its last good version runs, if there was one. */
    QUARANTINED,
    /** Nothing of it runs. */
    STOPPED,
    /** The file is empty: nothing of it runs, and nothing in its place. */
    SWITCHED_OFF,
    /** It looks like a route file, but is never read. */
    IGNORED,
    /** A file or folder that cannot be looked into; what ran of it runs on. */
    UNREADABLE
  }

  /** Where the content is from. */
  public enum Origin {
    /** It came with the hub. */
    JAR,
    /** It lies in the folder of routes. */
    FOLDER
  }

  /** A route at work. */
  public record RunningRoute(
      String id, @Nullable String description, String from, long uptimeMillis, long inflight) {}
}
