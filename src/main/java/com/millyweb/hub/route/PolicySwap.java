package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.RouteSwap.Busy;
import com.millyweb.hub.route.RouteSwap.NotStarted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Swaps a file. A policy is part of every route: when one changes, every other file comes to rest
 * and starts again with it, or all of them go on as they were.
 */
final class PolicySwap {
  private final RouteFileStates states;
  private final RouteSwap swap;

  PolicySwap(RouteFileStates states, RouteSwap swap) {
    this.states = states;
    this.swap = swap;
  }

  /** Starts a file of which nothing runs. */
  void start(RouteText text) throws NotStarted {
    try {
      swap.replace(text.file(), text, null);
    } catch (Busy e) {
      throw new IllegalStateException("Nothing of %s ran before".formatted(text.file()), e);
    }
  }

  void replace(RouteText text, @Nullable RouteText running) throws Busy, NotStarted {
    if (!text.isPolicy()) {
      swap.replace(text.file(), text, running);
      return;
    }
    swap.restAll(text.file(), filesUnderPolicies());
    swap.replace(text.file(), text, running);
    try {
      startOthersAgain();
    } catch (Busy | NotStarted e) {
      swap.replace(text.file(), running, null);
      startOthersAgain();
      throw e;
    }
  }

  /**
   * Stops what runs of a file.
   *
   * @param latest its latest content, which need not be what runs
   */
  void stop(RouteText latest, @Nullable RouteText running) throws Busy, NotStarted {
    if (latest.isPolicy()) {
      swap.restAll(latest.file(), filesUnderPolicies());
    }
    swap.replace(latest.file(), null, running);
    if (latest.isPolicy()) {
      startOthersAgain();
    }
  }

  /** What runs after a swap failed: the roll-back itself may have failed. */
  @Nullable RouteText stillRunning(@Nullable RouteText running) {
    boolean gone = running != null && !running.isPolicy() && swap.routes(running.file()).isEmpty();
    return gone ? null : running;
  }

  private void startOthersAgain() throws Busy, NotStarted {
    for (RouteText running : states.underPolicies()) {
      swap.replace(running.file(), running, running);
    }
  }

  private List<String> filesUnderPolicies() {
    return states.underPolicies().stream().map(RouteText::file).toList();
  }
}
