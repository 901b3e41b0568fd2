package com.millyweb.hub.service.docker;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether the engine's events come in. */
@Component
final class EngineState {
  static final String NEW = "not asked yet";

  private volatile @Nullable String trouble = NEW;
  private volatile Runnable lost = () -> {};

  /** Null when they do; {@link #NEW} before the engine was asked. */
  @Nullable String trouble() {
    return trouble;
  }

  void set(@Nullable String trouble) {
    this.trouble = trouble;
  }

  /**
   * @param work what to do when the engine does not answer while its stream looks well
   */
  void whenLost(Runnable work) {
    lost = work;
  }

  void lose() {
    lost.run();
  }
}
