package com.millyweb.hub.server;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The bodies that are waited for, few for one address, one door and in all. One more than that cuts
 * the slowest of them off: an honest sender is done in a moment, and so is never that one for long.
 */
@Component
public final class SlowSenders {
  /** Where there are no virtual threads each of them holds one of Tomcat's 640. */
  private static final int MOST = 256;

  private static final int MOST_OF_ONE = 128;

  /**
   * A read within a chunk blocks until Tomcat's time-out, whoever needs the thread: no more of such
   * bodies are begun.
   */
  private final Semaphore chunked = new Semaphore(MOST);

  private final Set<IncomingBody> waiting = new HashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Clock clock;

  public SlowSenders(Clock clock) {
    this.clock = clock;
  }

  /**
   * The body of a request, to be closed when it was read.
   *
   * @param door where it goes to; from the configuration, as it is counted
   */
  public IncomingBody open(HttpServletRequest request, String door) throws IOException {
    return new IncomingBody(request, door, this, clock);
  }

  /**
   * @return false when too many bodies of unknown length are being read
   */
  boolean beginChunked() {
    return chunked.tryAcquire();
  }

  void endChunked() {
    chunked.release();
  }

  synchronized void add(IncomingBody body) {
    if (count(body.address()) >= MOST_OF_ONE) {
      cutSlowest(body.address());
    }
    if (count(body.door()) >= MOST_OF_ONE) {
      cutSlowest(body.door());
    }
    if (waiting.size() >= MOST) {
      cutSlowest(null);
    }
    waiting.add(body);
    counts.merge(body.address(), 1, Integer::sum);
    counts.merge(body.door(), 1, Integer::sum);
  }

  synchronized void remove(IncomingBody body) {
    if (waiting.remove(body)) {
      counts.computeIfPresent(body.address(), (one, count) -> count == 1 ? null : count - 1);
      counts.computeIfPresent(body.door(), (one, count) -> count == 1 ? null : count - 1);
    }
  }

  private int count(String one) {
    return counts.getOrDefault(one, 0);
  }

  private void cutSlowest(@Nullable String one) {
    IncomingBody slowest = null;
    double pace = Double.MAX_VALUE;
    long now = clock.millis();
    for (IncomingBody body : waiting) {
      if ((one == null || body.address().equals(one) || body.door().equals(one))
          && body.pace(now) < pace) {
        slowest = body;
        pace = body.pace(now);
      }
    }
    if (slowest != null) {
      slowest.cut();
      remove(slowest);
    }
  }
}
