package com.millyweb.hub.notify.sending;

import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.notify.Target;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Tells trouble of a target from trouble of one notice. When several notices in a row fail, or
 * nothing can be reached, it is the target: it is left alone for a while, and then one notice finds
 * out. The others wait for that, and their wait is no attempt. Those that never were tried go
 * first: what failed before may do so for its own sake. A restart forgets it all, and finds it out
 * again.
 */
@Component
public class TargetTrouble {
  /** So many notices that fail with none between them that is taken are no coincidence. */
  private static final int MANY = 3;

  private static final Duration FIRST_REST = Duration.ofSeconds(2);
  private static final Duration LONGEST_REST = Duration.ofMinutes(1);

  /** While one notice finds out, the others look again after this. */
  private static final Duration PROBED = Duration.ofSeconds(1);

  private static final int REMEMBERED = 1_000;
  private static final int MOST_FAILING = 1_000;

  private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
  private final LongSupplier nanos;

  @Autowired
  TargetTrouble() {
    this(System::nanoTime);
  }

  TargetTrouble(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether nothing could be reached, whatever the notice. */
  public static boolean isDown(Throwable failure) {
    Throwable next = failure;
    while (next != null) {
      if (next instanceof ConnectException
          || next instanceof ConnectTimeoutException
          || next instanceof NoRouteToHostException
          || next instanceof UnknownHostException) {
        return true;
      }
      next = next.getCause() == next ? null : next.getCause();
    }
    return false;
  }

  /**
   * @param known whether the notice failed before
   * @throws RetryAfter while the target is left alone
   */
  void requireCalm(Target target, boolean known) {
    Trouble trouble = troubles.get(target.id());
    if (trouble != null) {
      trouble.enter(target, known);
    }
  }

  /** The target took a notice, or refused just this one. */
  void isCalm(Target target) {
    troubles.computeIfPresent(target.id(), (id, trouble) -> trouble.calm() ? null : trouble);
  }

  /** The target asked for a pause. */
  void paused(Target target, Duration pause) {
    of(target).pause(pause);
  }

  void failed(Target target, UUID notice) {
    of(target).failed(notice);
  }

  void down(Target target) {
    of(target).down();
  }

  /** An attempt ended that says nothing about the target. */
  void leave(Target target) {
    Trouble trouble = troubles.get(target.id());
    if (trouble != null) {
      trouble.leave();
    }
  }

  private Trouble of(Target target) {
    if (troubles.size() >= REMEMBERED) {
      // every conversation is a target
      troubles.values().removeIf(Trouble::isOver);
    }
    return troubles.computeIfAbsent(target.id(), id -> new Trouble());
  }

  private final class Trouble {
    private final Set<UUID> failing = new HashSet<>();
    private boolean down;
    private boolean probed;
    private Duration rest = FIRST_REST;
    private long until = nanos.getAsLong();
    private long lastProbe = until;

    /** Returns for whoever finds out how it is now. */
    synchronized void enter(Target target, boolean known) {
      long now = nanos.getAsLong();
      if (until - now > 0) {
        throw new RetryAfter(
            Duration.ofNanos(until - now), "%s is left alone".formatted(target.id()));
      }
      if (!isGeneral()) {
        return;
      }
      Duration sinceProbe = Duration.ofNanos(now - lastProbe);
      if (known && (probed || sinceProbe.compareTo(rest) < 0)) {
        throw new RetryAfter(rest, "%s is in trouble, others go first".formatted(target.id()));
      }
      if (probed) {
        throw new RetryAfter(PROBED, "%s is being tried".formatted(target.id()));
      }
      probed = true;
      lastProbe = now;
    }

    synchronized void leave() {
      probed = false;
    }

    /** Whether there is nothing to remember. */
    synchronized boolean calm() {
      failing.clear();
      down = false;
      probed = false;
      rest = FIRST_REST;
      return isOver();
    }

    synchronized boolean isOver() {
      return !isGeneral() && until - nanos.getAsLong() <= 0;
    }

    synchronized void pause(Duration pause) {
      probed = false;
      until = later(until, nanos.getAsLong() + pause.toNanos());
    }

    synchronized void failed(UUID notice) {
      boolean news = failing.size() < MOST_FAILING && failing.add(notice);
      probed = false;
      lastProbe = nanos.getAsLong();
      if (news && isGeneral()) {
        rest();
      }
    }

    synchronized void down() {
      down = true;
      probed = false;
      rest();
    }

    private boolean isGeneral() {
      return down || failing.size() >= MANY;
    }

    private void rest() {
      until = later(until, nanos.getAsLong() + rest.toNanos());
      Duration twice = rest.multipliedBy(2);
      rest = twice.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : twice;
    }

    private static long later(long one, long other) {
      return other - one > 0 ? other : one;
    }
  }
}
