package com.millyweb.hub.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.health.HealthStore.Transition;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Brings the changes that watches have seen into the database, and from there into the log. */
@Component
final class HealthReporter {
  private static final String SOURCE = "health";

  private final HealthStore store;
  private final ObjectProvider<EventLog> log;
  private final ObjectMapper json;
  private final Systems systems;
  private final Causes causes;
  private final String reporter;

  @Autowired
  HealthReporter(
      HealthStore store,
      ObjectProvider<EventLog> log,
      ObjectMapper json,
      Systems systems,
      Maintenance maintenance,
      Clock clock,
      @Value("${hub.port:8080}") String port) {
    this(store, log, json, systems, new Causes(systems, maintenance::covers, clock), port);
  }

  HealthReporter(
      HealthStore store,
      ObjectProvider<EventLog> log,
      ObjectMapper json,
      Systems systems,
      Causes causes,
      String port) {
    this.store = store;
    this.log = log;
    this.json = json;
    this.systems = systems;
    this.causes = causes;
    reporter = hostName() + ":" + port;
  }

  /** Blocks while the database does. */
  void bring(Collection<Watch> watches) throws JsonProcessingException {
    for (Watch watch : watches) {
      for (Change change : watch.unsaved()) {
        if (!store.change(change, reporter)) {
          // another hub was first, or the system is another hub's to judge
          watch.adopt(settled(watch.probe().system()));
          break;
        }
        watch.saved(change);
        store.forget(change.from().system());
      }
    }
    List<String> names = watches.stream().map(watch -> watch.probe().system()).toList();
    store.confirm(names, reporter);
    store.watch(names);
    for (AgreedStatus settled : store.settled()) {
      watches.stream()
          .filter(watch -> watch.probe().system().equals(settled.system()))
          .forEach(watch -> watch.adoptNews(settled));
    }
    tell();
  }

  private AgreedStatus settled(String system) {
    return store.settled().stream()
        .filter(settled -> settled.system().equals(system))
        .findAny()
        .orElseGet(() -> AgreedStatus.unknown(system));
  }

  private void tell() throws JsonProcessingException {
    EventLog events = log.getIfAvailable();
    if (events == null) {
      return;
    }
    Set<String> waiting = new HashSet<>();
    Optional<Transition> next = next(waiting);
    while (next.isPresent()) {
      Transition change = next.get();
      Causes.Decision decision = causes.of(change);
      if (decision.unsettled()) {
        // what came later of a system is told after what came before
        waiting.add(change.system());
      } else {
        events.appendNow(event(change, decision.quiet(), false), EventLog.PATIENCE);
        store.told(change, decision.quiet());
      }
      next = next(waiting);
    }
    for (Transition trouble : store.quiet()) {
      if (causes.isOver(trouble)) {
        events.appendNow(event(trouble, null, true), EventLog.PATIENCE);
        store.told(trouble, null);
      }
    }
  }

  /** Reads again after each change, because whether a return is quiet depends on the one before. */
  private Optional<Transition> next(Set<String> waiting) {
    return store.untold().stream().filter(change -> !waiting.contains(change.system())).findFirst();
  }

  /**
   * @param quiet why people are not told
   * @param late whether it was quiet until now
   */
  private NewEvent event(Transition change, @Nullable String quiet, boolean late)
      throws JsonProcessingException {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("system", change.system());
    data.put("status", change.status());
    data.put("previous", change.previous());
    data.put("since", change.at().toString());
    data.put("incident", change.incident());
    if (change.error() != null) {
      data.put("error", change.error());
    }
    if (quiet != null) {
      String root = Causes.because(quiet);
      data.put("quiet", root == null ? quiet : root + " is down");
      if (root != null) {
        data.put("because", root);
      }
    }
    if (late) {
      data.put("late", true);
    }
    Set<String> dependents = systems.dependencies().on(change.system());
    if (!dependents.isEmpty()) {
      data.put("dependents", dependents);
    }
    String type = "health.%s.%s".formatted(change.system(), change.status());
    return NewEvent.json(type, SOURCE, json.writeValueAsBytes(data))
        .withSubject(change.system())
        .withTime(change.at())
        .withKey(change.system() + "/" + change.version() + (late ? "/late" : ""));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "hub";
    }
  }
}
