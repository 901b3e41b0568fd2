package com.millyweb.hub.tool;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.config.Nearest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What time it is; models do not know. */
@RouteBean
@Component("wallClock")
public class WallClock {
  private final Clock clock;

  WallClock(Clock clock) {
    this.clock = clock;
  }

  /**
   * The step of the tool {@code clock}.
   *
   * @param body {@code zone}; without it that of the machine counts
   * @throws IllegalArgumentException when there is no such zone
   */
  public Map<String, Object> now(Map<String, @Nullable Object> body) {
    Object asked = body.get("zone");
    ZoneId zone = asked == null ? ZoneId.systemDefault() : zone(asked.toString());
    ZonedDateTime now =
        ZonedDateTime.ofInstant(clock.instant(), zone).truncatedTo(ChronoUnit.SECONDS);
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("time", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(now));
    told.put("zone", zone.getId());
    told.put("weekday", now.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ROOT));
    told.put("week", now.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    told.put("dayOfYear", now.getDayOfYear());
    told.put("utc", now.toInstant().toString());
    return told;
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      String meant = Nearest.to(name, ZoneId.getAvailableZoneIds());
      throw new IllegalArgumentException(
          "There is no time zone '%s'%s; one is written as Europe/Berlin, UTC or +02:00"
              .formatted(name, meant == null ? "" : " (did you mean '%s'?)".formatted(meant)),
          e);
    }
  }
}
