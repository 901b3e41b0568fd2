package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.RouteFile.Origin;
import com.millyweb.hub.route.RouteFile.State;
import com.millyweb.hub.route.check.OtherRoutes;
import com.millyweb.hub.route.check.OtherRoutes.JavaRoutes;
import com.millyweb.hub.route.check.Problem;
import com.millyweb.hub.route.check.RouteCheck;
import com.millyweb.hub.route.check.RouteOutline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every file: what of it runs, what its latest content is, and what is wrong with that. */
final class RouteFileStates {
  private static final int MAX_OUTLINES = 1000;

  private final Map<String, Page> pages = new TreeMap<>();
  private final Map<String, RouteOutline> outlines = new HashMap<>();
  private final RouteCheck check;

  RouteFileStates(RouteCheck check) {
    this.check = check;
  }

  /**
   * A file.
   *
   * @param running the content that runs
   * @param latest the content in the folder
   * @param startFailed whether it was found good, but did not start
   */
  record Page(
      String file,
      State state,
      @Nullable RouteText running,
      RouteText latest,
      List<Problem> problems,
      boolean startFailed,
      Instant since,
      Origin origin) {

    boolean isRefused() {
      return state == State.REFUSED || state == State.QUARANTINED;
    }
  }

  synchronized Optional<Page> find(String file) {
    return Optional.ofNullable(pages.get(file));
  }

  synchronized List<Page> all() {
    return List.copyOf(pages.values());
  }

  synchronized void put(Page page) {
    pages.put(page.file(), page);
  }

  synchronized void remove(String file) {
    pages.remove(file);
  }

  synchronized @Nullable RouteText running(String file) {
    Page page = pages.get(file);
    return page == null ? null : page.running();
  }

  /** What others than this file claim, given what is about to change too. */
  synchronized OtherRoutes neighbours(String file, Collection<RouteText> present, JavaRoutes java) {
    List<RouteOutline> claiming = new ArrayList<>();
    List<RouteOutline> there = new ArrayList<>();
    for (Page page : pages.values()) {
      RouteText running = page.running();
      if (!page.file().equals(file)) {
        if (running != null) {
          claiming.add(outline(running));
        }
        there.add(outline(page.latest()));
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
    for (Page page : pages.values()) {
      RouteText running = page.running();
      boolean replaced = fresh != null && fresh.file().equals(page.file());
      if (running != null && running.isPolicy() && !replaced) {
        policies.add(running);
      }
    }
    if (fresh != null) {
      policies.add(fresh);
    }
    return policies;
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
