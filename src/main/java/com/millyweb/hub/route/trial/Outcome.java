package com.millyweb.hub.route.trial;

import java.time.Duration;
import java.util.List;

/**
 * How a test ended.
 *
 * @param line where it stands in its file, from 1
 * @param faults what was otherwise than expected, in lines; empty when it passed
 */
record Outcome(String file, int line, String name, List<String> faults, Duration time) {
  boolean passed() {
    return faults.isEmpty();
  }

  String place() {
    return "%s:%d".formatted(file, line);
  }
}
