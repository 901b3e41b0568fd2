package com.millyweb.hub.connect.folder;

import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.connect.ConnectProperties;
import com.millyweb.hub.connect.Troubles;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.health.probe.HealthProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks at the folders that are watched, one after the other, on one thread. */
@Component
final class FolderEvents implements SmartLifecycle, HealthProbe {
  private static final Logger log = LoggerFactory.getLogger(FolderEvents.class);
  private static final long PAUSE_MILLIS = 1_000;
  private static final long STOP_MILLIS = 5_000;

  private final ConnectProperties properties;
  private final Path home;
  private final ObjectProvider<EventLog> events;
  private final Map<String, String> troubles = new ConcurrentHashMap<>();
  private CountDownLatch stopped = new CountDownLatch(1);
  private @Nullable Thread thread;

  FolderEvents(ConnectProperties properties, HubProperties hub, ObjectProvider<EventLog> events) {
    this.properties = properties;
    this.home = hub.home();
    this.events = events;
  }

  @Override
  public synchronized void start() {
    if (watched()) {
      stopped = new CountDownLatch(1);
      thread = new Thread(this::run, "folders");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    Map<String, FolderWatch> watches = new TreeMap<>();
    try {
      do {
        for (String name : properties.watch()) {
          look(name, watches);
        }
      } while (!stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(String name, Map<String, FolderWatch> watches) {
    try {
      FolderWatch watch = watches.get(name);
      if (watch == null) {
        Path folder = Objects.requireNonNull(properties.folders().get(name));
        watch = new FolderWatch(name, folder, home, events::getObject);
        watches.put(name, watch);
      }
      String trouble = watch.look();
      if (trouble != null) {
        met(name, trouble, null);
      } else if (troubles.remove(name) != null) {
        log.info("The folder {} is watched again", name);
      }
    } catch (IOException | UncheckedIOException | EventLogUnavailable e) {
      met(name, Troubles.reason(e), null);
    } catch (RuntimeException e) {
      // nobody foresaw it, but the folders must be watched nevertheless
      met(name, Troubles.reason(e), e);
    }
  }

  private void met(String name, String trouble, @Nullable RuntimeException unforeseen) {
    if (!trouble.equals(troubles.put(name, trouble))) {
      log.warn("Changes in the folder {} wait: {}", name, trouble, unforeseen);
    }
  }

  @Override
  public synchronized void stop() {
    stopped.countDown();
    if (thread != null) {
      try {
        thread.join(STOP_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }

  @Override
  public String system() {
    return "folders";
  }

  @Override
  public boolean watched() {
    return !properties.watch().isEmpty();
  }

  @Override
  public Status probe() {
    return troubles.isEmpty()
        ? Status.up()
        : Status.degraded(
            String.join(
                "; ",
                new TreeMap<>(troubles)
                    .entrySet().stream()
                        .map(trouble -> trouble.getKey() + ": " + trouble.getValue())
                        .toList()));
  }
}
