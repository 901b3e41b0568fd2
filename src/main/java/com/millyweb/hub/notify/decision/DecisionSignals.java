package com.millyweb.hub.notify.decision;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Wakes those who wait for a decision that this hub makes; another hub's are only in the table. */
@Component
final class DecisionSignals {
  /** How often the table is looked at, for a decision of another hub. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  private final ConcurrentMap<UUID, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();

  /** Something was decided about the notice, now or before. */
  void decided(UUID notice) {
    CompletableFuture<Void> next = waiting.remove(notice);
    if (next != null) {
      next.complete(null);
    }
  }

  /** Returns when there is nothing open any more, or the patience is over. */
  void await(UUID notice, Duration patience, BooleanSupplier open) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      // before the look: what is decided behind it must not be missed
      CompletableFuture<Void> next =
          waiting.computeIfAbsent(notice, id -> new CompletableFuture<>());
      long left = end - System.nanoTime();
      if (!open.getAsBoolean() || left <= 0) {
        waiting.remove(notice, next);
        return;
      }
      await(next, Math.min(left, BETWEEN_LOOKS.toNanos()));
    }
  }

  private static void await(CompletableFuture<Void> next, long nanos) {
    try {
      next.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // time to look at the table
    } catch (ExecutionException e) {
      throw new IllegalStateException("A decision cannot fail", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The hub stops", e);
    }
  }
}
