package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.check.OtherRoutes;
import com.millyweb.hub.route.check.OtherRoutes.JavaNames;
import com.millyweb.hub.route.check.RouteCheck;
import com.millyweb.hub.route.check.RouteOutline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Every file: what of it runs, what its latest content is, and what is wrong with that. */
final class RouteFileStates {
  private static final int MAX_OUTLINES = 1000;

  private final Map<String, RouteFileState> states = new TreeMap<>();
  private final Map<String, RouteOutline> outlines = new HashMap<>();
  private final RouteCheck check;

  RouteFileStates(RouteCheck check) {
    this.check = check;
  }

  synchronized Optional<RouteFileState> find(String file) {
    return Optional.ofNullable(states.get(file));
  }

  synchronized List<RouteFileState> all() {
    return List.copyOf(states.values());
  }

  synchronized void put(RouteFileState state) {
    states.put(state.file(), state);
  }

  synchronized void remove(String file) {
    states.remove(file);
  }

  /** What runs of all other files than policies: every policy is part of it. */
  synchronized List<RouteText> underPolicies() {
    List<RouteText> texts = new ArrayList<>();
    for (RouteFileState state : states.values()) {
      RouteText running = state.running();
      if (running != null && !running.isPolicy()) {
        texts.add(running);
      }
    }
    return texts;
  }

  synchronized long count(Predicate<RouteFileState> which) {
    return states.values().stream().filter(which).count();
  }

  /** What others than this file claim, given what is about to change too. */
  synchronized OtherRoutes others(String file, Collection<RouteText> present, JavaNames java) {
    List<RouteOutline> claiming = new ArrayList<>();
    List<RouteOutline> there = new ArrayList<>();
    for (RouteFileState state : states.values()) {
      RouteText running = state.running();
      if (!state.file().equals(file)) {
        if (running != null) {
          claiming.add(outline(running));
        }
        there.add(outline(state.latest()));
      }
    }
    present.stream()
        .filter(text -> !text.file().equals(file))
        .forEach(text -> there.add(outline(text)));
    return OtherRoutes.of(claiming, there, java);
  }

  /** The policies that apply, or will when this one does. */
  synchronized List<RouteText> policies(@Nullable RouteText fresh) {
    List<RouteText> policies = new ArrayList<>();
    for (RouteFileState state : states.values()) {
      RouteText running = state.running();
      boolean replaced = fresh != null && fresh.file().equals(state.file());
      if (running != null && running.isPolicy() && !replaced) {
        policies.add(running);
      }
    }
    if (fresh != null) {
      policies.add(fresh);
    }
    return policies;
  }

  /** What must be there for this file to run: the policies, and what it calls in other files. */
  synchronized List<RouteText> neededBy(RouteText text) {
    List<RouteText> needed = new ArrayList<>(policies(null));
    Set<String> wanted = new TreeSet<>(outline(text).calls());
    wanted.removeAll(outline(text).entrances());
    boolean found = true;
    while (found) {
      found = false;
      for (RouteText other : underPolicies()) {
        RouteOutline outline = outline(other);
        if (!other.file().equals(text.file())
            && !needed.contains(other)
            && outline.entrances().stream().anyMatch(wanted::contains)) {
          needed.add(other);
          found = wanted.addAll(outline.calls()) || found;
        }
      }
    }
    return needed;
  }

  /** Whether a route of this file begins with events. */
  synchronized boolean listens(RouteText text) {
    return outline(text).listens();
  }

  private RouteOutline outline(RouteText text) {
    RouteOutline known = outlines.get(text.file() + text.hash());
    if (known == null) {
      known = check.read(text);
      if (outlines.size() > MAX_OUTLINES) {
        outlines.clear();
      }
      outlines.put(text.file() + text.hash(), known);
    }
    return known;
  }
}
