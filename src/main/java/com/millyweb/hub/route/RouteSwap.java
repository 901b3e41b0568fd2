package com.millyweb.hub.route;

import com.millyweb.hub.camel.Capabilities;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.config.Durations;
import com.millyweb.hub.event.Claims;
import com.millyweb.hub.route.check.OpenElements;
import com.millyweb.hub.route.check.ScratchRoutes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.platform.http.DefaultPlatformHttpConsumer;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the routes of a file in the place of those that run, all or none.
 *
 * <p>What is in flight finishes first. Meanwhile requests wait at their {@link SwappableEndpoint
 * doors}, events in the log, and callers of a {@code direct:} route in their step.
 */
final class RouteSwap {
  private static final Logger log = LoggerFactory.getLogger(RouteSwap.class);

  /** How long all other files wait for one whose attempts are under way. */
  private static final Duration REST = Duration.ofMillis(500);

  private final Set<String> resting = new HashSet<>();
  private final CamelContext camel;
  private final Capabilities capabilities;
  private final SwappableEndpointMapping doors;
  private final Duration drain;

  RouteSwap(
      CamelContext camel,
      Capabilities capabilities,
      SwappableEndpointMapping doors,
      Duration drain) {
    this.camel = camel;
    this.capabilities = capabilities;
    this.doors = doors;
    this.drain = drain;
  }

  /** What is in flight did not finish in time; the old version goes on. */
  static final class Busy extends Exception {
    private static final long serialVersionUID = 1;

    Busy(String file, Duration patience) {
      super(
          "%s: what is in flight did not finish within %s"
              .formatted(file, Durations.text(patience)));
    }
  }

  /** The new version did not start; the last one runs again, unless it says otherwise. */
  static final class NotStarted extends Exception {
    private static final long serialVersionUID = 1;

