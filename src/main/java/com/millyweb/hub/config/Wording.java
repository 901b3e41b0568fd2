package com.millyweb.hub.config;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedResource;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.io.Resource;

/** Says things of the configuration as who wrote it knows them. */
final class Wording {
  private static final Pattern DURATION =
      Pattern.compile("\\bP(?:T[0-9.]+[HMS][0-9.HMS]*|[0-9]+D(?:T[0-9.HMS]+)?)(?![\\w.])");
  private static final long SECONDS_A_MINUTE = 60;
  private static final long SECONDS_AN_HOUR = 3_600;
  private static final long SECONDS_A_DAY = 86_400;

  private Wording() {}

  /** The key or the variable, whichever was written. */
  static String name(ConfigurationProperty property) {
    return innermost(property.getOrigin()) instanceof SystemEnvironmentOrigin variable
        ? variable.getProperty()
        : property.getName().toString();
  }

  /** {@code " (hub.yaml, line 3, column 5)"}; empty where the name alone says it. */
  static String where(@Nullable Origin origin) {
    Origin place = innermost(origin);
    if (place instanceof TextResourceOrigin text && text.getLocation() != null) {
      return " (%s, line %d, column %d)"
          .formatted(
              file(text.getResource()),
              text.getLocation().getLine() + 1,
              text.getLocation().getColumn() + 1);
    }
    if (place instanceof PropertySourceOrigin source
        && source.getPropertySource().getName().equals("commandLineArgs")) {
      return " (command line)";
    }
    return "";
  }

  private static @Nullable Origin innermost(@Nullable Origin origin) {
    return origin instanceof PropertySourceOrigin source && source.getOrigin() != null
        ? source.getOrigin()
        : origin;
  }

  private static String file(@Nullable Resource resource) {
    Resource place =
        resource instanceof OriginTrackedResource tracked ? tracked.getResource() : resource;
    try {
      return place == null
          ? "a file"
          : place.isFile() ? place.getFile().getPath() : place.getDescription();
    } catch (IOException e) {
      return place.getDescription();
    }
  }

  /** {@code PT0.03S} as {@code 30ms}: no configuration is written in the former. */
  static String plainDurations(String text) {
    return DURATION
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(plain(found.group())));
  }

  private static String plain(String iso) {
    try {
      Duration duration = Duration.parse(iso);
      long seconds = duration.toSeconds();
      if (duration.getNano() != 0) {
        return duration.toMillis() + "ms";
      }
      if (seconds != 0 && seconds % SECONDS_A_DAY == 0) {
        return seconds / SECONDS_A_DAY + "d";
      }
      if (seconds != 0 && seconds % SECONDS_AN_HOUR == 0) {
        return seconds / SECONDS_AN_HOUR + "h";
      }
      return seconds != 0 && seconds % SECONDS_A_MINUTE == 0
          ? seconds / SECONDS_A_MINUTE + "m"
          : seconds + "s";
    } catch (DateTimeException e) {
      return iso;
    }
  }
}
