package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.RouteFile.Origin;
import com.millyweb.hub.route.Verdict.Outcome;
import com.millyweb.hub.route.check.Problem;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what became of a file: its state, its history, what the engine must know, and the
 * verdict for people.
 */
final class RouteOutcomes {
  private final RouteFileStates states;
  private final RouteHistory history;
  private final SubscriptionUpdates updates;
  private final Verdicts verdicts;
  private final Clock clock;
  private final HubEnding ending;

  RouteOutcomes(
      RouteFileStates states,
      RouteHistory history,
      SubscriptionUpdates updates,
      Verdicts verdicts,
      Clock clock,
      HubEnding ending) {
    this.states = states;
    this.history = history;
    this.updates = updates;
    this.verdicts = verdicts;
    this.clock = clock;
    this.ending = ending;
  }

  /**
   * The file runs since the hub started.
   *
   * @param known what was written down before; most files run as they did
   */
  void started(RouteText text, List<Problem> warnings, Origin origin, RouteHistory.Known known) {
    if (known.says(text)) {
      updates.runs(text.file(), false);
      states.put(RouteFileState.running(text, warnings, origin, clock.instant()));
    } else {
      runs(text, warnings, origin);
    }
    verdicts.started(text.file(), warnings, known.refused().contains(text.file()));
  }

  /**
   * An edit runs.
   *
   * @param recovered whether the file was refused before
   */
  void applied(RouteText text, List<Problem> warnings, Origin origin, boolean recovered) {
    runs(text, warnings, origin);
    verdicts.applied(text.file(), warnings, recovered, history.change(text.file(), text.hash()));
  }

  /** The file cannot be read now; its last good version runs. That is no change worth a verdict. */
  void runsOn(RouteText last) {
    states.put(RouteFileState.running(last, List.of(), Origin.FOLDER, clock.instant()));
  }

  /**
   * @param running the version that runs in its place
   */
  void quarantined(RouteText bad, Findings why, @Nullable RouteText running, Origin origin) {
    if (ending.is()) {
      return;
    }
    states.put(RouteFileState.quarantined(bad, why, running, origin, clock.instant()));
    history.refused(bad, why.problems());
    verdicts.refused(Outcome.QUARANTINED, bad.file(), why.problems(), false, running != null);
  }

  /**
   * @param before null when the file is new
   * @param running the version that runs on
   */
  void refused(
      RouteText bad,
      Findings why,
      @Nullable RouteText running,
      Origin origin,
      @Nullable RouteFileState before) {
    if (ending.is()) {
      return;
    }
    states.put(RouteFileState.refused(bad, why, running, origin, before, clock.instant()));
    // a start that is tried again and again is reported once
    if (before == null || !before.isKnown(bad, why)) {
      history.refused(bad, why.problems());
      verdicts.refused(Outcome.REFUSED, bad.file(), why.problems(), false, running != null);
    }
  }

  void switchedOff(RouteText empty, boolean recovered) {
    updates.gone(empty.file());
    states.put(RouteFileState.switchedOff(empty, clock.instant()));
    gone(Outcome.SWITCHED_OFF, empty.file(), Origin.FOLDER, recovered);
  }

  void removed(RouteFileState state) {
    states.remove(state.file());
    updates.gone(state.file());
    gone(Outcome.REMOVED, state.file(), state.origin(), state.isRefused());
  }

  /**
   * The file was deleted while no hub looked. Its subscription stays: another hub's folder may have
   * the same name, and that hub be away.
   */
  void removedUnseen(String file, boolean recovered) {
    gone(Outcome.REMOVED, file, Origin.FOLDER, recovered);
  }

  private void gone(Outcome outcome, String file, Origin origin, boolean recovered) {
    history.removed(file, RouteLayers.source(origin));
    verdicts.gone(outcome, file, recovered, history.change(file, null));
  }

  /** Tells the engine and the database what they could not take when it happened. */
  void catchUp() {
    updates.tell();
    history.catchUp();
  }

  private void runs(RouteText text, List<Problem> warnings, Origin origin) {
    boolean another =
        history.lastGood(text.file()).filter(last -> last.hash().equals(text.hash())).isEmpty();
    updates.runs(text.file(), another);
    states.put(RouteFileState.running(text, warnings, origin, clock.instant()));
    history.applied(text, RouteLayers.source(origin));
  }
}
