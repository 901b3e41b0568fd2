package com.millyweb.hub.event;

import com.millyweb.hub.event.pacing.Cancel;
import java.sql.Connection;
import java.sql.SQLException;
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
  private final List<Change> stored = new ArrayList<>();
  private Set<UUID> turnedDown = Set.of();
  private boolean closed;
  private @Nullable Runnable afterCommit;

  public Effects() {}

  /**
   * What a handler stores in tables of its own together with the end of its delivery, or not at
   * all. It is done only while the lease is still its hub's, so that what a handler found out that
   * came too late changes nothing.
   */
  public interface Change {
    /** Those of one transaction are done in the order of these, so that hubs lock rows in one. */
    String lock();

    /**
     * All that it may send. They continue what the delivery is about, and do not count as further
     * away from the outside; who sends them has a limit of his own.
     */
    List<NewEvent> mayAppend();

    /**
     * Changes rows. It may be called again after a rollback.
     *
     * @return those of {@link #mayAppend()}, the same objects, that are sent
     */
    List<NewEvent> store(Connection connection) throws SQLException;
  }

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

  /**
   * Holds a change of rows until the handler ends.
   *
   * @throws IllegalStateException as {@link #add} does
   */
  public synchronized void store(Change change) {
    requireOpen(change.lock());
    stored.add(change);
  }

  synchronized List<Change> stored() {
    return List.copyOf(stored);
  }

  /**
   * Takes over what a part of the handler's work sent and took back; the part sends nothing more.
   *
   * @throws IllegalStateException as {@link #add} does
   */
  public void addAll(Effects part) {
    part.close().forEach(this::add);
    part.cancels().forEach(this::cancel);
  }

  /** What is to be done once the delivery's end is committed; it must neither wait nor fail. */
  public synchronized void afterCommit(Runnable work) {
    Runnable before = afterCommit;
    afterCommit =
        before == null
            ? work
            : () -> {
              before.run();
              work.run();
            };
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
