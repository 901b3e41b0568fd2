package com.millyweb.hub.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Notes when the first part of an answer is heard. */
final class FirstPart implements AnswerListener {
  private final AnswerListener listener;
  private final long begun;
  private @Nullable Duration after;

  /**
   * @param begun by {@link System#nanoTime}
   */
  private FirstPart(AnswerListener listener, long begun) {
    this.listener = listener;
    this.begun = begun;
  }

  /** Null where nobody listens. */
  static @Nullable FirstPart of(AnswerListener listener, long begun) {
    return listener == NOBODY ? null : new FirstPart(listener, begun);
  }

  /** How long it took; null when nothing was heard. */
  @Nullable Duration after() {
    return after;
  }

  @Override
  public void text(String part) {
    note();
    listener.text(part);
  }

  @Override
  public void thinking(String part) {
    note();
    listener.thinking(part);
  }

  private void note() {
    if (after == null) {
      after = Duration.ofNanos(System.nanoTime() - begun);
    }
  }
}