    NotStarted(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * @param next null stops the file's routes
   * @param last what is started again when {@code next} does not start
   */
  void replace(String file, @Nullable RouteText next, @Nullable RouteText last)
      throws Busy, NotStarted {
    List<SwappableEndpoint> held = stop(file);
    try {
      drop(file);
      if (next != null) {
        start(next);
      }
    } catch (Exception e) {
      throw rollBack(file, last, e);
    } finally {
      doors.sweep();
      doors.reopen(stillHeld(held));
    }
  }

  /** Doors that lead to a running route already are opened again without effect. */
  private static List<SwappableEndpoint> stillHeld(List<SwappableEndpoint> held) {
    return held.stream().filter(door -> door.consumer().getStatus().isStarted()).toList();
  }

  private NotStarted rollBack(String file, @Nullable RouteText last, Exception cause) {
    String message = "Not started: %s".formatted(ScratchRoutes.reason(cause));
    try {
      drop(file);
      if (last != null) {
        start(last);
      }
    } catch (Exception e) {
      e.addSuppressed(cause);
      log.error("{}: the last good version could not be started again", file, e);
      message += "; and the last good version did not start again: " + ScratchRoutes.reason(e);
    }
    return new NotStarted(message, cause);
  }

  /** Lets those take work again that were kept from it and that nobody waits for any more. */
  void releaseRested(Set<String> waiting) {
    for (String file : List.copyOf(resting)) {
      if (!waiting.contains(file)) {
        resting.remove(file);
        routes(file).forEach(route -> claims(route).forEach(Claims::release));
      }
    }
  }

  /** Files whose routes take no more work, so that what they have in hand comes to an end. */
  Set<String> resting() {
    return Set.copyOf(resting);
  }

  /**
   * Nothing else waits here for an attempt that takes long: its route takes no more work until it
   * is idle, and the swap is tried again.
   */
  private void rest(String file, List<Route> routes) throws Busy {
    List<Claims> claims = routes.stream().flatMap(route -> claims(route).stream()).toList();
    // until the file has stopped as a whole, so that nobody is held who then goes on
    resting.add(file);
    claims.forEach(Claims::hold);
    long end = System.nanoTime() + Math.min(REST.toNanos(), drain.toNanos());
    try {
      // all of them are held, so one that is idle stays so while the others are waited for
      for (Claims claim : claims) {
        if (!claim.awaitIdle(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
          throw new Busy(file, REST);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Busy(file, REST);
    }
  }

  /**
   * Brings all of these files to rest at once, or none: then all go on working, so that a change
   * that needs every file stops none of them for long.
   *
   * @param cause the file whose change needs it
   */
  void restAll(String cause, Collection<String> files) throws Busy {
    List<Route> routes = files.stream().flatMap(file -> routes(file).stream()).toList();
    try {
      rest(cause, routes);
      resting.addAll(files);
    } catch (Busy e) {
      routes.forEach(route -> claims(route).forEach(Claims::release));
      throw e;
    } finally {
      resting.remove(cause);
    }
  }

  private static List<Claims> claims(Route route) {
    return route.getConsumer() instanceof Claims claims ? List.of(claims) : List.of();
  }

  private List<SwappableEndpoint> stop(String file) throws Busy, NotStarted {
    List<Route> routes = routes(file);
    rest(file, routes);
    Set<Consumer> consumers = new HashSet<>();
    for (Route route : routes) {
      if (route.getConsumer() instanceof DefaultPlatformHttpConsumer http) {
        consumers.add(http.getPlatformHttpConsumer());
      }
    }
    List<SwappableEndpoint> held = doors.hold(consumers, drain);
    if (held == null) {
      throw new Busy(file, drain);
    }
    List<String> stopped = new ArrayList<>();
    try {
      for (Route route : routes) {
        String id = route.getRouteId();
        // what an idle subscription has in flight has timed out, and its outcome is decided
        boolean idle = !claims(route).isEmpty();
        Duration patience = idle ? REST : drain;
        if (!camel
                .getRouteController()
                .stopRoute(id, patience.toMillis(), TimeUnit.MILLISECONDS, !idle)
            && !idle) {
          resume(stopped, held);
          throw new Busy(file, drain);
        }
        stopped.add(id);
      }
    } catch (Busy e) {
      throw e;
    } catch (Exception e) {
      resume(stopped, held);
      throw new NotStarted(
          "The running version did not stop: %s".formatted(ScratchRoutes.reason(e)), e);
    }
    resting.remove(file);
    return held;
  }

  private void resume(List<String> stopped, List<SwappableEndpoint> held) {
    for (String id : stopped) {
      try {
        camel.getRouteController().startRoute(id);
      } catch (Exception e) {
        log.error("Route {} could not be started again", id, e);
      }
    }
    doors.reopen(held);
  }

  /** Entrances first: what they let in still needs the internal routes of the file. */
  List<Route> routes(String file) {
    return camel.getRoutes().stream()
        .filter(route -> isOf(file, route.getSourceResource()))
        .sorted(Comparator.comparing(RouteSwap::isInternal))
        .toList();
  }

  private static boolean isInternal(Route route) {
    String uri = route.getEndpoint().getEndpointBaseUri();
    return uri.startsWith("direct:") || uri.startsWith("seda:") || uri.startsWith("door:");
  }

  private void drop(String file) throws Exception {
    for (RouteDefinition definition : List.copyOf(model().getRouteDefinitions())) {
      if (isOf(file, definition.getResource())) {
        model().removeRouteDefinition(definition);
      }
    }
    model().getRouteConfigurationDefinitions().removeIf(policy -> isOf(file, policy.getResource()));
  }

  private void start(RouteText text) throws Exception {
    OpenElements.judge(text);
    capabilities.making(text, () -> make(text));
  }

  private void make(RouteText text) throws Exception {
    Resource resource = text.resource();
    // not RoutesLoader.updateRoutes: it gives an id to every other policy, which then applies to
    // nothing
    for (RoutesBuilder builder :
        PluginHelper.getRoutesLoader(camel).findRoutesBuilders(Set.of(resource))) {
      if (builder instanceof RouteConfigurationsBuilder policies) {
        policies.addRouteConfigurationsToCamelContext(camel);
      }
      builder.updateRoutesToCamelContext(camel);
    }
    for (RouteConfigurationDefinition policy : model().getRouteConfigurationDefinitions()) {
      if (policy.getResource() == null) {
        policy.setResource(resource);
      }
    }
    for (RouteDefinition definition : model().getRouteDefinitions()) {
      if (isOf(text.file(), definition.getResource())
          && !"false".equals(definition.getAutoStartup())
          && !isStarted(definition.getId())) {
        throw new IllegalStateException("Route '%s' did not start".formatted(definition.getId()));
      }
    }
  }

  /** A route that is gone again has no status. */
  private boolean isStarted(String route) {
    ServiceStatus status = camel.getRouteController().getRouteStatus(route);
    return status != null && status.isStarted();
  }

  /** Whether Camel stops, or has stopped. */
  boolean isEnding() {
    return camel.getStatus().isStopping() || camel.getStatus().isStopped();
  }

  private Model model() {
    return camel.getCamelContextExtension().getContextPlugin(Model.class);
  }

  private static boolean isOf(String file, @Nullable Resource resource) {
    return resource != null && resource.getLocation().equals(RouteText.SCHEME + file);
  }
}
