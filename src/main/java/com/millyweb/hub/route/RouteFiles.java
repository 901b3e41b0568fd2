package com.millyweb.hub.route;

import com.millyweb.hub.route.RouteBook.Page;
import com.millyweb.hub.route.RouteFile.RunningRoute;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
import org.springframework.core.Ordered;

/**
 * The route files: how each of them is, what it was, and whether an edit would run.
 *
 * <p>They are loaded when Camel has started, before the hub says that it is ready.
 */
public class RouteFiles implements ApplicationRunner, DisposableBean, Ordered {
  private static final Logger log = LoggerFactory.getLogger(RouteFiles.class);

  private final RouteLoader loader;
  private final RouteBook book;
  private final RouteHistory history;
  private final RouteSwap swap;
  private final CamelContext camel;
  private final RouteProperties properties;
  private final DoorConfiguration.Boot boot;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "hub-routes");
            thread.setDaemon(true);
            return thread;
          });

  RouteFiles(
      RouteLoader loader,
      RouteBook book,
      RouteHistory history,
      RouteSwap swap,
      CamelContext camel,
      RouteProperties properties,
      DoorConfiguration.Boot boot) {
    this.loader = loader;
    this.book = book;
    this.history = history;
    this.swap = swap;
    this.camel = camel;
    this.properties = properties;
    this.boot = boot;
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

  public List<RouteFile> all() {
    return book.all().stream().map(this::view).toList();
  }

  public Optional<RouteFile> find(String file) {
    return book.find(file).map(this::view);
  }

  /** The content in the folder, which may be one that was refused. */
  public Optional<String> content(String file) {
    return book.find(file).map(page -> page.latest().content());
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
    return loader.check(RouteText.of(file, content), List.of());
  }

  private RouteFile view(Page page) {
    RouteText running = page.running();
    return new RouteFile(
        page.file(),
        page.state(),
        running == null ? null : running.hash(),
        page.since(),
        swap.routes(page.file()).stream().map(this::view).toList(),
        page.problems());
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
  }
}
