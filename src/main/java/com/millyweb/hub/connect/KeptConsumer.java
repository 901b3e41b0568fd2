package com.millyweb.hub.connect;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer with a connection that is made after the route has started, and made again whenever it
 * is lost: a server that is down stops neither the start of the hub nor its route.
 */
public abstract class KeptConsumer extends DefaultConsumer implements Connection {
  private static final Logger log = LoggerFactory.getLogger(KeptConsumer.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final long END_MS = 10_000;

  private final @Nullable Handover handover;
  private volatile @Nullable String connecting = "not connected yet";
  private volatile @Nullable String waiting;
  private volatile boolean ended;
  private @Nullable Thread keeper;

  /**
   * @param handover null where the route is only checked, and never starts
   */
  protected KeptConsumer(Endpoint endpoint, Processor processor, @Nullable Handover handover) {
    super(endpoint, processor);
    this.handover = handover;
  }

  /**
   * Connects, and listens.
   *
   * @param lost to be told, with the reason, when the connection is no more
   * @return closes the connection
   */
  protected abstract AutoCloseable open(Consumer<String> lost) throws Exception;

  /** What it connects to, as people know it. */
  protected abstract String target();

  /** See {@link Handover#give}. */
  protected final boolean give(Supplier<Exchange> exchanges, byte[] message) {
    return Objects.requireNonNull(handover)
        .give(
            exchanges,
            getProcessor(),
            getRouteId(),
            message,
            () -> ended,
            trouble -> waiting = trouble);
  }

  @Override
  public final @Nullable String trouble() {
    return connecting == null ? waiting : connecting;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    ended = false;
    keeper = new Thread(this::keep, "hub-connect-" + getRouteId());
    keeper.setDaemon(true);
    keeper.start();
  }

  @Override
  protected void doStop() throws Exception {
    ended = true;
    if (keeper != null) {
      keeper.interrupt();
      keeper.join(END_MS);
    }
    super.doStop();
  }

  private void keep() {
    Duration pause = FIRST_PAUSE;
    while (!ended) {
      var lost = new CountDownLatch(1);
      long since = System.nanoTime();
      try {
        stand(open(reason -> lose(lost, reason)), lost);
      } catch (InterruptedException e) {
        return;
      } catch (Exception e) {
        connecting = "%s: %s".formatted(target(), Troubles.reason(e));
        log.debug("Route {}: no connection to {}", getRouteId(), target(), e);
      }
      boolean stood = System.nanoTime() - since > LONGEST_PAUSE.toNanos();
      pause = stood ? FIRST_PAUSE : pause;
      if (!sleep(pause)) {
        return;
      }
      pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  private void stand(AutoCloseable connection, CountDownLatch lost) throws Exception {
    try {
      connecting = null;
      lost.await();
    } finally {
      connection.close();
    }
  }

  private void lose(CountDownLatch lost, String reason) {
    connecting = "%s: %s".formatted(target(), reason);
    lost.countDown();
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private boolean sleep(Duration pause) {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      return !ended;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
