package com.millyweb.hub.health;

import com.millyweb.hub.config.Durations;
import com.millyweb.hub.health.HealthProperties.Shown;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.HtmlUtils;

/**
 * A public page with the status of some systems, and a badge for each of them, where the
 * configuration asks for it. It shows no details and runs no scripts. The page is rendered at most
 * every few seconds, so that many visitors cost nothing.
 */
@RestController
final class StatusPage {
  private static final Logger log = LoggerFactory.getLogger(StatusPage.class);
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private final @Nullable Shown shown;
  private final Systems systems;
  private final HealthHistory history;
  private final Clock clock;
  private volatile @Nullable Made made;
  private Map<String, List<HealthHistory.Day>> lastDays = Map.of();

  StatusPage(HealthProperties properties, Systems systems, HealthHistory history, Clock clock) {
    this.shown = properties.statusPage();
    this.systems = systems;
    this.history = history;
    this.clock = clock;
    if (shown != null) {
      systems.requireKnown("hub.health.status-page.systems", shown.systems());
    }
  }

  private record Made(Instant at, String html) {}

  @GetMapping(path = "/status", produces = MediaType.TEXT_HTML_VALUE)
  ResponseEntity<String> page() {
    if (shown == null) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is nothing here");
    }
    return ResponseEntity.ok()
        .cacheControl(CacheControl.maxAge(FRESH))
        .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        .header("X-Content-Type-Options", "nosniff")
        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
        .body(html(shown));
  }

  private synchronized String html(Shown of) {
    Made last = made;
    Instant now = clock.instant();
    if (last == null || last.at().plus(FRESH).isBefore(now)) {
      last = new Made(now, render(of, now));
      made = last;
    }
    return last.html();
  }

  private String render(Shown of, Instant now) {
    var rows = new StringBuilder();
    Level worst = Level.UP;
    Map<String, List<HealthHistory.Day>> days = days(of.systems());
    for (String name : of.systems()) {
      SystemHealth health = systems.find(name).orElseThrow();
      worst = worse(worst, health.status());
      rows.append(row(health, days.getOrDefault(name, List.of())));
    }
    String overall =
        switch (worst) {
          case UP -> "Everything is up";
          case DEGRADED -> "Something is degraded";
          case DOWN -> "Something is down";
          case UNKNOWN -> "Not everything is known";
        };
    return Badge.read("status.html")
        .replace("{title}", HtmlUtils.htmlEscape(of.title()))
        .replace("{level}", worst.text())
        .replace("{overall}", overall)
        .replace("{at}", TIME.format(now))
        .replace("{rows}", rows);
  }

  private static Level worse(Level one, Level other) {
    List<Level> order = List.of(Level.UP, Level.UNKNOWN, Level.DEGRADED, Level.DOWN);
    return order.indexOf(one) >= order.indexOf(other) ? one : other;
  }

  private static String row(SystemHealth health, List<HealthHistory.Day> days) {
    Instant since = health.since();
    return """
        <tr class="%s"><th>%s</th><td>%s</td><td>%s</td><td>%s</td></tr>
        <tr class="days"><td colspan="4">%s</td></tr>
        """
        .formatted(
            health.status().text(),
            HtmlUtils.htmlEscape(health.system()),
            health.status().text(),
            since == null ? "" : "since " + TIME.format(since),
            uptime(days),
            days.stream().map(StatusPage::bar).collect(Collectors.joining()));
  }

  private static String bar(HealthHistory.Day day) {
    return "<i class=\"%s\" title=\"%s\"></i>".formatted(day.worst().text(), words(day));
  }

  /** Cut, not rounded: what was down for a minute was not up all the time. */
  private static String uptime(List<HealthHistory.Day> days) {
    long known = days.stream().mapToLong(day -> day.known().toSeconds()).sum();
    long down = days.stream().mapToLong(day -> day.down().toSeconds()).sum();
    return known == 0
        ? ""
        : "%.2f %% in 30 days".formatted(Math.floor(10_000.0 * (known - down) / known) / 100);
  }

  private static String words(HealthHistory.Day day) {
    return switch (day.worst()) {
      case UP -> day.day() + ": up";
      case DOWN -> "%s: down for %s".formatted(day.day(), Durations.text(day.down()));
      case DEGRADED -> "%s: degraded for %s".formatted(day.day(), Durations.text(day.degraded()));
      case UNKNOWN -> day.day() + ": not known";
    };
  }

  /** The page is there for the time when the database is away, too: with what it last told. */
  private Map<String, List<HealthHistory.Day>> days(List<String> names) {
    try {
      lastDays = history.days(names);
    } catch (DataAccessException e) {
      log.debug("The history of the systems could not be read", e);
    }
    return lastDays;
  }

  /** For a readme or another page: the system's name and how it is. */
  @GetMapping(path = "/health/{system}/badge.svg", produces = "image/svg+xml")
  ResponseEntity<String> badge(@PathVariable String system) {
    if (shown == null || !shown.systems().contains(system)) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND, "No such system");
    }
    Level level = systems.find(system).orElseThrow().status();
    return ResponseEntity.ok()
        .cacheControl(CacheControl.maxAge(FRESH))
        .contentType(new MediaType("image", "svg+xml", StandardCharsets.UTF_8))
        .body(Badge.svg(system, level));
  }
}
