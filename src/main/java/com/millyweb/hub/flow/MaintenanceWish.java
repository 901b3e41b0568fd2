package com.millyweb.hub.flow;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.chat.ChatMessage;
import com.millyweb.hub.chat.Person;
import com.millyweb.hub.config.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who works on which system, for how long, as a message in chat says. */
@RouteBean
@Component("maintenanceWish")
public class MaintenanceWish {
  private static final Pattern COMMAND =
      Pattern.compile(
          "maintenance\\s+(?:of\\s+)?(\\S{1,60})\\s+(?:for\\s+)?(over|" + SpokenTime.PATTERN + ")",
          Pattern.CASE_INSENSITIVE);
  private static final String ALL = "all";
  private static final Duration LONGEST = Duration.ofDays(30);

  /**
   * The data of {@code health.maintenance}, or a map with {@code refusal}, the reason; that is
   * empty when people talk to each other.
   *
   * @param systems the rows of {@code systems.sql}
   */
  public Map<String, Object> read(
      @Body @Nullable Object body, @Header("systems") @Nullable List<?> systems) {
    ChatMessage message = ChatMessage.read(body);
    Matcher command = COMMAND.matcher(message.text().strip());
    boolean understood = command.matches();
    if (!understood && !message.addressed()) {
      return Map.of("refusal", "");
    }
    Person person = message.person();
    if (person == null || !person.may(Person.Role.operator)) {
      return Map.of("refusal", "stranger", "id", message.author().id(), "medium", message.medium());
    }
    if (!understood) {
      return Map.of("refusal", "words");
    }
    String name = command.group(1).toLowerCase(Locale.ROOT);
    List<String> known =
        systems == null
            ? List.of()
            : systems.stream().map(row -> Fields.of(row).text("system")).toList();
    if (!name.equals(ALL) && !known.contains(name)) {
      return Map.of("refusal", "system", "system", name, "systems", known);
    }
    Duration time = time(command);
    if (time == null) {
      return Map.of("refusal", "length", "days", LONGEST.toDays());
    }
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("system", name.equals(ALL) ? "*" : name);
    wish.put("name", name);
    wish.put("duration", Durations.text(time));
    wish.put("by", person.name());
    return wish;
  }

  /** Null when it is no time for a maintenance. */
  private static @Nullable Duration time(Matcher command) {
    if (command.group(2).equalsIgnoreCase("over")) {
      return Duration.ZERO;
    }
    Duration time = SpokenTime.of(command.group(3), command.group(4));
    return time.isZero() || time.compareTo(LONGEST) > 0 ? null : time;
  }
}
