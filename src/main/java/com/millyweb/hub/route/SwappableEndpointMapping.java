package com.millyweb.hub.route;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Consumer;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.springboot.CamelRequestHandlerMapping;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/**
 * Maps the paths of platform-http routes to {@link SwappableEndpoint doors}.
 *
 * <p>Camel 4.17 maps a path to the consumer itself and never removes the mapping: a removed route
 * would keep its path, and a request during a swap would meet a stopped consumer.
 */
class SwappableEndpointMapping extends CamelRequestHandlerMapping {
  private final Map<RequestMappingInfo, SwappableEndpoint> doors = new ConcurrentHashMap<>();

  SwappableEndpointMapping(PlatformHttpComponent component, PlatformHttpEngine engine) {
    super(component, engine);
  }

  /** Called by Camel when a route starts, for each verb. */
  @Override
  public void registerMapping(RequestMappingInfo mapping, Object handler, Method method) {
    var consumer = (SpringBootPlatformHttpConsumer) handler;
    SwappableEndpoint known = doors.get(mapping);
    if (known == null) {
      var door = new SwappableEndpoint(consumer);
      doors.put(mapping, door);
      super.registerMapping(mapping, door, SwappableEndpoint.SERVICE);
    } else {
      known.open(consumer);
    }
  }

  /** Camel unregisters before each registration; here a door goes only when its route has gone. */
  @Override
  public void unregisterMapping(RequestMappingInfo mapping) {}

  /**
   * Lets no more requests in, and waits for those inside.
   *
   * @return the doors that are held; null when it took too long, and then all are open again
   */
  @Nullable List<SwappableEndpoint> hold(Collection<Consumer> consumers, Duration patience) {
    List<SwappableEndpoint> held = new ArrayList<>();
    for (SwappableEndpoint door : doors.values()) {
      if (consumers.contains(door.consumer())) {
        door.hold();
        held.add(door);
      }
    }
    if (awaitEmpty(held, patience)) {
      return held;
    }
    reopen(held);
    return null;
  }

  /** Nobody enters a door that is held: one that is empty stays so while the others are awaited. */
  private static boolean awaitEmpty(List<SwappableEndpoint> held, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      for (SwappableEndpoint door : held) {
        if (!door.awaitEmpty(end - System.nanoTime())) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Leads back to the routes that were behind these doors before. */
  void reopen(List<SwappableEndpoint> held) {
    held.forEach(door -> door.open(door.consumer()));
  }

  /** Removes the doors behind which no route runs any more. */
  void sweep() {
    for (var entry : Set.copyOf(doors.entrySet())) {
      var status = entry.getValue().consumer().getStatus();
      if (status.isStopped() || status.isStopping()) {
        doors.remove(entry.getKey());
        super.unregisterMapping(entry.getKey());
        entry.getValue().close();
      }
    }
  }
}
