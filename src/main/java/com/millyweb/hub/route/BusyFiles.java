package com.millyweb.hub.route;

import com.millyweb.hub.route.RouteSwap.Busy;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that could not be swapped because their routes were at work. Each look at the folder tries
 * them again; the log names them once.
 */
final class BusyFiles {
  private static final Logger log = LoggerFactory.getLogger(BusyFiles.class);

  private final RouteSwap swap;
  private final Set<String> inThisLook = new TreeSet<>();
  private final Set<String> told = new TreeSet<>();

  BusyFiles(RouteSwap swap) {
    this.swap = swap;
  }

  void lookBegins() {
    inThisLook.clear();
  }

  void add(String file, Busy why) {
    if (told.add(file)) {
      log.info("{}; it is tried again", why.getMessage());
    }
    // of a policy it is another file that is busy
    inThisLook.addAll(swap.resting());
    inThisLook.add(file);
  }

  /** Routes whose edit was taken back, or is refused now, go on working. */
  void lookEnds() {
    swap.releaseRested(inThisLook);
    told.retainAll(inThisLook);
  }
}
