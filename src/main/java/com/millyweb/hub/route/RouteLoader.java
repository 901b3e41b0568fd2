package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.RouteFile.Origin;
import com.millyweb.hub.route.RouteFile.State;
import com.millyweb.hub.route.RouteFileStates.Page;
import com.millyweb.hub.route.RouteSwap.Busy;
import com.millyweb.hub.route.RouteSwap.NotStarted;
import com.millyweb.hub.route.Verdict.Outcome;
import com.millyweb.hub.route.check.JavaRouteNames;
import com.millyweb.hub.route.check.Position;
import com.millyweb.hub.route.check.Problem;
import com.millyweb.hub.route.check.RouteCheck;
import com.millyweb.hub.route.check.RouteOutline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
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
  private final RouteLayers layers;
  private final RouteFileStates book;
  private final RouteCheck check;
  private final RouteSwap swap;
  private final JavaRouteNames java;
  private final RouteHistory history;
  private final SubscriptionUpdates updates;
  private final Verdicts verdicts;
  private final Clock clock;
  private final Set<String> leaving = new TreeSet<>();
  private volatile Map<Problem, Instant> notes = Map.of();

  /** Files that this look could not swap, and those that it was said of. */
  private final Set<String> busy = new TreeSet<>();

  private final Set<String> waiting = new TreeSet<>();

  RouteLoader(
      RouteFolder folder,
      RouteLayers layers,
      RouteFileStates book,
      RouteCheck check,
      RouteSwap swap,
      JavaRouteNames java,
      RouteHistory history,
      SubscriptionUpdates updates,
      Verdicts verdicts,
      Clock clock) {
    this.folder = folder;
    this.layers = layers;
    this.book = book;
    this.check = check;
    this.swap = swap;
    this.java = java;
    this.history = history;
    this.updates = updates;
    this.verdicts = verdicts;
    this.clock = clock;
  }

  /** Loads each file by itself; a bad one does not keep the others from running. */
  synchronized void boot() {
    var start = layers.start();
    note();
    Set<String> refused = history.refusals();
    Map<String, Origin> origins = new TreeMap<>();
    start.packaged().forEach(text -> origins.put(text.file(), Origin.JAR));
    start.own().forEach(text -> origins.put(text.file(), Origin.FOLDER));
    List<RouteText> texts = new ArrayList<>(start.own());
    texts.addAll(start.packaged());
    // of two files that claim the same, the user's own has it
    texts.sort(
        Comparator.comparingInt(RouteLoader::rank)
            .thenComparing(text -> origins.get(text.file()) == Origin.JAR)
            .thenComparing(RouteText::file));
    for (RouteText text : texts) {
      boolean recovered = refused.contains(text.file());
      load(text, texts, origins.getOrDefault(text.file(), Origin.FOLDER), recovered);
    }
    start.hidden().forEach(this::runOn);
    start.deleted().forEach(file -> forget(file, refused.contains(file)));
    updates.tell();
    log.info(
        "{} route files run: {} of {} on top of {} that came with the hub; {} are quarantined, {} switched off",
        book.all().stream().filter(page -> page.running() != null).count(),
        count(page -> page.running() != null && page.origin() == Origin.FOLDER),
        folder,
        count(page -> page.running() != null && page.origin() == Origin.JAR),
        count(page -> page.state() == State.QUARANTINED),
        count(page -> page.state() == State.SWITCHED_OFF));
  }

  private void note() {
    Map<Problem, Instant> now = new LinkedHashMap<>();
    folder.notes().forEach(note -> now.put(note, notes.getOrDefault(note, clock.instant())));
    notes = now;
  }

  /** Places of the folder that can not be read, and files that never are, since when. */
  Map<Problem, Instant> notes() {
    return notes;
  }

  private long count(Predicate<Page> which) {
    return book.all().stream().filter(which).count();
  }

  /** What of the folder can not be read now runs as it ran last. */
  private void runOn(String file) {
    RouteText last = history.lastGood(file).orElse(null);
    if (last == null) {
      return;
    }
    if (isGood(last) && start(last, null).isEmpty()) {
      put(State.RUNNING, last, last, List.of(), false, Origin.FOLDER);
    } else {
      log.warn("{}: can not be read, and its last good version can not run", file);
    }
  }

  /**
   * The file was deleted while no hub looked. Its subscription stays: another hub's folder may have
   * the same name, and that hub be away.
   */
  private void forget(String file, boolean refused) {
    if (refused || history.lastGood(file).isPresent()) {
      history.removed(file, RouteLayers.source(Origin.FOLDER));
      verdicts.decided(Outcome.REMOVED, file, List.of(), refused, false);
    }
  }

  /** Takes up what changed and was left alone for so long. */
  synchronized void rescan(Duration settle) {
    busy.clear();
    var changes = folder.look(settle);
    layers.remember();
    note();
    leaving.addAll(changes.deleted());
    changes.written().forEach(text -> leaving.remove(text.file()));
    boolean left = leaving.removeIf(this::remove);
    List<RouteText> written = new ArrayList<>(changes.written());
    written.sort(Comparator.comparingInt(RouteLoader::rank).thenComparing(RouteText::file));
    written.forEach(text -> edit(text, written, Origin.FOLDER));
    if (left || !changes.written().isEmpty()) {
      retryRefused();
    }
    retryStarts();
    // whose edit was taken back, or is refused, goes on
    swap.releaseRested(busy);
    waiting.retainAll(busy);
    updates.tell();
    history.catchUp();
  }

  List<Problem> check(RouteText text, List<RouteText> present) {
    if (text.isOff()) {
      return List.of();
    }
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

  private void load(RouteText text, List<RouteText> all, Origin origin, boolean recovered) {
    if (text.isOff()) {
      switchOff(text, recovered);
      return;
    }
    List<Problem> problems = check(text, all);
    Optional<Problem> failure = Optional.empty();
    if (!hasErrors(problems)) {
      failure = start(text, null);
      if (failure.isEmpty()) {
        run(text, problems, origin);
        verdicts.applied(text.file(), problems, recovered, true);
        return;
      }
    }
    List<Problem> found = new ArrayList<>(problems);
    failure.ifPresent(found::add);
    quarantine(text, found, failure.isPresent(), origin);
  }

  private void quarantine(
      RouteText text, List<Problem> problems, boolean startFailed, Origin origin) {
    RouteText old =
        history
            .lastGood(text.file())
            .or(() -> Optional.ofNullable(layers.packaged(text.file())))
            .filter(last -> !last.hash().equals(text.hash()))
            .orElse(null);
    if (old != null && !(isGood(old) && start(old, null).isEmpty())) {
      log.warn("{}: its last good version can not run either", text.file());
      old = null;
    }
    put(State.QUARANTINED, old, text, problems, startFailed, origin);
    history.refused(text, problems);
    verdicts.decided(Outcome.QUARANTINED, text.file(), problems, false, old != null);
  }

  private boolean isGood(RouteText text) {
    return !text.isOff() && !hasErrors(check(text, List.of()));
  }

  private static boolean hasErrors(List<Problem> problems) {
    return problems.stream().anyMatch(Problem::isError);
  }

  private void edit(RouteText text, List<RouteText> present, Origin origin) {
    Page before = book.find(text.file()).orElse(null);
    RouteText running = before == null ? null : before.running();
    boolean refusedBefore = before != null && before.isRefused();
    if (text.isOff()) {
      if (!takeOut(text.file())) {
        folder.again(text.file());
      } else {
        switchOff(text, refusedBefore);
      }
      return;
    }
    if (before != null && running != null && running.hash().equals(text.hash())) {
      if (refusedBefore || before.origin() != origin) {
        run(text, List.of(), origin);
        verdicts.applied(text.file(), List.of(), refusedBefore, false);
      }
      return;
    }
    List<Problem> problems = new ArrayList<>(check(text, present));
    boolean startFailed = false;
    if (!hasErrors(problems)) {
      try {
        swap(text, running);
        run(text, problems, origin);
        verdicts.applied(text.file(), problems, refusedBefore, false);
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
    RouteText runsOn = stillRunning(running);
    boolean known =
        before != null
            && refusedBefore
            && before.latest().hash().equals(text.hash())
            && before.problems().equals(problems);
    put(state, runsOn, text, problems, startFailed, origin);
    // a start that is tried again and again is told of once
    if (!known) {
      history.refused(text, problems);
      verdicts.decided(Outcome.REFUSED, text.file(), problems, false, runsOn != null);
    }
  }

  private void switchOff(RouteText text, boolean recovered) {
    updates.gone(text.file());
    put(State.SWITCHED_OFF, null, text, List.of(), false, Origin.FOLDER);
    history.removed(text.file(), RouteLayers.source(Origin.FOLDER));
    verdicts.decided(Outcome.SWITCHED_OFF, text.file(), List.of(), recovered, false);
  }

  /** The roll-back itself may have failed. */
  private @Nullable RouteText stillRunning(@Nullable RouteText running) {
    boolean gone = running != null && !running.isPolicy() && swap.routes(running.file()).isEmpty();
    return gone ? null : running;
  }

  /** A changed policy changes every route; either all of them start with it, or none. */
  private void swap(RouteText text, @Nullable RouteText running) throws Busy, NotStarted {
    if (text.isPolicy()) {
      swap.restAll(text.file(), filesUnderPolicies());
    }
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
    for (String file : filesUnderPolicies()) {
      RouteText running = book.find(file).map(Page::running).orElseThrow();
      swap.replace(file, running, running);
    }
  }

  /** Files whose routes every policy is a part of. */
  private List<String> filesUnderPolicies() {
    return book.all().stream()
        .filter(page -> page.running() != null && !page.running().isPolicy())
        .map(Page::file)
        .toList();
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
    if (!takeOut(file)) {
      return false;
    }
    book.remove(file);
    updates.gone(file);
    history.removed(file, RouteLayers.source(page.origin()));
    verdicts.decided(Outcome.REMOVED, file, List.of(), page.isRefused(), false);
    return true;
  }

  /** Stops the routes of a file; false when they are still busy. */
  private boolean takeOut(String file) {
    Page page = book.find(file).orElse(null);
    if (page == null || page.state() == State.SWITCHED_OFF) {
      return true;
    }
    try {
      if (page.latest().isPolicy()) {
        swap.restAll(file, filesUnderPolicies());
      }
      swap.replace(file, null, page.running());
      if (page.latest().isPolicy()) {
        startAgain();
      }
      return true;
    } catch (Busy e) {
      rest(file, e);
      return false;
    } catch (NotStarted e) {
      log.warn("{}: its routes did not stop: {}", file, e.getMessage());
      return false;
    }
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
      if (found && isGood(page.latest())) {
        edit(page.latest(), List.of(), page.origin());
      }
    }
  }

  /** What did not start, and has nothing that runs in its place, may start later. */
  private void retryStarts() {
    for (Page page : book.all()) {
      boolean due = clock.instant().isAfter(page.since().plus(START_AGAIN));
      if (page.startFailed() && page.running() == null && due) {
        edit(page.latest(), List.of(), page.origin());
      }
    }
  }

  private void run(RouteText text, List<Problem> warnings, Origin origin) {
    boolean another =
        history.lastGood(text.file()).filter(last -> last.hash().equals(text.hash())).isEmpty();
    updates.runs(text.file(), another);
    put(State.RUNNING, text, text, warnings, false, origin);
    history.applied(text, RouteLayers.source(origin));
  }

  private void put(
      State state,
      @Nullable RouteText running,
      RouteText latest,
      List<Problem> problems,
      boolean startFailed,
      Origin origin) {
    book.put(
        new Page(
            latest.file(), state, running, latest, problems, startFailed, clock.instant(), origin));
  }

  private static int rank(RouteText text) {
    int rank = ORDER.indexOf(text.folder());
    return rank < 0 ? ORDER.size() : rank;
  }
}
