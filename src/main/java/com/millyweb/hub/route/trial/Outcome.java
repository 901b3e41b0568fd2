package com.millyweb.hub.route.trial;

import java.util.List;

/**
 * How a test ended.
 *
 * @param place file and line
 * @param faults what was otherwise than expected, in lines; empty when it passed
 */
record Outcome(String place, String name, List<String> faults) {
  boolean passed() {
    return faults.isEmpty();
  }
}
