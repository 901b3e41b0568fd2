package com.millyweb.hub.route;

import com.millyweb.hub.event.Subscriptions;
import com.millyweb.hub.route.RouteBook.Page;
import com.millyweb.hub.route.RouteFile.State;
import com.millyweb.hub.route.RouteSwap.Busy;
import com.millyweb.hub.route.RouteSwap.NotStarted;
import com.millyweb.hub.route.Verdict.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what runs into line with the folder of routes: checks each changed file, swaps it in, and
 * keeps the last good version where that can not be done.
 */
final class RouteLoader {
  private static final Logger log = LoggerFactory.getLogger(RouteLoader.class);

  /** What others need comes first, doors come last. */
  private static final List<String> ORDER =
      List.of("policy", "event", "knowledge", "tool", "notify", "agent", "health", "flow");

  private static final Duration START_AGAIN = Duration.ofSeconds(30);

  private final RouteFolder folder;
  private final RouteBook book;
  private final RouteCheck check;
  private final RouteSwap swap;
  private final JavaRouteNames java;
  private final RouteHistory history;
  private final Subscriptions subscriptions;
  private final Verdicts verdicts;
  private final Clock clock;
  private final Set<String> leaving = new TreeSet<>();

  /** Files that this look could not swap, and those that it was said of. */
  private final Set<String> busy = new TreeSet<>();

  private final Set<String> waiting = new TreeSet<>();
  private boolean unreconciled = true;

  RouteLoader(
      RouteFolder folder,
      RouteBook book,
      RouteCheck check,
      RouteSwap swap,
      JavaRouteNames java,
      RouteHistory history,
      Subscriptions subscriptions,
      Verdicts verdicts,
      Clock clock) {
    this.folder = folder;
    this.book = book;
    this.check = check;
    this.swap = swap;
    this.java = java;
    this.history = history;
    this.subscriptions = subscriptions;
    this.verdicts = verdicts;
    this.clock = clock;
  }

  /** Loads each file by itself; a bad one does not keep the others from running. */
  synchronized void boot() {
    List<RouteText> texts = new ArrayList<>(folder.readAll());
    texts.sort(Comparator.comparingInt(RouteLoader::rank).thenComparing(RouteText::file));
    texts.forEach(text -> load(text, texts));
    reconcile();
    log.info(
        "{} route files of {} run, {} are quarantined",
        book.all().stream().filter(page -> page.running() != null).count(),
        folder,
        book.all().stream().filter(page -> page.state() == State.QUARANTINED).count());
  }

  /** Takes up what changed and was left alone for so long. */
  synchronized void rescan(Duration settle) {
    busy.clear();
    var changes = folder.look(settle);
    leaving.addAll(changes.deleted());
    changes.written().forEach(text -> leaving.remove(text.file()));
    boolean left = leaving.removeIf(this::remove);
    List<RouteText> written = new ArrayList<>(changes.written());
    written.sort(Comparator.comparingInt(RouteLoader::rank).thenComparing(RouteText::file));
    written.forEach(text -> edit(text, written));
    if (left || !changes.written().isEmpty()) {
      retryRefused();
      unreconciled = true;
    }
    retryStarts();
    // whose edit was taken back, or is refused, goes on
    swap.releaseRested(busy);
    waiting.retainAll(busy);
    reconcile();
    history.catchUp();
  }

  List<Problem> check(RouteText text, List<RouteText> present) {
    List<RouteText> policies = book.policies(text.isPolicy() ? text : null);
    List<Problem> problems =
        new ArrayList<>(
            check.check(text, book.neighbours(text.file(), present, java.find()), policies));
    if (text.isPolicy() && problems.stream().noneMatch(Problem::isError)) {
      problems.addAll(dependants(text, policies));
    }
    return problems;
  }

  /** A policy is part of every route; it is as bad as what it breaks. */
  private List<Problem> dependants(RouteText policy, List<RouteText> policies) {
    List<Problem> problems = new ArrayList<>();
    for (Page page : book.all()) {
      RouteText running = page.running();
      if (running == null || running.isPolicy()) {
        continue;
      }
      var neighbours = book.neighbours(page.file(), List.of(), java.find());
      check.check(running, neighbours, policies).stream()
          .filter(Problem::isError)
          .forEach(
              problem ->
                  problems.add(
                      Problem.error(
                          policy.file(), Position.START, "With this policy: " + problem)));
    }
    return problems;
  }

  private void load(RouteText text, List<RouteText> all) {
    List<Problem> problems = check(text, all);
    Optional<Problem> failure = Optional.empty();
    if (problems.stream().noneMatch(Problem::isError)) {
      failure = start(text, null);
      if (failure.isEmpty()) {
        run(text, problems);
        verdicts.applied(text.file(), problems, false, true);
        return;
      }
    }
    List<Problem> found = new ArrayList<>(problems);
    failure.ifPresent(found::add);
    quarantine(text, found, failure.isPresent());
  }

  private void quarantine(RouteText text, List<Problem> problems, boolean startFailed) {
    RouteText old =
        history.lastGood(text.file()).filter(last -> !last.hash().equals(text.hash())).orElse(null);
    if (old != null
        && (check(old, List.of()).stream().anyMatch(Problem::isError)
            || start(old, null).isPresent())) {
      log.warn("{}: its last good version can not run either", text.file());
      old = null;
    }
    put(State.QUARANTINED, old, text, problems, startFailed);
    history.refused(text, problems);
    verdicts.decided(text.file(), Outcome.QUARANTINED, problems, false);
  }

