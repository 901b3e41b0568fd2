package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.RouteFile.Origin;
import com.millyweb.hub.route.RouteFile.RunningRoute;
import com.millyweb.hub.route.RouteFile.State;
import com.millyweb.hub.route.check.NoticeCheck;
import com.millyweb.hub.route.check.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * The route files: how each of them is, what it was, and whether an edit would run.
 *
 * <p>They are loaded when Camel has started, before the hub says that it is ready.
 */
public class RouteFiles implements ApplicationRunner, DisposableBean, Ordered {
  private static final Logger log = LoggerFactory.getLogger(RouteFiles.class);

  private final RouteLoader loader;
  private final RouteFileStates states;
  private final NoticeFiles notices;
  private final RouteReview review;
  private final RouteHistory history;
  private final RouteSwap swap;
  private final CamelContext camel;
  private final RouteProperties properties;
  private final SwappableEndpointConfiguration.Boot boot;
  private final SavedEdits saved;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "hub-routes");
            thread.setDaemon(true);
            return thread;
          });

  RouteFiles(
      RouteLoader loader,
      RouteFileStates states,
      NoticeFiles notices,
      RouteReview review,
      RouteHistory history,
      RouteSwap swap,
      CamelContext camel,
      RouteProperties properties,
      SwappableEndpointConfiguration.Boot boot,
      SavedEdits saved) {
    this.loader = loader;
    this.states = states;
    this.notices = notices;
    this.review = review;
    this.history = history;
    this.swap = swap;
    this.camel = camel;
    this.properties = properties;
    this.boot = boot;
    this.saved = saved;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    loader.boot();
    boot.finish();
    if (properties.watch()) {
      long poll = properties.poll().toMillis();
      watch.scheduleWithFixedDelay(this::look, poll, poll, TimeUnit.MILLISECONDS);
    }
  }

  /** Before anything that routes need is stopped. */
  @EventListener(ContextClosedEvent.class)
  @Order(Ordered.HIGHEST_PRECEDENCE)
  void end() {
    loader.end();
  }

  /** Other runners may rely on routes. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  private void look() {
    try {
      loader.rescan(properties.settle());
    } catch (RuntimeException | Error e) {
      log.error("Unhandled exception while looking at the routes. Will keep running.", e);
    }
  }

  /** Takes up all edits now, without waiting for the files to settle. */
  public void rescan() {
    loader.rescan(Duration.ZERO);
  }

  /** All files, and what cannot be read of the folder or never is, by their paths. */
  public List<RouteFile> all() {
    Map<String, RouteFile> files = new TreeMap<>();
    states.all().forEach(state -> files.put(state.file(), view(state)));
    loader
        .notes()
        .forEach((note, since) -> files.merge(note.file(), view(note, since), RouteFiles::noted));
    return List.copyOf(files.values());
  }

  public Optional<RouteFile> find(String file) {
    return all().stream().filter(known -> known.file().equals(file)).findFirst();
  }

  private static RouteFile view(Problem note, Instant since) {
    State state = note.isError() ? State.UNREADABLE : State.IGNORED;
    return new RouteFile(note.file(), state, Origin.FOLDER, null, since, List.of(), List.of(note));
  }

  /** What runs of a file that cannot be read runs on. */
  private static RouteFile noted(RouteFile file, RouteFile note) {
    List<Problem> problems = new ArrayList<>(note.problems());
    problems.addAll(file.problems());
    return new RouteFile(
        file.file(),
        State.UNREADABLE,
        file.origin(),
        file.hash(),
        file.since(),
        file.routes(),
        problems);
  }

  /** How many files run from where, and what of them does not run, in words. */
  public String summary() {
    List<RouteFile> all = all();
    long own = all.stream().filter(file -> runs(file, Origin.FOLDER)).count();
    long packaged = all.stream().filter(file -> runs(file, Origin.JAR)).count();
    StringBuilder words =
        new StringBuilder("%d files run from here, %d from the jar".formatted(own, packaged));
    for (State state :
        List.of(
            State.SWITCHED_OFF,
            State.REFUSED,
            State.QUARANTINED,
            State.UNREADABLE,
            State.IGNORED)) {
      List<String> names =
          all.stream().filter(file -> file.state() == state).map(RouteFiles::named).toList();
      if (!names.isEmpty()) {
        words
            .append("\n           ")
            .append(state.name().toLowerCase(Locale.ROOT).replace('_', ' '))
            .append(": ")
            .append(String.join(", ", names));
      }
    }
    return words.toString();
  }

  private static boolean runs(RouteFile file, Origin origin) {
    return file.hash() != null && file.origin() == origin;
  }

  private static String named(RouteFile file) {
    return file.hash() == null ? file.file() : file.file() + " (its last good version runs)";
  }

  /** The content in the folder, which may be one that was refused. */
  public Optional<String> content(String file) {
    return RouteText.isBeside(file)
        ? Optional.ofNullable(notices.content(file))
        : states.find(file).map(state -> state.latest().content());
  }

  /** Every version that ran, the newest first. */
  public List<RouteVersion> versions(String file) {
    return history.versions(file);
  }

  /**
   * What would be wrong with this content, given all other files; nothing is applied.
   *
   * @param file relative to the routes folder; it need not exist
   */
  public List<Problem> check(String file, String content) {
    return RouteText.isBeside(file)
        ? checkBeside(file, content)
        : check(edited(file, content, Map.of()));
  }

  /**
   * The file as an edit would make it.
   *
   * @param words of notice files that are edited with it, by name; those that are not are as they
   *     lie beside it
   */
  RouteText edited(String file, String content, Map<String, String> words) {
    RouteText text = notices.dressed(RouteText.of(file, content));
    Map<String, String> all = new TreeMap<>(text.notices());
    words.forEach(
        (name, said) -> {
          if (text.named().contains(name)) {
            all.put(name, said);
          }
        });
    return text.withNotices(all);
  }

  List<Problem> check(RouteText text) {
    return review.of(text, List.of()).problems();
  }

  List<RouteText> neededBy(RouteText text) {
    return states.neededBy(text);
  }

  /** By itself, and with the routes that name it. */
  private List<Problem> checkBeside(String file, String content) {
    Set<Problem> problems = new LinkedHashSet<>();
    if (file.endsWith(RouteText.NOTICE_SUFFIX)) {
      problems.addAll(NoticeCheck.check(file, content));
    }
    for (RouteFileState state : states.all()) {
      RouteText text = state.latest();
      for (String name : text.named()) {
        if (text.fileBeside(name).equals(file)) {
          Map<String, String> edited = new TreeMap<>(text.notices());
          edited.put(name, content);
          problems.addAll(review.of(text.withNotices(edited), List.of()).problems());
        }
      }
    }
    return List.copyOf(problems);
  }

  private RouteFile view(RouteFileState state) {
    RouteText running = state.running();
    return new RouteFile(
        state.file(),
        state.state(),
        state.origin(),
        running == null ? null : running.hash(),
        state.since(),
        swap.routes(state.file()).stream().map(this::view).toList(),
        state.problems());
  }

  private RunningRoute view(Route route) {
    return new RunningRoute(
        route.getRouteId(),
        route.getDescription(),
        route.getEndpoint().getEndpointBaseUri(),
        route.getUptimeMillis(),
        camel.getInflightRepository().size(route.getRouteId()));
  }

  @Override
  public void destroy() {
    watch.shutdownNow();
    saved.end();
  }
}
