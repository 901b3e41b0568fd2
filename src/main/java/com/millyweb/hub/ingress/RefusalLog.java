package com.millyweb.hub.ingress;

import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Says why requests were refused: one line a second and reason, however many there are. */
@Component
public final class RefusalLog {
  private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
  private static final long PAUSE_MS = 1_000;

  private record Topic(String source, Refused.Reason reason) {}

  private static final class Line {
    private long saidAt = Long.MIN_VALUE / 2;
    private long unsaid;

    /** Returns how many were left out before this one; -1 when this one is left out as well. */
    synchronized long next(long now) {
      if (now - saidAt < PAUSE_MS) {
        unsaid++;
        return -1;
      }
      long before = unsaid;
      saidAt = now;
      unsaid = 0;
      return before;
    }
  }

  private final ConcurrentMap<Topic, Line> lines = new ConcurrentHashMap<>();
  private final Clock clock;

  public RefusalLog(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param address of the client; it is not known for what was fetched
   */
  void add(@Nullable Source source, String address, Refused refused) {
    String name = source == null ? "unknown" : source.name();
    long before = unsaidBefore(name, refused);
    if (before >= 0) {
      log.warn(
          "Refused a request of source {} from {} with {}: {}{}",
          name,
          address,
          refused.reason().status,
          refused.getMessage(),
          more(before),
          refused.getCause());
    }
  }

  /** For what is stored as it came instead. */
  public void addKept(Source source, String type, Refused refused) {
    long before = unsaidBefore(source.name(), refused);
    if (before >= 0) {
      log.warn(
          "Stored a request of source {} as {}: {}{}",
          source,
          type,
          refused.getMessage(),
          more(before));
    }
  }

  private long unsaidBefore(String source, Refused refused) {
    return lines
        .computeIfAbsent(new Topic(source, refused.reason()), topic -> new Line())
        .next(clock.millis());
  }

  private static String more(long before) {
    return before == 0 ? "" : " (and " + before + " like it before)";
  }
}
