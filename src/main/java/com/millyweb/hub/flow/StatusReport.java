package com.millyweb.hub.flow;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.chat.ChatMessage;
import com.millyweb.hub.chat.Person;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How everything is, from the row of {@code status.sql}. */
@RouteBean
@Component("statusReport")
public class StatusReport {
  private static final int MAX_NAME = 100;
  private static final int MAX_ERROR = 200;

  /** As many as the statement names and counts. */
  private static final int SHOWN_ALERTS = 20;

  private static final int COUNTED = 10_000;

  /**
   * @param message who asks: a stranger may be anybody that found the bot, and learns no more than
   *     the public health page tells
   */
  public Map<String, Object> notice(
      @Body @Nullable Object body, @Variable("message") @Nullable Object message) {
    Person asking = ChatMessage.read(message).person();
    boolean known = asking != null && !asking.name().isEmpty();
    Fields row = Fields.of(body);
    List<Fields> systems = row.json("systems");
    List<Fields> unwell =
        systems.stream().filter(system -> !system.text("status").equals("up")).toList();
    List<String> alerts = row.jsonTexts("alerts");
    Map<String, Object> notice = new LinkedHashMap<>();
    notice.put(
        "title",
        unwell.isEmpty()
            ? "All %d systems are up".formatted(systems.size())
            : "%d of %d systems are not well".formatted(unwell.size(), systems.size()));
    notice.put(
        "text",
        systems.stream().map(system -> line(system, known)).collect(Collectors.joining("\n")));
    notice.put("severity", severity(unwell, known ? alerts : List.of()));
    if (!known) {
      return notice;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    if (!alerts.isEmpty()) {
      fields.put(
          "firing",
          alerts.stream()
                  .map(alert -> Fields.escaped(alert, MAX_NAME))
                  .collect(Collectors.joining(", "))
              + more(row));
    }
    fields.put("waiting", counted(row, "waiting", COUNTED));
    fields.put("dead letters", counted(row, "dead", COUNTED));
    fields.values().removeIf(""::equals);
    notice.put("fields", fields);
    return notice;
  }

  /** Says how many alerts are not named; empty when all are. */
  static String more(Fields row) {
    long more = row.number("firing") - SHOWN_ALERTS;
    return more > 0 ? " … and %d more".formatted(more) : "";
  }

  /** Statements stop counting, so that they take little time of a large database. */
  static String counted(Fields row, String name, int most) {
    return row.number(name) > most ? "more than " + most : row.text(name);
  }

  private static String line(Fields system, boolean known) {
    String status = system.text("status");
    String name = system.line("system", MAX_NAME);
    return switch (status) {
      case "up" -> "- ✅ " + name;
      case "degraded" ->
          "- ⚠️ %s is degraded since %s%s".formatted(name, since(system), known ? why(system) : "");
      default ->
          "- ❌ %s is down since %s%s".formatted(name, since(system), known ? why(system) : "");
    };
  }

  private static String since(Fields system) {
    return system.text("since");
  }

  private static String why(Fields system) {
    String error = system.line("error", MAX_ERROR);
    return error.isEmpty() ? "" : ": " + error;
  }

  private static String severity(List<Fields> unwell, List<String> alerts) {
    if (unwell.stream().anyMatch(system -> system.text("status").equals("down"))) {
      return "error";
    }
    return unwell.isEmpty() && alerts.isEmpty() ? "success" : "warning";
  }
}
