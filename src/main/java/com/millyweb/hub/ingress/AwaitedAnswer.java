package com.millyweb.hub.ingress;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The answer of a flow.
 *
 * @param stored what is answered when the flow takes too long
 * @param done called when nobody waits any more
 */
record AwaitedAnswer(
    Answer stored, CompletableFuture<Answer> flow, Duration patience, Runnable done)
    implements Reply {
  @Override
  public Answer answer() {
    try {
      return flow.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return stored;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return stored;
    } finally {
      done.run();
    }
  }
}
