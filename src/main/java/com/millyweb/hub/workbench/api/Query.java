package com.millyweb.hub.workbench.api;

import com.millyweb.hub.event.TypePattern;
import com.millyweb.hub.event.history.Cursor;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, each of them known and given at most once. */
final class Query {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final int MAX_TEXT = 1024;

  private final Map<String, String[]> parameters;

  Query(Map<String, String[]> parameters, Set<String> accepted) {
    parameters.forEach(
        (name, values) -> {
          if (!accepted.contains(name)) {
            throw Refusal.badParameter(
                name, "is not a parameter here; there are " + accepted.stream().sorted().toList());
          }
          if (values.length > 1) {
            throw Refusal.badParameter(name, "must be given once, was: " + Arrays.toString(values));
          }
        });
    this.parameters = parameters;
  }

  /** Null when it is absent or empty. */
  @Nullable String text(String name) {
    String[] values = parameters.get(name);
    return values == null ? null : text(name, values[0]);
  }

  @Nullable Instant moment(String name) {
    return moment(name, text(name));
  }

  @Nullable TypePattern pattern(String name) {
    return pattern(name, text(name));
  }

  @Nullable Cursor cursor() {
    String text = text("cursor");
    try {
      return text == null ? null : Cursor.of(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.badParameter("cursor", e.getMessage());
    }
  }

  int limit() {
    String text = text("limit");
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // answered below
    }
    throw Refusal.badParameter("limit", "must be 1 to %d, was: '%s'".formatted(MAX_LIMIT, text));
  }

  <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
    return oneOf(name, text(name), type);
  }

  static @Nullable String text(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    if (value.length() > MAX_TEXT) {
      throw Refusal.badParameter(name, "must have at most %d characters".formatted(MAX_TEXT));
    }
    if (value.indexOf('\0') >= 0) {
      throw Refusal.badParameter(name, "must not contain U+0000");
    }
    return value;
  }

  static @Nullable Instant moment(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    try {
      Instant moment = OffsetDateTime.parse(value).toInstant();
      if (moment.isBefore(Instant.EPOCH) || moment.isAfter(Instant.parse("9999-01-01T00:00:00Z"))) {
        throw Refusal.badParameter(name, "must lie between 1970 and 9999, was: " + moment);
      }
      return moment;
    } catch (DateTimeException e) {
      throw Refusal.badParameter(
          name,
          "must be an ISO 8601 time with offset, such as 2030-01-31T08:00:00Z, was: '%s'"
              .formatted(value));
    }
  }

  static @Nullable TypePattern pattern(String name, @Nullable String value) {
    String text = text(name, value);
    try {
      return text == null ? null : TypePattern.of(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.badParameter(name, "must be a pattern of event types: " + e.getMessage());
    }
  }

  static <E extends Enum<E>> @Nullable E oneOf(String name, @Nullable String value, Class<E> type) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    try {
      return Enum.valueOf(type, value);
    } catch (IllegalArgumentException e) {
      throw Refusal.badParameter(
          name,
          "must be one of %s, was: '%s'"
              .formatted(Arrays.toString(type.getEnumConstants()), value));
    }
  }
}
