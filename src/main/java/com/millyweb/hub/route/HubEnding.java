package com.millyweb.hub.route;

/** Whether the hub is on its way down: what does not start then says nothing about its file. */
final class HubEnding {
  private final RouteSwap swap;
  private volatile boolean told;

  HubEnding(RouteSwap swap) {
    this.swap = swap;
  }

  /** The hub begins to stop. */
  void tell() {
    told = true;
  }

  boolean is() {
    return told || swap.isEnding();
  }
}
