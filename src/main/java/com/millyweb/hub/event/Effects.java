package com.millyweb.hub.event;

import com.millyweb.hub.event.pacing.Cancel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What a flow sends to the log, and takes back from it, while it works on a delivery. It is held
 * here and committed with the delivery's completion, or not at all.
 */
public final class Effects {
  private static final String PROPERTY = "HubEffects";

  private final List<NewEvent> events = new ArrayList<>();
  private final List<Cancel> cancels = new ArrayList<>();
  private Set<UUID> turnedDown = Set.of();
  private boolean closed;
  private @Nullable Runnable afterCommit;

  public Effects() {}

  /** The effects of the delivery that this exchange works on; null outside of a delivery. */
  public static @Nullable Effects of(Exchange exchange) {
    return exchange.getProperty(PROPERTY, Effects.class);
  }

  public void attachTo(Exchange exchange) {
    exchange.setProperty(PROPERTY, this);
  }

  /**
   * Holds an event until the flow ends.
   *
   * @throws IllegalStateException when the flow has ended already, as for a step behind a wireTap
   */
  public synchronized void add(NewEvent event) {
    requireOpen(event.type());
    events.add(event);
  }

  /** What is to be done once the delivery's end is committed; it must neither wait nor fail. */
  public synchronized void afterCommit(Runnable work) {
    afterCommit = work;
  }

  synchronized @Nullable Runnable afterCommit() {
    return afterCommit;
  }

  /**
   * Takes back, when the flow ends, what was sent before; what the flow itself sent up to now is
   * not sent at all.
   *
   * @throws IllegalStateException as {@link #add} does
   */
  public synchronized void cancel(Cancel cancel) {
    requireOpen(cancel.type());
    events.removeIf(cancel::isAbout);
    cancels.add(cancel);
  }

  /** What is taken back before anything is sent. */
  public synchronized List<Cancel> cancels() {
    return List.copyOf(cancels);
  }

  /** Events of a list that the filter leaves out of it. */
  public synchronized void turnDown(Set<UUID> events) {
    turnedDown = Set.copyOf(events);
  }

  synchronized Set<UUID> turnedDown() {
    return turnedDown;
  }

  /** What was sent; nothing can be added from now on. */
  public synchronized List<NewEvent> close() {
    closed = true;
    return List.copyOf(events);
  }

  private void requireOpen(String type) {
    if (closed) {
      throw new IllegalStateException(
          "Event '%s' came after its flow had ended; what runs beside a flow (wireTap, seda) cannot send with it"
              .formatted(type));
    }
  }
}
