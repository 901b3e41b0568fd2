package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.RouteFile.Origin;
import com.millyweb.hub.route.RouteSwap.NotStarted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what runs when the hub starts. Each file is loaded by itself: a bad one goes into
 * quarantine, its last good version takes its place, and the others run.
 */
final class RouteStart {
  private static final Logger log = LoggerFactory.getLogger(RouteStart.class);

  private final RouteLayers layers;
  private final RouteReview review;
  private final PolicySwap swap;
  private final RouteHistory history;
  private final RouteOutcomes outcomes;
  private final HubEnding ending;

  RouteStart(
      RouteLayers layers,
      RouteReview review,
      PolicySwap swap,
      RouteHistory history,
      RouteOutcomes outcomes,
      HubEnding ending) {
    this.layers = layers;
    this.review = review;
    this.swap = swap;
    this.history = history;
    this.outcomes = outcomes;
    this.ending = ending;
  }

  void load(RouteLayers.Start found) {
    RouteHistory.Known known = history.known();
    Map<String, Origin> origins = new TreeMap<>();
    found.packaged().forEach(text -> origins.put(text.file(), Origin.JAR));
    found.own().forEach(text -> origins.put(text.file(), Origin.FOLDER));
    List<RouteText> texts = new ArrayList<>(found.own());
    texts.addAll(found.packaged());
    // of two files that claim the same, the user's own has it
    Comparator<RouteText> ownFirst =
        Comparator.comparing(text -> origins.get(text.file()) == Origin.JAR);
    texts.sort(LoadOrder.byRank().thenComparing(ownFirst).thenComparing(RouteText::file));
    for (RouteText text : texts) {
      if (ending.is()) {
        log.info("The hub stops: its routes that did not start yet are not judged");
        return;
      }
      Origin origin = origins.getOrDefault(text.file(), Origin.FOLDER);
      load(text, texts, origin, known);
    }
    found.hidden().forEach(this::runOn);
    for (String file : found.deleted()) {
      boolean wasRefused = known.refused().contains(file);
      if (wasRefused || history.lastGood(file).isPresent()) {
        outcomes.removedUnseen(file, wasRefused);
      }
    }
  }

  private void load(RouteText text, List<RouteText> all, Origin origin, RouteHistory.Known known) {
    boolean recovered = known.refused().contains(text.file());
    if (text.isOff()) {
      outcomes.switchedOff(text, recovered);
      return;
    }
    Findings findings = review.of(text, all);
    if (findings.isGood()) {
      try {
        swap.start(text);
        outcomes.started(text, findings.problems(), origin, known);
        return;
      } catch (NotStarted e) {
        findings = findings.andNotStarted(review.notStarted(text, e));
      }
    }
    outcomes.quarantined(text, findings, startOlder(text), origin);
  }

  /** The version that ran last, else the one that came with the hub; null when neither can run. */
  private @Nullable RouteText startOlder(RouteText bad) {
    RouteText older =
        history
            .lastGood(bad.file())
            .or(() -> Optional.ofNullable(layers.packaged(bad.file())))
            .filter(last -> !last.hash().equals(bad.hash()))
            .orElse(null);
    if (older != null && !starts(older)) {
      log.warn("{}: its last good version cannot run either", bad.file());
      return null;
    }
    return older;
  }

  /** What of the folder cannot be read now runs as it ran last. */
  private void runOn(String file) {
    RouteText last = history.lastGood(file).orElse(null);
    if (last == null) {
      return;
    }
    if (starts(last)) {
      outcomes.runsOn(last);
    } else {
      log.warn("{}: cannot be read, and its last good version cannot run", file);
    }
  }

  private boolean starts(RouteText text) {
    if (!review.isGood(text)) {
      return false;
    }
    try {
      swap.start(text);
      return true;
    } catch (NotStarted e) {
      log.debug("{}: an older version did not start", text.file(), e);
      return false;
    }
  }
}
