package com.millyweb.hub.route;

import com.millyweb.hub.route.RouteFile.Origin;
import com.millyweb.hub.route.RouteFile.State;
import com.millyweb.hub.route.check.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what runs into line with the folder of routes: once at start, then at each look.
 *
 * <p>{@link RouteStart} and {@link RouteEdits} decide about each file, {@link RouteOutcomes} writes
 * down what became of it.
 */
final class RouteLoader {
  private static final Logger log = LoggerFactory.getLogger(RouteLoader.class);

  private final RouteFolder folder;
  private final RouteLayers layers;
  private final RouteFileStates states;
  private final RouteStart start;
  private final RouteEdits edits;
  private final HubWordsReview words;
  private final RouteOutcomes outcomes;
  private final HubEnding ending;
  private final Clock clock;
  private volatile Map<Problem, Instant> notes = Map.of();

  RouteLoader(
      RouteFolder folder,
      RouteLayers layers,
      RouteFileStates states,
      RouteStart start,
      RouteEdits edits,
      HubWordsReview words,
      RouteOutcomes outcomes,
      HubEnding ending,
      Clock clock) {
    this.folder = folder;
    this.layers = layers;
    this.states = states;
    this.start = start;
    this.edits = edits;
    this.words = words;
    this.outcomes = outcomes;
    this.ending = ending;
    this.clock = clock;
  }

  /** Loads all files. */
  synchronized void boot() {
    var found = layers.start();
    note();
    start.load(found);
    words.start();
    outcomes.catchUp();
    log.info(
        "{} route files run: {} of {} on top of {} that came with the hub; {} are quarantined, {}"
            + " switched off",
        states.count(state -> state.running() != null),
        states.count(state -> state.running() != null && state.origin() == Origin.FOLDER),
        folder,
        states.count(state -> state.running() != null && state.origin() == Origin.JAR),
        states.count(state -> state.state() == State.QUARANTINED),
        states.count(state -> state.state() == State.SWITCHED_OFF));
  }

  /** The hub begins to stop; what of it is gone by now is no fault of a file. */
  void end() {
    ending.tell();
  }

  /** Takes up what changed and was left alone for so long. */
  synchronized void rescan(Duration settle) {
    if (ending.is()) {
      return;
    }
    var changes = folder.look(settle);
    layers.remember();
    note();
    words.take(changes.notices());
    edits.take(changes.written(), changes.deleted(), changes.notices());
    outcomes.catchUp();
  }

  /** Places of the folder that cannot be read, and files that never are, since when. */
  Map<Problem, Instant> notes() {
    return notes;
  }

  private void note() {
    Map<Problem, Instant> now = new LinkedHashMap<>();
    folder.notes().forEach(note -> now.put(note, notes.getOrDefault(note, clock.instant())));
    notes = now;
  }
}
