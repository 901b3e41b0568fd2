package com.millyweb.hub.route.backtest;

import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.route.trial.Sent;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts what came of events, a notice once however many places it went to. */
final class Tally {
  private final Set<String> notices = new HashSet<>();
  private @Nullable UUID of;
  private long noticeCount;
  private long eventCount;

  /** What it says, to be compared; null when it is one more copy of a notice. */
  @Nullable Map<String, Object> count(NewEvent event, UUID root) {
    if (!root.equals(of)) {
      of = root;
      notices.clear();
    }
    boolean notice = Sent.isNotice(event);
    Map<String, Object> facts;
    try {
      String id = Sent.notice(event);
      if (id != null && !notices.add(id)) {
        return null;
      }
      facts = Sent.facts(event);
    } catch (RuntimeException e) {
      // it is compared by what is left of it
      facts = new LinkedHashMap<>();
      facts.put(notice ? "notice" : "event", event.type());
      facts.put("bytes", event.data().length);
    }
    if (notice) {
      noticeCount++;
    } else {
      eventCount++;
    }
    return facts;
  }

  long notices() {
    return noticeCount;
  }

  long events() {
    return eventCount;
  }
}
