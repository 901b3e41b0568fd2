package com.millyweb.hub.route;

import com.millyweb.hub.event.Subscriptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the engine which files are gone and which run in another version. What it cannot take now,
 * because the database is away or another hub still runs the file, is told again later.
 */
final class SubscriptionUpdates {
  private static final Logger log = LoggerFactory.getLogger(SubscriptionUpdates.class);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(30);

  private final Subscriptions subscriptions;
  private final Clock clock;
  private final Set<String> gone = new TreeSet<>();
  private final Set<String> changed = new TreeSet<>();
  private Instant askAgain = Instant.MIN;

  SubscriptionUpdates(Subscriptions subscriptions, Clock clock) {
    this.subscriptions = subscriptions;
    this.clock = clock;
  }

  /** The file was deleted or switched off. */
  void gone(String file) {
    gone.add(file);
    askAgain = Instant.MIN;
  }

  /** The file runs, whatever was said of it before. */
  void runs(String file, boolean inAnotherVersion) {
    gone.remove(file);
    if (inAnotherVersion) {
      changed.add(file);
    }
  }

  /** Tells what the engine has not heard yet. */
  void tell() {
    try {
      if (!gone.isEmpty() && !clock.instant().isBefore(askAgain)) {
        gone.removeIf(subscriptions::park);
        askAgain = gone.isEmpty() ? Instant.MIN : clock.instant().plus(ASK_AGAIN);
      }
      changed.removeIf(
          file -> {
            subscriptions.mended(file);
            return true;
          });
    } catch (RuntimeException e) {
      log.warn("The engine could not be told which route files changed: {}", e.toString());
    }
  }
}
