package com.millyweb.hub.ingress.body;

import java.util.HashMap;
import java.util.Map;

/**
 * What large bodies may hold in memory. Nobody proves anything before a signed body is there, so
 * that no source may take it all: half is the most, and a little is kept for each.
 */
final class BodyMemory {
  /** Two bodies of the usual size. */
  private static final int RESERVED_KB = 2 << 10;

  private final int total;
  private final Map<String, Integer> shared = new HashMap<>();
  private final Map<String, Integer> reserved = new HashMap<>();
  private int used;

  /**
   * @param kilobytes besides what is reserved
   */
  BodyMemory(int kilobytes) {
    total = kilobytes;
  }

  /**
   * Takes memory for a body that grows.
   *
   * @param largest the largest body of the source, which it may hold even where half is less
   * @return false when there is none for this source now
   */
  synchronized boolean take(String source, int kilobytes, int largest) {
    int own = reserved.getOrDefault(source, 0);
    int ofReserve = Math.min(kilobytes, RESERVED_KB - own);
    int more = kilobytes - ofReserve;
    int held = shared.getOrDefault(source, 0);
    if (more > 0
        && (used + more > total || held + more > Math.min(total, Math.max(total / 2, largest)))) {
      return false;
    }
    reserved.put(source, own + ofReserve);
    shared.put(source, held + more);
    used += more;
    return true;
  }

  /** Shared memory first: it is what others wait for. */
  synchronized void give(String source, int kilobytes) {
    int held = shared.getOrDefault(source, 0);
    int ofShared = Math.min(held, kilobytes);
    shared.put(source, held - ofShared);
    used -= ofShared;
    reserved.merge(source, ofShared - kilobytes, Integer::sum);
  }
}
