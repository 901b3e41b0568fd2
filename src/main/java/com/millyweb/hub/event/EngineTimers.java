package com.millyweb.hub.event;

import com.millyweb.hub.event.postgres.Housekeeping;
import com.millyweb.hub.event.postgres.SubscriptionTable;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the engine does again and again: poll, heartbeat, time-outs, lost leases, housekeeping. */
final class EngineTimers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EngineTimers.class);

  private final ScheduledExecutorService scheduler =
      Executors.newScheduledThreadPool(
          3,
          task -> {
            Thread thread = new Thread(task, "hub-engine");
            thread.setDaemon(true);
            return thread;
          });

  EngineTimers(
      EventProperties properties,
      Transport transport,
      Dispatcher dispatcher,
      SubscriptionTable subscriptions,
      EngineMetrics metrics,
      Housekeeping housekeeping) {
    every(properties.poll(), "poll", dispatcher::poll);
    every(properties.lease().dividedBy(3), "heartbeat", dispatcher.leases::heartbeat);
    every(Duration.ofSeconds(10), "attendance", dispatcher::attend);
    every(Duration.ofMillis(100), "the past of new subscriptions", subscriptions::deliverPast);
    every(Duration.ofMillis(250), "time-outs", dispatcher::expire);
    every(
        properties.lease().dividedBy(6),
        "lost leases",
        () -> {
          Transport.Reaped reaped = transport.reap();
          if (reaped.freed() > 0) {
            log.info(
                "{} deliveries freed whose lease ran out, {} of them dead",
                reaped.freed(),
                reaped.dead());
          }
          metrics.reaped(reaped);
          dispatcher.wake(reaped.subscriptions());
        });
    every(Duration.ofMinutes(10), "housekeeping", housekeeping::run);
    every(
        Duration.ofMinutes(10),
        "unattended subscriptions",
        () -> subscriptions.parkUnattended(properties.unattended()));
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }

  private interface Task {
    void run() throws Exception;
  }

  private void every(Duration period, String name, Task task) {
    scheduler.scheduleWithFixedDelay(
        () -> {
          try {
            task.run();
          } catch (Exception e) {
            if (!scheduler.isShutdown()) {
              log.warn("{} failed and will be tried again: {}", name, e.getMessage());
            }
          }
        },
        period.toMillis(),
        period.toMillis(),
        TimeUnit.MILLISECONDS);
  }
}
