package com.millyweb.hub.service.telegram;

import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.notify.DestinationDead;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.StatefulService;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When the poll tries again after a failure, and what it says: once a trouble, once an hour. */
final class TelegramPatience implements PollingConsumerPollStrategy {
  private static final Logger log = LoggerFactory.getLogger(TelegramPatience.class);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration AGAIN = Duration.ofHours(1);

  private final Clock clock;
  private int failures;
  private @Nullable Instant since;
  private @Nullable String trouble;
  private Instant next = Instant.MIN;
  private Instant said = Instant.MIN;
  private boolean rival;
  private @Nullable Instant rivalSaid;

  TelegramPatience(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param since when it began
   * @param rival whether somebody else polls: another hub stores what comes there
   */
  record Trouble(Instant since, String reason, boolean rival) {}

  /** Null while all is well. */
  synchronized @Nullable Trouble trouble() {
    return since == null || trouble == null ? null : new Trouble(since, trouble, rival);
  }

  @Override
  public synchronized boolean begin(Consumer consumer, Endpoint endpoint) {
    return !clock.instant().isBefore(next);
  }

  @Override
  public synchronized void commit(Consumer consumer, Endpoint endpoint, int polled) {
    if (since != null && said.isAfter(Instant.MIN)) {
      log.info("Telegram is polled again, it failed {} times since {}", failures, since);
    }
    failures = 0;
    since = null;
    trouble = null;
    said = Instant.MIN;
  }

  @Override
  public synchronized boolean rollback(
      Consumer consumer, Endpoint endpoint, int retries, Exception failure) {
    if (consumer instanceof StatefulService service && !service.isRunAllowed()) {
      // the stop ended the request
      return false;
    }
    Instant now = clock.instant();
    String reason = failure.getMessage() + hint(cause(failure));
    failures++;
    next = now.plus(pause(failure));
    if (since == null) {
      since = now;
    }
    boolean other = !Objects.equals(trouble, reason);
    trouble = reason;
    rival = isRival(failure);
    if (rival) {
      // two that take turns fail and recover each minute
      other = rivalSaid == null || Duration.between(rivalSaid, now).compareTo(AGAIN) >= 0;
      rivalSaid = other ? now : rivalSaid;
      if (!other) {
        return false;
      }
    }
    if (other || Duration.between(said, now).compareTo(AGAIN) >= 0) {
      said = now;
      log.warn("Telegram cannot be polled since {}, trying on: {}", since, reason);
    }
    return false;
  }

  private Duration pause(Exception failure) {
    if (failure instanceof RetryAfter asked && !asked.delay().isZero()) {
      return asked.delay().compareTo(RetryAfter.LONGEST) > 0 ? RetryAfter.LONGEST : asked.delay();
    }
    if (isRival(failure)) {
      return LONGEST;
    }
    Duration pause = SHORTEST.multipliedBy(1L << Math.min(failures - 1, 10));
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  private static boolean isRival(Exception failure) {
    return cause(failure) instanceof TelegramConflict conflict && conflict.isRival();
  }

  /** What Camel's interface cannot throw comes in a wrapper. */
  private static @Nullable Throwable cause(Exception failure) {
    return failure instanceof UncheckedIOException wrapper ? wrapper.getCause() : failure;
  }

  private static String hint(@Nullable Throwable failure) {
    if (failure instanceof DestinationDead) {
      return " (hub.notify.telegram.token is not, or no longer, the token of a bot)";
    }
    if (failure instanceof TelegramConflict conflict) {
      return conflict.isRival()
          ? " (somebody else polls with this token, they take turns: stop it, or set hub.ingress.telegram-poll=false)"
          : " (the bot has a webhook: call deleteWebhook, or configure a source of kind telegram)";
    }
    return "";
  }
}
