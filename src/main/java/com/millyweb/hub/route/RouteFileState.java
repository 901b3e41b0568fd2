package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.RouteFile.Origin;
import com.millyweb.hub.route.RouteFile.State;
import com.millyweb.hub.route.check.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file: what of it runs, what its latest content is, and what is wrong with that. There is one
 * method for each outcome of a change.
 *
 * @param running the content that runs
 * @param latest the content in the folder
 * @param problems of the latest content; warnings only when it runs
 * @param startFailed whether the latest content was found good, but did not start
 * @param since when the file came into this state
 */
record RouteFileState(
    String file,
    State state,
    @Nullable RouteText running,
    RouteText latest,
    List<Problem> problems,
    boolean startFailed,
    Instant since,
    Origin origin) {

  static RouteFileState running(
      RouteText text, List<Problem> warnings, Origin origin, Instant since) {
    return new RouteFileState(
        text.file(), State.RUNNING, text, text, warnings, false, since, origin);
  }

  /** Only the user's folder can hold an empty file. */
  static RouteFileState switchedOff(RouteText empty, Instant since) {
    return new RouteFileState(
        empty.file(), State.SWITCHED_OFF, null, empty, List.of(), false, since, Origin.FOLDER);
  }

  /**
   * The content was bad when the hub started.
   *
   * @param running the last good version
   */
  static RouteFileState quarantined(
      RouteText bad, Findings why, @Nullable RouteText running, Origin origin, Instant since) {
    return new RouteFileState(
        bad.file(),
        State.QUARANTINED,
        running,
        bad,
        why.problems(),
        why.startFailed(),
        since,
        origin);
  }

  /**
   * An edit was bad. What was in quarantine stays there: the hub still runs what it fell back to.
   *
   * @param before null when the file is new
   * @param running the version before the edit
   */
  static RouteFileState refused(
      RouteText bad,
      Findings why,
      @Nullable RouteText running,
      Origin origin,
      @Nullable RouteFileState before,
      Instant since) {
    State state =
        before != null && before.state() == State.QUARANTINED ? State.QUARANTINED : State.REFUSED;
    return new RouteFileState(
        bad.file(), state, running, bad, why.problems(), why.startFailed(), since, origin);
  }

  boolean isRefused() {
    return state == State.REFUSED || state == State.QUARANTINED;
  }

  /** Whether this content was refused for exactly these reasons already. */
  boolean isKnown(RouteText bad, Findings why) {
    return isRefused() && latest.hash().equals(bad.hash()) && problems.equals(why.problems());
  }

  boolean runs(RouteText text) {
    return running != null && running.hash().equals(text.hash());
  }
}
