package com.millyweb.hub.ingress.schedule;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.IngressProperties;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Fires {@code schedule.<name>} at the ticks of the configured cron lines. */
@RouteBean
@Component("schedules")
final class Schedules {
  private static final Logger log = LoggerFactory.getLogger(Schedules.class);
  private static final String SOURCE = "schedule";

  private final List<Schedule> schedules = new ArrayList<>();
  private final Map<Schedule, Instant> lastTicks = new HashMap<>();
  private final ScheduleTable table;
  private final EventLog events;
  private final Clock clock;

  Schedules(IngressProperties properties, ScheduleTable table, EventLog events, Clock clock) {
    properties.schedules().forEach((name, line) -> schedules.add(new Schedule(name, line)));
    schedules.removeIf(Schedule::isOff);
    this.table = table;
    this.events = events;
    this.clock = clock;
  }

  /** Fires what is due. What cannot be stored now is due again the next time. */
  public synchronized void fireDue() {
    for (Schedule schedule : schedules) {
      try {
        fireDue(schedule);
      } catch (EventLogUnavailable | DataAccessException e) {
        log.warn("Schedule {} could not fire, will try again: {}", schedule.name(), e.getMessage());
      }
    }
  }

  private void fireDue(Schedule schedule) {
    Instant now = clock.instant();
    Instant last = lastTicks.get(schedule);
    if (last == null) {
      last = table.state(schedule, now).lastTick();
    }
    Instant tooLate = now.plus(Schedule.LATE);
    if (last.isAfter(tooLate)) {
      log.warn(
          "The clock was set back: schedule {} fired at {}, now it is {}; it goes on from here",
          schedule.name(),
          last,
          now);
      last = table.setBack(schedule, now, tooLate).lastTick();
    }
    lastTicks.put(schedule, last);
    List<Instant> due = schedule.due(last, now);
    if (!due.isEmpty()) {
      // another hub may have begun a new era
      int era = table.state(schedule, now).era();
      events.appendNow(
          due.stream().map(tick -> event(schedule, tick, era)).toList(), EventLog.PATIENCE);
      Instant newest = due.get(due.size() - 1);
      table.advance(schedule, newest);
      lastTicks.put(schedule, newest);
    }
  }

  /** Several hubs may fire the same tick: the key makes them one event. */
  private static NewEvent event(Schedule schedule, Instant tick, int era) {
    String json = "{\"schedule\":\"%s\",\"tick\":\"%s\"}".formatted(schedule.name(), tick);
    return NewEvent.json(
            "schedule." + schedule.name(), SOURCE, json.getBytes(StandardCharsets.UTF_8))
        .withSubject(schedule.name())
        .withTime(tick)
        .withKey(schedule.name() + "@" + tick + (era == 0 ? "" : "#" + era));
  }
}
