package com.millyweb.hub.health;

import com.millyweb.hub.config.Durations;
import com.millyweb.hub.health.probe.HealthProbe.Status;
import com.millyweb.hub.secret.Redaction;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Asks the systems that are due, each on a thread of its own, so that one that hangs holds up
 * nobody. Called once a second by {@link HealthRoutes}; nothing in here blocks the caller.
 */
@Component
final class Poll implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(Poll.class);

  private final Systems systems;
  private final HealthReporter announcements;
  private final Clock clock;
  private final MeterRegistry registry;
  private final ExecutorService threads;
  private final Map<Watch, Question> open = new HashMap<>();
  private final Map<Watch, Instant> due = new HashMap<>();
  private @Nullable Future<?> bringing;

  @Autowired
  Poll(Systems systems, HealthReporter announcements, Clock clock, MeterRegistry registry) {
    this(systems, announcements, clock, registry, Executors.newCachedThreadPool(Poll::thread));
  }

  Poll(
      Systems systems,
      HealthReporter announcements,
      Clock clock,
      MeterRegistry registry,
      ExecutorService threads) {
    this.systems = systems;
    this.announcements = announcements;
    this.clock = clock;
    this.registry = registry;
    this.threads = threads;
  }

  synchronized void tick() {
    Instant now = clock.instant();
    for (Watch watch : systems.watches()) {
      Question question = open.get(watch);
      if (question != null && (question.answer.isDone() || question.isLate(watch, now))) {
        open.remove(watch);
        Duration took = question.took();
        if (took != null) {
          asking(watch).record(took);
        }
        watch.answered(question.status(watch), question.asked, took);
        question = null;
      }
      Instant next = due.get(watch);
      if (question == null && (next == null || !next.isAfter(now))) {
        open.put(watch, Question.ask(watch, now, threads));
        due.put(watch, now.plus(watch.interval()));
      }
    }
    if (bringing == null || bringing.isDone()) {
      bringing = threads.submit(this::bring);
    }
  }

  private Timer asking(Watch watch) {
    return Timer.builder("hub.health.probe")
        .description("How long systems take to say how they are")
        .tag("system", watch.probe().system())
        .register(registry);
  }

  private void bring() {
    try {
      announcements.bring(systems.watches());
    } catch (Exception e) {
      // the changes wait in their watches
      log.debug("Health could not be stored. Will keep trying.", e);
    }
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "health");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void destroy() {
    threads.shutdownNow();
  }

  /**
   * @param nanos how long the answer took, once it is there; negative before
   */
  private record Question(Instant asked, Future<Status> answer, AtomicLong nanos) {
    static Question ask(Watch watch, Instant now, ExecutorService threads) {
      var nanos = new AtomicLong(-1);
      return new Question(
          now,
          threads.submit(
              () -> {
                long begun = System.nanoTime();
                try {
                  return watch.probe().probe();
                } finally {
                  nanos.set(System.nanoTime() - begun);
                }
              }),
          nanos);
    }

    @Nullable Duration took() {
      long took = nanos.get();
      return took < 0 ? null : Duration.ofNanos(took);
    }

    boolean isLate(Watch watch, Instant now) {
      return asked.plus(watch.timeout()).isBefore(now);
    }

    Status status(Watch watch) {
      if (!answer.isDone()) {
        answer.cancel(true);
        return Status.down("No answer within " + Durations.text(watch.timeout()));
      }
      try {
        Status status = answer.get();
        return new Status(status.level(), Redaction.instance().redactNullable(status.detail()));
      } catch (ExecutionException e) {
        return Status.down(Redaction.instance().redact(NoAnswer.because(e.getCause())));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Status.unknown("Interrupted");
      }
    }
  }
}
