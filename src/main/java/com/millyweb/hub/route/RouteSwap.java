package com.millyweb.hub.route;

import java.time.Duration;
import java.util.ArrayList;
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
 * <p>What is in flight finishes first. Meanwhile requests wait at their {@link Door doors}, events
 * in the log, and callers of a {@code direct:} route in their step.
 */
final class RouteSwap {
  private static final Logger log = LoggerFactory.getLogger(RouteSwap.class);

  private final CamelContext camel;
  private final Capabilities capabilities;
  private final DoorMapping doors;
  private final Duration drain;

  RouteSwap(CamelContext camel, Capabilities capabilities, DoorMapping doors, Duration drain) {
    this.camel = camel;
    this.capabilities = capabilities;
    this.doors = doors;
    this.drain = drain;
  }

  /** What is in flight did not finish in time; the old version goes on. */
  static final class Busy extends Exception {
    private static final long serialVersionUID = 1;

    Busy(String file, Duration patience) {
      super("%s: what is in flight did not finish within %s".formatted(file, patience));
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
    List<Door> held = stop(file);
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
  private static List<Door> stillHeld(List<Door> held) {
    return held.stream().filter(door -> door.consumer().getStatus().isStarted()).toList();
  }

  private NotStarted rollBack(String file, @Nullable RouteText last, Exception cause) {
    String message = "Not started: %s".formatted(RouteBench.reason(cause));
    try {
      drop(file);
      if (last != null) {
        start(last);
      }
    } catch (Exception e) {
      e.addSuppressed(cause);
      log.error("{}: the last good version could not be started again", file, e);
      message += "; and the last good version did not start again: " + RouteBench.reason(e);
    }
    return new NotStarted(message, cause);
  }

  private List<Door> stop(String file) throws Busy, NotStarted {
    List<Route> routes = routes(file);
    Set<Consumer> consumers = new HashSet<>();
    for (Route route : routes) {
      if (route.getConsumer() instanceof DefaultPlatformHttpConsumer http) {
        consumers.add(http.getPlatformHttpConsumer());
      }
    }
    List<Door> held = doors.hold(consumers, drain);
    if (held == null) {
      throw new Busy(file, drain);
    }
    List<String> stopped = new ArrayList<>();
    try {
      for (Route route : routes) {
        String id = route.getRouteId();
        if (!camel
            .getRouteController()
            .stopRoute(id, drain.toMillis(), TimeUnit.MILLISECONDS, true)) {
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
          "The running version did not stop: %s".formatted(RouteBench.reason(e)), e);
    }
    return held;
  }

  private void resume(List<String> stopped, List<Door> held) {
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
    return uri.startsWith("direct:") || uri.startsWith("seda:");
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
          && !camel.getRouteController().getRouteStatus(definition.getId()).isStarted()) {
        throw new IllegalStateException("Route '%s' did not start".formatted(definition.getId()));
      }
    }
  }

  private Model model() {
    return camel.getCamelContextExtension().getContextPlugin(Model.class);
  }

  private static boolean isOf(String file, @Nullable Resource resource) {
    return resource != null && resource.getLocation().equals(RouteText.SCHEME + file);
  }
}
