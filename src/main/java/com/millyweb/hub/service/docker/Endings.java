package com.millyweb.hub.service.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.millyweb.hub.service.docker.EngineEvents.Told;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes containers that ended: how, how often, and with which last lines. */
record Endings(String engine, DockerClient client, DockerStore store, int logLines) {
  private static final Logger log = LoggerFactory.getLogger(Endings.class);
  private static final int LONGEST_LOG = 4_000;

  /** Where the time of an event was taken for that of the end. */
  private static final Duration SAME = Duration.ofSeconds(3);

  /** An engine with much to do sends the event of an end later than that. */
  private static final Duration LATE = Duration.ofMinutes(1);

  /** A container's end, for the table of them. */
  record End(String container, String name, Instant at) {}

  /**
   * The end of a container without an event, because the engine has forgotten its own; null when it
   * is known, or was at another time.
   */
  @Nullable Told missed(Container container, Instant since, Instant until)
      throws InterruptedException {
    Instant end = container.finishedAt();
    if (end == null || end.isBefore(since) || !end.isBefore(until)) {
      return null;
    }
    Instant at = end.truncatedTo(ChronoUnit.MICROS);
    if (store.knows(engine, container.id(), at, SAME)) {
      return null;
    }
    boolean running = container.isRunning();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", container.id());
    data.put("name", container.name());
    data.put("image", String.valueOf(container.image()));
    data.put("labels", container.labels());
    data.put("missed", true);
    // what runs again was started by its policy, with the engine or the machine
    var death =
        new Death(
            running ? null : container.exitCode(), running, !running && container.isOutOfMemory());
    return told(new End(container.id(), container.name(), at), data, death, running, "die/" + at);
  }

  /**
   * When a container ended that an event tells of.
   *
   * @param told the time of the event
   * @param now the container as it is; null when it is gone
   */
  static Instant time(Instant told, @Nullable Container now) {
    Instant end = now == null ? null : now.finishedAt();
    // one that ended again since then has the time of that
    return end == null || end.isAfter(told) || end.plus(LATE).isBefore(told)
        ? told
        : end.truncatedTo(ChronoUnit.MICROS);
  }

  /** Whether just this end was told, as when it was found before its event came. */
  boolean isTold(String container, Instant at) {
    return store.knows(engine, container, at, Duration.ZERO);
  }

  Told told(End end, Map<String, Object> data, Death death, boolean running, String key)
      throws InterruptedException {
    data.put("exitCode", death.exitCode());
    data.put("oom", death.oom());
    data.put("asked", death.asked());
    data.put("reason", death.reason());
    data.put("crash", death.isCrash());
    data.put("running", running);
    DockerStore.Streak streak = store.streak(engine, end.name(), end.at());
    data.put("deaths", streak.count());
    data.put("first", streak.first().toString());
    data.put("incident", streak.first().getEpochSecond());
    data.put("tell", death.isCrash() && !isQuiet(data) && !isOfUpdate(end));
    data.put("log", death.isCrash() ? logs(end.container()) : "");
    return new Told(
        EngineEvents.event(
            engine, "docker.container.die", end.name(), end.container(), key, end.at(), data),
        end);
  }

  /** Its own notice says how it went. */
  private boolean isOfUpdate(End end) {
    return store.isOfUpdate(engine, end.container());
  }

  private static boolean isQuiet(Map<String, Object> data) {
    return data.get("labels") instanceof Map<?, ?> labels
        && "false".equals(String.valueOf(labels.get("hub.notify")));
  }

  /** What is gone already, as with {@code --rm}, has no log any more. */
  private String logs(String id) throws InterruptedException {
    try {
      return Container.logs(client, id, logLines, LONGEST_LOG);
    } catch (DockerException e) {
      log.debug("The log of {} cannot be read", id, e);
      return "";
    }
  }
}
