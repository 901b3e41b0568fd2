package com.millyweb.hub.connect.table;

import com.millyweb.hub.connect.ConnectProperties;
import com.millyweb.hub.connect.Databases;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.health.probe.HealthProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The databases whose tables' changes are events, each on a thread of its own. */
@Component
final class TableEvents implements SmartLifecycle, HealthProbe {
  private final ConnectProperties properties;
  private final Databases databases;
  private final ObjectProvider<EventLog> events;
  private final List<TableWatch> watches = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  TableEvents(ConnectProperties properties, Databases databases, ObjectProvider<EventLog> events) {
    this.properties = properties;
    this.databases = databases;
    this.events = events;
  }

  @Override
  public synchronized void start() {
    properties
        .databases()
        .forEach(
            (name, database) -> {
              if (!database.tables().isEmpty()) {
                start(name, database.tables());
              }
            });
  }

  private void start(String name, List<String> tables) {
    var watch =
        new TableWatch(
            name, Objects.requireNonNull(databases.find(name)), tables, events::getObject);
    var thread = new Thread(watch, "tables-" + name);
    thread.setDaemon(true);
    watches.add(watch);
    threads.add(thread);
    thread.start();
  }

  @Override
  public synchronized void stop() {
    watches.forEach(TableWatch::stop);
    for (Thread thread : threads) {
      try {
        thread.join(5_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    watches.clear();
    threads.clear();
  }

  @Override
  public synchronized boolean isRunning() {
    return !watches.isEmpty();
  }

  @Override
  public String system() {
    return "tables";
  }

  @Override
  public boolean watched() {
    return properties.databases().values().stream()
        .anyMatch(database -> !database.tables().isEmpty());
  }

  @Override
  public synchronized Status probe() {
    List<String> amiss =
        watches.stream().map(TableWatch::trouble).filter(Objects::nonNull).toList();
    return amiss.isEmpty() ? Status.up() : Status.degraded(String.join("; ", amiss));
  }
}
