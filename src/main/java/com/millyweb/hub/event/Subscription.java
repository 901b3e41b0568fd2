package com.millyweb.hub.event;

import com.millyweb.hub.event.pacing.LaneKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A durable subscription as the database has it.
 *
 * @param window how long the first event of a lane waits for others; null when it does not collect
 * @param collectMax how many it hands over together at most
 */
public record Subscription(
    int id,
    String name,
    TypePattern pattern,
    LaneKey lanes,
    @Nullable Duration window,
    int collectMax,
    boolean active) {

  /**
   * Where the event waits. One that was sent with a delay is collected with no other: it would hold
   * them back.
   */
  public @Nullable String laneOf(PendingEvent pending) {
    String lane = lanes.of(pending.event());
    return window != null && isDelayed(pending.event()) ? lane + "\n" + pending.id() : lane;
  }

  public boolean isOrdered() {
    return !lanes.equals(LaneKey.NONE);
  }

  /** How long a delivery of the event waits after it was appended. */
  public Duration delayOf(NewEvent event) {
    Duration own = event.delay() == null ? Duration.ZERO : event.delay();
    return window == null || isDelayed(event) ? own : window;
  }

  private static boolean isDelayed(NewEvent event) {
    return event.runAt() != null || event.delay() != null && !event.delay().isZero();
  }
}
