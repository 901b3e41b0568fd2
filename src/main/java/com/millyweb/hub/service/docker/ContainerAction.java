package com.millyweb.hub.service.docker;

/** What a {@code container:} step does. */
public enum ContainerAction {
  list(false),
  inspect(true),
  logs(true),
  stats(true),
  start(true),
  stop(true),
  restart(true),
  pause(true),
  unpause(true),
  update(true),
  images(false),
  pull(false),
  prune(false),
  info(false);

  private final boolean ofOne;

  ContainerAction(boolean ofOne) {
    this.ofOne = ofOne;
  }

  /** Whether it is about one container, which must be named. */
  boolean isOfOne() {
    return ofOne;
  }
}
