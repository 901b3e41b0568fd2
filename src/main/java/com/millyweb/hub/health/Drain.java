package com.millyweb.hub.health;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The first thing that stops: {@code /readyz} says 503 already, and proxies are given time to see
 * it. Then the web server closes its door and finishes what is inside (phase {@code MAX - 1024}),
 * then Camel stops its routes ({@code MAX - 2049}), then the rest.
 */
@Component
final class Drain implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Drain.class);

  private final long delayMillis;
  private volatile boolean running;

  Drain(HealthProperties properties) {
    delayMillis = properties.drain().toMillis();
  }

  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public void stop(Runnable callback) {
    running = false;
    log.info("Draining, the door closes in {} ms", delayMillis);
    CompletableFuture.delayedExecutor(delayMillis, TimeUnit.MILLISECONDS).execute(callback);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