  private void edit(RouteText text, List<RouteText> present) {
    Page before = book.find(text.file()).orElse(null);
    RouteText running = before == null ? null : before.running();
    if (before != null && running != null && running.hash().equals(text.hash())) {
      if (before.isRefused()) {
        run(text, List.of());
        verdicts.applied(text.file(), List.of(), true, false);
      }
      return;
    }
    List<Problem> problems = new ArrayList<>(check(text, present));
    boolean startFailed = false;
    if (problems.stream().noneMatch(Problem::isError)) {
      try {
        swap(text, running);
        run(text, problems);
        verdicts.applied(text.file(), problems, before != null && before.isRefused(), false);
        return;
      } catch (Busy e) {
        rest(text.file(), e);
        folder.again(text.file());
        return;
      } catch (NotStarted e) {
        problems.add(notStarted(text, e));
        startFailed = true;
      }
    }
    State state =
        before != null && before.state() == State.QUARANTINED ? State.QUARANTINED : State.REFUSED;
    put(state, stillRunning(running), text, problems, startFailed);
    history.refused(text, problems);
    verdicts.decided(text.file(), Outcome.REFUSED, problems, false);
  }

  /** The roll-back itself may have failed. */
  private @Nullable RouteText stillRunning(@Nullable RouteText running) {
    boolean gone = running != null && !running.isPolicy() && swap.routes(running.file()).isEmpty();
    return gone ? null : running;
  }

  /** A changed policy changes every route; either all of them start with it, or none. */
  private void swap(RouteText text, @Nullable RouteText running) throws Busy, NotStarted {
    swap.replace(text.file(), text, running);
    if (text.isPolicy()) {
      try {
        startAgain();
      } catch (Busy | NotStarted e) {
        swap.replace(text.file(), running, null);
        startAgain();
        throw e;
      }
    }
  }

  private void startAgain() throws Busy, NotStarted {
    for (Page page : book.all()) {
      RouteText running = page.running();
      if (running != null && !running.isPolicy()) {
        swap.replace(page.file(), running, running);
      }
    }
  }

  private Optional<Problem> start(RouteText text, @Nullable RouteText last) {
    try {
      swap.replace(text.file(), text, last);
      return Optional.empty();
    } catch (Busy e) {
      throw new IllegalStateException("Nothing of %s ran before".formatted(text.file()), e);
    } catch (NotStarted e) {
      return Optional.of(notStarted(text, e));
    }
  }

  private Problem notStarted(RouteText text, NotStarted e) {
    String message = String.valueOf(e.getMessage());
    String detail = message + e.getCause();
    Position at =
        check.read(text).routes.stream()
            .filter(route -> route.id() != null && detail.contains(route.id()))
            .findFirst()
            .map(RouteOutline.RouteEntry::at)
            .orElse(Position.START);
    return Problem.error(text.file(), at, message);
  }

  /** Returns false when its routes are still busy; then it is tried again. */
  private boolean remove(String file) {
    Page page = book.find(file).orElse(null);
    if (page == null) {
      return true;
    }
    try {
      swap.replace(file, null, page.running());
      if (page.latest().isPolicy()) {
        startAgain();
      }
    } catch (Busy e) {
      rest(file, e);
      return false;
    } catch (NotStarted e) {
      log.warn("{}: the file is gone, but its routes did not stop: {}", file, e.getMessage());
      return false;
    }
    book.remove(file);
    history.removed(file, folder.source());
    verdicts.decided(file, Outcome.REMOVED, List.of(), false);
    return true;
  }

  /** Said once, for it is tried again at each look. */
  private void rest(String file, Busy e) {
    if (waiting.add(file)) {
      log.info("{}; it is tried again", e.getMessage());
    }
    // of a policy it is another file that is busy
    busy.addAll(swap.resting());
    busy.add(file);
  }

  /** What was wrong with a file may have been another file. */
  private void retryRefused() {
    for (Page page : book.all()) {
      boolean found = page.isRefused() && !page.startFailed();
      if (found && check(page.latest(), List.of()).stream().noneMatch(Problem::isError)) {
        edit(page.latest(), List.of());
      }
    }
  }

  /** What did not start, and has nothing that runs in its place, may start later. */
  private void retryStarts() {
    for (Page page : book.all()) {
      boolean due = clock.instant().isAfter(page.since().plus(START_AGAIN));
      if (page.startFailed() && page.running() == null && due) {
        edit(page.latest(), List.of());
      }
    }
  }

  private void reconcile() {
    if (!unreconciled) {
      return;
    }
    var files = new TreeSet<String>();
    book.all().forEach(page -> files.add(page.file()));
    try {
      subscriptions.retain(files);
      unreconciled = false;
    } catch (RuntimeException e) {
      log.warn("Subscriptions could not be brought in line with the route files: {}", e.toString());
    }
  }

  private void run(RouteText text, List<Problem> warnings) {
    put(State.RUNNING, text, text, warnings, false);
    history.applied(text, folder.source());
  }

  private void put(
      State state,
      @Nullable RouteText running,
      RouteText latest,
      List<Problem> problems,
      boolean startFailed) {
    book.put(
        new Page(latest.file(), state, running, latest, problems, startFailed, clock.instant()));
  }

  private static int rank(RouteText text) {
    int rank = ORDER.indexOf(text.folder());
    return rank < 0 ? ORDER.size() : rank;
  }
}
