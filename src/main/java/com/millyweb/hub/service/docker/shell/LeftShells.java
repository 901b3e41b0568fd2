package com.millyweb.hub.service.docker.shell;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.millyweb.hub.service.docker.DockerEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Deletes the containers of scripts whose hub was killed, for nobody else ends them. Each says
 * until when its hub can need it, so that any hub on the engine may delete it after that, and none
 * before.
 */
@Component
final class LeftShells implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(LeftShells.class);
  private static final Duration LOOK = Duration.ofMinutes(1);

  /** An engine may take 2 minutes to start a container, and clocks differ. */
  private static final Duration SPARE = Duration.ofMinutes(3);

  /** The rest has its turn at the next look. */
  private static final int MOST_AT_ONCE = 50;

  private static final String SHELL = "hub.shell";

  /** In seconds since 1970. */
  private static final String UNTIL = "hub.shell.until";

  private final DockerEngine engine;

  /** Those that the engine did not delete, each of which is said once. */
  private final Set<String> refused = new HashSet<>();

  private @Nullable ScheduledThreadPoolExecutor looking;

  LeftShells(DockerEngine engine) {
    this.engine = engine;
  }

  /**
   * Of a new container.
   *
   * @param seconds that its script may take
   */
  static Map<String, String> labels(long seconds) {
    Instant until = Instant.now().plusSeconds(seconds).plus(SPARE);
    return Map.of(SHELL, "true", UNTIL, String.valueOf(until.getEpochSecond()));
  }

  @Override
  public synchronized void start() {
    if (engine.shellImage() == null) {
      return;
    }
    looking =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              var thread = new Thread(work, "hub-left-shells");
              thread.setDaemon(true);
              return thread;
            });
    looking.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Without waiting for it: a script does not run later because an engine is slow to delete. */
  synchronized void lookSoon() {
    // many scripts at once need one look
    if (looking != null && looking.getQueue().size() <= 1) {
      looking.execute(this::look);
    }
  }

  @Override
  public synchronized void stop() {
    if (looking != null) {
      looking.shutdownNow();
      looking = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return looking != null;
  }

  private void look() {
    try {
      DockerClient client = engine.client();
      long now = Instant.now().getEpochSecond();
      List<String> left =
          client
              .listContainersCmd()
              .withShowAll(true)
              .withLabelFilter(Map.of(SHELL, "true"))
              .exec()
              .stream()
              .filter(container -> isLeft(container, now))
              .map(Container::getId)
              .limit(MOST_AT_ONCE)
              .toList();
      left.forEach(id -> delete(client, id));
    } catch (RuntimeException e) {
      // the health of docker says that the engine is away; the next look comes
      log.debug("Shells that were left cannot be looked for", e);
    }
  }

  private static boolean isLeft(Container container, long now) {
    String until = container.getLabels().getOrDefault(UNTIL, "");
    try {
      return Long.parseLong(until) < now;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void delete(DockerClient client, String id) {
    try {
      client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
      log.info("The container {} of a shell was left by a hub that was killed and is deleted", id);
    } catch (NotFoundException | ConflictException e) {
      log.debug("Another hub deletes the container {} of a shell", id, e);
    } catch (RuntimeException e) {
      if (refused.add(id)) {
        log.warn(
            "The container {} of a shell that was left cannot be deleted: {}", id, e.getMessage());
      }
    }
  }
}
