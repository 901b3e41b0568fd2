package com.millyweb.hub.service.docker;

import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.service.docker.UpdateStore.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Works on the updates of containers, one after the other, also on those that another hub or an
 * earlier run of this one left; and looks for newer images now and then.
 */
@Component
final class ContainerUpdates implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(ContainerUpdates.class);
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration RENEW = Duration.ofSeconds(4);
  private static final Duration STOP = Duration.ofSeconds(5);
  private static final Duration FIRST_LOOK = Duration.ofSeconds(30);

  /** After the engine did not answer. */
  private static final Duration PAUSE = Duration.ofSeconds(3);

  /** Beside the patience with the new container: a pull, and ends of containers. */
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private static final long LOOK_AT_END = 250;
  private static final int LATER_BY = 4;

  private final DockerEngine engine;
  private final DockerProperties properties;
  private final UpdateStore store;
  private final ObjectProvider<EventLog> events;
  private final ImageRegistry registry;
  private @Nullable OwnContainers own;
  private @Nullable ScheduledExecutorService working;
  private @Nullable ScheduledExecutorService watching;
  private volatile @Nullable String trouble;

  ContainerUpdates(
      DockerEngine engine,
      DockerProperties properties,
      UpdateStore store,
      ObjectProvider<EventLog> events) {
    this.engine = engine;
    this.properties = properties;
    this.store = store;
    this.events = events;
    this.registry = new ImageRegistry(engine);
  }

  @Override
  public synchronized void start() {
    if (DockerProperties.OFF.equals(properties.host())) {
      return;
    }
    working = Executors.newSingleThreadScheduledExecutor(daemon("docker-updates"));
    watching = Executors.newScheduledThreadPool(2, daemon("docker-images"));
    working.scheduleWithFixedDelay(
        this::work, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    var images =
        new ImageWatch(engine, registry, this::own, store, events.getObject(), properties.update());
    Duration interval = properties.updateInterval();
    Duration first = interval.compareTo(FIRST_LOOK) < 0 ? interval : FIRST_LOOK;
    lookLater(images, first);
  }

  /** Asked of the database when it is there. */
  private synchronized OwnContainers own() {
    if (own == null) {
      own = OwnContainers.here(properties.host(), store.databaseUrl());
    }
    return own;
  }

  private static ThreadFactory daemon(String name) {
    return work -> {
      var thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Not all hubs of the world at once. */
  private synchronized void lookLater(ImageWatch images, Duration about) {
    long millis = about.toMillis();
    long later = ThreadLocalRandom.current().nextLong(millis / LATER_BY + 1);
    if (watching != null && !watching.isShutdown()) {
      watching.schedule(
          () -> {
            look(images);
            lookLater(images, properties.updateInterval());
          },
          millis + later,
          TimeUnit.MILLISECONDS);
    }
  }

  private void look(ImageWatch images) {
    if (!engine.isOn()) {
      return;
    }
    try {
      images.look();
      trouble = null;
    } catch (RuntimeException e) {
      String reason = Container.reason(e);
      if (!reason.equals(trouble)) {
        log.warn("Newer images cannot be looked for: {}", reason);
      }
      trouble = reason;
    }
  }

  @Override
  public void stop() {
    ScheduledExecutorService ending = working;
    synchronized (this) {
      if (watching != null) {
        watching.shutdownNow();
      }
      if (ending != null) {
        ending.shutdownNow();
      }
    }
    try {
      if (ending != null && !ending.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        log.info("An update of a container is left to the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    ScheduledExecutorService executor = working;
    return executor != null && !executor.isShutdown();
  }

  /**
   * Updates a container, and waits for how it ends.
   *
   * @param request names who asks, so that who asks once more finds the same update
   * @throws IllegalStateException when it did not end in time; it goes on
   */
  Update update(String name, @Nullable String image, String request, String by, Duration patience)
      throws InterruptedException {
    String id = engine.calls().get("/info").path("ID").asText();
    var asked = new Request(id, name, image, request, by, patience);
    Optional<Update> update = store.ask(asked);
    hurry();
    long end = System.nanoTime() + LONGEST.plus(patience).toNanos();
    while (update.isEmpty() || update.get().progress().outcome == null) {
      if (!isRunning()) {
        throw new IllegalStateException(
            "The hub ends; the update of %s goes on later".formatted(name));
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException("The update of %s has not ended yet".formatted(name));
      }
      Thread.sleep(LOOK_AT_END);
      if (update.isPresent()) {
        update = Optional.of(store.get(update.get().id()));
      } else {
        update = store.ask(asked);
        if (update.isPresent()) {
          hurry();
        }
      }
    }
    return update.get();
  }

  private synchronized void hurry() {
    try {
      if (working != null) {
        working.execute(this::work);
      }
    } catch (RejectedExecutionException e) {
      // the hub ends, and the next start looks by itself
    }
  }

  private void work() {
    try {
      while (engine.isOn() && store.isWaiting() && !Thread.currentThread().isInterrupted()) {
        Optional<Update> update = store.claim(engine.calls().get("/info").path("ID").asText());
        if (update.isEmpty()) {
          return;
        }
        run(update.get());
      }
    } catch (RuntimeException e) {
      log.debug("Updates of containers cannot be worked on", e);
    }
  }

  private void run(Update update) {
    ScheduledExecutorService beats = watching;
    if (beats == null) {
      return;
    }
    ScheduledFuture<?> beat =
        beats.scheduleAtFixedRate(
            () -> renew(update), RENEW.toMillis(), RENEW.toMillis(), TimeUnit.MILLISECONDS);
    try {
      new UpdateRun(
              update,
              engine,
              registry,
              own(),
              properties.updateSettle(),
              () -> store.move(update),
              this::tell)
          .run();
      log.info("The update of {} ended: {}", update.name(), update.progress().outcome);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UpdateRun.Lost e) {
      log.info("Another hub works on the update of {}", update.name());
    } catch (RuntimeException e) {
      log.warn(
          "The update of {} waits, and is taken up again: {}", update.name(), Container.reason(e));
    } finally {
      beat.cancel(false);
      if (update.progress().outcome == null) {
        leave(update);
      }
    }
  }

  /** What is thrown would be the last renewal. */
  private void renew(Update update) {
    try {
      store.renew(update);
    } catch (RuntimeException e) {
      log.warn("The lease of the update of {} is not renewed: {}", update.name(), e.getMessage());
    }
  }

  private void leave(Update update) {
    try {
      store.release(update, Thread.currentThread().isInterrupted() ? Duration.ZERO : PAUSE);
    } catch (RuntimeException e) {
      log.debug("The update of {} is free again when its lease ends", update.name(), e);
    }
  }

  private void tell(Update update, String word) {
    Map<String, @Nullable Object> data = update.view();
    NewEvent event =
        EngineEvents.event("docker.update." + word, update.name(), data)
            .withTime(Instant.now())
            .withKey("%s/update/%d/%s".formatted(update.engine(), update.id(), word));
    events.getObject().appendNow(event, EventLog.PATIENCE);
  }
}
