package com.millyweb.hub.health;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.secret.Redaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The steps of the tools that tell how systems are and were. */
@RouteBean
@Component("systemAnswers")
public class SystemAnswers {
  private static final int MOST = 50;

  private final Systems systems;
  private final HealthHistory history;

  SystemAnswers(Systems systems, HealthHistory history) {
    this.systems = systems;
    this.history = history;
  }

  /**
   * All systems, what is unwell first.
   *
   * @param body {@code status}, to see only those that are so
   */
  public Map<String, Object> list(Map<String, @Nullable Object> body) {
    Object wanted = body.get("status");
    List<Map<String, Object>> unwell = new ArrayList<>();
    List<Map<String, Object>> well = new ArrayList<>();
    for (SystemHealth system : systems.list()) {
      Map<String, Object> told = told(system);
      if (wanted == null || wanted.equals(told.get("status"))) {
        ("up".equals(told.get("status")) ? well : unwell).add(told);
      }
    }
    unwell.addAll(well);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("overall", systems.overall().name().toLowerCase(Locale.ROOT));
    answer.put("systems", unwell);
    return answer;
  }

  private static Map<String, Object> told(SystemHealth system) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("system", system.system());
    told.put("status", system.status().name().toLowerCase(Locale.ROOT));
    put(told, "since", system.since());
    put(told, "checkedAt", system.checkedAt());
    if (system.critical()) {
      told.put("critical", true);
    }
    put(told, "detail", system.detail());
    return told;
  }

  /**
   * The last changes of a system, the newest first, and the shares of time in which it was up.
   *
   * @param body {@code system}
   */
  public Map<String, Object> history(Map<String, @Nullable Object> body) {
    String name = String.valueOf(body.get("system"));
    SystemHealth system =
        systems
            .find(name)
            .orElseThrow(
                () -> {
                  List<String> names = systems.list().stream().map(SystemHealth::system).toList();
                  String meant = Nearest.to(name, names);
                  return new IllegalArgumentException(
                      "There is no system '%s'%s; there are %s"
                          .formatted(
                              name,
                              meant == null ? "" : " (did you mean '%s'?)".formatted(meant),
                              String.join(", ", names)));
                });
    Map<String, Object> answer = told(system);
    HealthHistory.Uptime uptime = history.uptime(name);
    Map<String, Object> shares = new LinkedHashMap<>();
    put(shares, "day", uptime.day());
    put(shares, "week", uptime.week());
    put(shares, "month", uptime.month());
    answer.put("uptime", shares);
    answer.put("dependsOn", systems.dependsOn(name));
    List<Map<String, Object>> changes = new ArrayList<>();
    history.changes(name).stream()
        .limit(MOST)
        .forEach(
            change -> {
              Map<String, Object> one = new LinkedHashMap<>();
              put(one, "at", change.at());
              put(one, "from", change.previous());
              put(one, "to", change.status());
              put(one, "error", Redaction.instance().redactNullable(change.error()));
              changes.add(one);
            });
    answer.put("changes", changes);
    return answer;
  }

  private static void put(Map<String, Object> told, String name, @Nullable Object value) {
    if (value != null) {
      told.put(name, value instanceof Number ? value : value.toString());
    }
  }
}
