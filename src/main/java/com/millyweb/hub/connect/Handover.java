package com.millyweb.hub.connect;

import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.NewEvent;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a message of a source that pushes to its route, and says whether the source may forget it.
 *
 * <p>While the log takes no events the message waits, and the source with it. What the route itself
 * cannot take is stored as {@code connect.refused} after some attempts: it must not block what
 * comes behind it, nor be lost.
 */
public final class Handover {
  private static final Logger log = LoggerFactory.getLogger(Handover.class);
  private static final int ATTEMPTS = 3;
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final String REFUSED = "connect.refused";

  private final Supplier<EventLog> events;

  Handover(Supplier<EventLog> events) {
    this.events = events;
  }

  /**
   * @param message the message as it came, for when the route cannot take it
   * @param trouble is told why a message waits, and null when it does no more
   * @return whether it is stored; false only when the route stops meanwhile
   */
  public boolean give(
      Supplier<Exchange> exchanges,
      Processor route,
      String routeId,
      byte[] message,
      BooleanSupplier stopped,
      Consumer<@Nullable String> trouble) {
    int attempts = 0;
    Duration pause = FIRST;
    while (!stopped.getAsBoolean()) {
      Exception failure = process(exchanges.get(), route);
      if (failure == null) {
        trouble.accept(null);
        return true;
      }
      try {
        if (refuses(routeId, message, failure, isAboutTheLog(failure) ? attempts : ++attempts)) {
          trouble.accept(null);
          return true;
        }
      } catch (EventLogUnavailable e) {
        failure = e;
      }
      trouble.accept("a message waits: " + Troubles.reason(failure));
      if (!sleep(pause)) {
        return false;
      }
      pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
    }
    return false;
  }

  /**
   * Stores as refused what the route cannot take after some attempts.
   *
   * @param attempt the one that failed, counted from 1
   * @return whether it is stored; false when it is to be tried again
   * @throws EventLogUnavailable when the log takes nothing
   */
  public boolean refuses(String routeId, byte[] message, Exception failure, int attempt) {
    if (isAboutTheLog(failure) || attempt < ATTEMPTS) {
      return false;
    }
    refuse(routeId, message, failure);
    return true;
  }

  private static @Nullable Exception process(Exchange exchange, Processor route) {
    try {
      route.process(exchange);
    } catch (Exception e) {
      return e;
    }
    return exchange.getException();
  }

  private void refuse(String routeId, byte[] message, Exception failure) {
    log.warn(
        "Route {} cannot take a message, which is stored as {}: {}",
        routeId,
        REFUSED,
        Troubles.reason(failure));
    events
        .get()
        .appendNow(
            new NewEvent(
                REFUSED,
                "connect",
                routeId,
                null,
                null,
                "application/octet-stream",
                message,
                null,
                null,
                null),
            EventLog.PATIENCE);
  }

  /** What fails so succeeds when the log is back. */
  public static boolean isAboutTheLog(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof EventLogUnavailable) {
        return true;
      }
    }
    return false;
  }

  private static boolean sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
