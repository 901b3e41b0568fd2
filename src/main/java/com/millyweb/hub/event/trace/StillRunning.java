package com.millyweb.hub.event.trace;

import com.millyweb.hub.config.Durations;
import java.time.Duration;

/** Stands for the failure of a step that is still at work when its attempt is given up. */
final class StillRunning extends Exception {
  private static final long serialVersionUID = 1;

  StillRunning(Duration after) {
    super("the attempt was given up after " + Durations.text(after), null, false, false);
  }
}
