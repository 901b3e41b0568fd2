package com.millyweb.hub.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.health.HealthStore.Transition;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Brings the changes that watches have seen into the database, and from there into the log. */
@Component
final class HealthReporter {
  private static final String SOURCE = "health";

  private final HealthStore store;
  private final ObjectProvider<EventLog> log;
  private final ObjectMapper json;
  private final String reporter;

  HealthReporter(
      HealthStore store,
      ObjectProvider<EventLog> log,
      ObjectMapper json,
      @Value("${hub.port:8080}") String port) {
    this.store = store;
    this.log = log;
    this.json = json;
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
      }
    }
    store.confirm(watches.stream().map(watch -> watch.probe().system()).toList(), reporter);
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
    for (Transition transition : store.untold()) {
      events.appendNow(event(transition), EventLog.PATIENCE);
      store.told(transition);
    }
  }

  private NewEvent event(Transition transition) throws JsonProcessingException {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("system", transition.system());
    data.put("status", transition.status());
    data.put("previous", transition.previous());
    data.put("since", transition.at().toString());
    data.put("incident", transition.incident());
    if (transition.error() != null) {
      data.put("error", transition.error());
    }
    String type = "health.%s.%s".formatted(transition.system(), transition.status());
    return NewEvent.json(type, SOURCE, json.writeValueAsBytes(data))
        .withSubject(transition.system())
        .withTime(transition.at())
        .withKey(transition.system() + "/" + transition.version());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "hub";
    }
  }
}
