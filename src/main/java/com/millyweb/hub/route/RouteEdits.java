package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.RouteFile.Origin;
import com.millyweb.hub.route.RouteFile.State;
import com.millyweb.hub.route.RouteSwap.Busy;
import com.millyweb.hub.route.RouteSwap.NotStarted;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of an edit while the hub runs: a good one is swapped in, a bad one is
 * refused and the version before it runs on, one that meets busy routes is tried again.
 */
final class RouteEdits {
  private static final Logger log = LoggerFactory.getLogger(RouteEdits.class);
  private static final Duration START_AGAIN = Duration.ofSeconds(30);

  private final RouteFolder folder;
  private final NoticeFiles notices;
  private final RouteFileStates states;
  private final RouteReview review;
  private final PolicySwap swap;
  private final BusyFiles busy;
  private final RouteOutcomes outcomes;
  private final SavedEdits saved;
  private final Clock clock;

  /** Deleted files whose routes are still at work. */
  private final Set<String> leaving = new TreeSet<>();

  /** Files that were busy; the folder does not hand on again what is the jar's. */
  private final Set<String> waiting = new TreeSet<>();

  RouteEdits(
      RouteFolder folder,
      NoticeFiles notices,
      RouteFileStates states,
      RouteReview review,
      PolicySwap swap,
      BusyFiles busy,
      RouteOutcomes outcomes,
      SavedEdits saved,
      Clock clock) {
    this.folder = folder;
    this.notices = notices;
    this.states = states;
    this.review = review;
    this.swap = swap;
    this.busy = busy;
    this.outcomes = outcomes;
    this.saved = saved;
    this.clock = clock;
  }

  /**
   * @param words notice files that changed: what names them is another version of itself
   */
  void take(Collection<RouteText> written, Collection<String> deleted, Set<String> words) {
    busy.lookBegins();
    leaving.addAll(deleted);
    written.forEach(text -> leaving.remove(text.file()));
    boolean left = leaving.removeIf(this::remove);
    List<RouteText> ordered = new ArrayList<>();
    written.forEach(text -> ordered.add(notices.dressed(text)));
    ordered.sort(LoadOrder.byRank().thenComparing(RouteText::file));
    List<RouteFileState> reworded = reworded(ordered, words);
    waiting.clear();
    ordered.forEach(text -> edit(text, ordered, Origin.FOLDER));
    reworded.forEach(state -> edit(notices.dressed(state.latest()), ordered, state.origin()));
    if (left || !ordered.isEmpty() || !reworded.isEmpty()) {
      retryRefused();
    }
    retryStarts();
    busy.lookEnds();
  }

  /** Files whose words changed now, or did before and were busy. */
  private List<RouteFileState> reworded(List<RouteText> written, Set<String> words) {
    if (words.isEmpty() && waiting.isEmpty()) {
      // of a look each second most see nothing, and what a file names is found by reading all of it
      return List.of();
    }
    Set<String> same = new TreeSet<>(leaving);
    written.forEach(text -> same.add(text.file()));
    return states.all().stream()
        .filter(state -> !same.contains(state.file()))
        .filter(
            state ->
                waiting.contains(state.file())
                    || state.latest().named().stream()
                        .anyMatch(name -> words.contains(state.latest().fileBeside(name))))
        .toList();
  }

  private void edit(RouteText text, List<RouteText> present, Origin origin) {
    RouteFileState before = states.find(text.file()).orElse(null);
    boolean refusedBefore = before != null && before.isRefused();
    if (text.isOff()) {
      if (stop(before)) {
        outcomes.switchedOff(text, refusedBefore);
      } else {
        folder.again(text.file());
      }
      return;
    }
    if (before != null && before.runs(text)) {
      // the edit was taken back, or the user copied a packaged file into the folder
      if (refusedBefore || before.origin() != origin) {
        outcomes.applied(text, List.of(), origin, refusedBefore);
      }
      return;
    }
    RouteText running = before == null ? null : before.running();
    Findings findings = review.of(text, present);
    if (findings.isGood()) {
      try {
        swap.replace(text, running);
        outcomes.applied(text, findings.problems(), origin, refusedBefore);
        if (running != null) {
          saved.replaced(text);
        }
        return;
      } catch (Busy e) {
        busy.add(text.file(), e);
        folder.again(text.file());
        waiting.add(text.file());
        return;
      } catch (NotStarted e) {
        findings = findings.andNotStarted(review.notStarted(text, e));
      }
    }
    outcomes.refused(text, findings, swap.stillRunning(running), origin, before);
  }

  /** Returns false when its routes are still busy; then it is tried again. */
  private boolean remove(String file) {
    RouteFileState state = states.find(file).orElse(null);
    if (!stop(state)) {
      return false;
    }
    if (state != null) {
      outcomes.removed(state);
    }
    return true;
  }

  /** Stops the routes of a file; false when they are still busy. */
  private boolean stop(@Nullable RouteFileState state) {
    if (state == null || state.state() == State.SWITCHED_OFF) {
      return true;
    }
    try {
      swap.stop(state.latest(), state.running());
      return true;
    } catch (Busy e) {
      busy.add(state.file(), e);
      return false;
    } catch (NotStarted e) {
      log.warn("{}: its routes did not stop: {}", state.file(), e.getMessage());
      return false;
    }
  }

  /** What was wrong with a file may have been another file. */
  private void retryRefused() {
    for (RouteFileState state : states.all()) {
      boolean found = state.isRefused() && !state.startFailed();
      if (found && review.isGood(state.latest())) {
        edit(state.latest(), List.of(), state.origin());
      }
    }
  }

  /** What did not start, and has nothing that runs in its place, may start later. */
  private void retryStarts() {
    for (RouteFileState state : states.all()) {
      boolean due = clock.instant().isAfter(state.since().plus(START_AGAIN));
      if (state.startFailed() && state.running() == null && due) {
        edit(state.latest(), List.of(), state.origin());
      }
    }
  }
}
