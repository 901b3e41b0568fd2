package com.millyweb.hub.event;

import com.millyweb.hub.text.Truncate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that somebody asks the log to append.
 *
 * @param type dot-separated segments of letters, digits, {@code _} and {@code -}, e.g. {@code
 *     grafana.alert.firing}
 * @param source who it is from: the name of a door's source, or {@code hub}
 * @param time when it happened; null for the time of the append
 * @param key the source's delivery key; a second event with the same source and key is a duplicate
 * @param delay how long its deliveries wait; null for not at all
 * @param runAt when its deliveries become due; null for now. At most one of {@code delay} and
 *     {@code runAt} may be set
 */
public record NewEvent(
    String type,
    String source,
    @Nullable String subject,
    @Nullable Instant time,
    @Nullable String key,
    String contentType,
    byte[] data,
    @Nullable String traceparent,
    @Nullable Duration delay,
    @Nullable Instant runAt) {

  static final int MAX_TEXT = 1024;

  public NewEvent {
    if (!isType(type)) {
      throw new IllegalArgumentException(
          "Event type must be dot-separated segments of letters, digits, '_' and '-', at most "
              + MAX_TEXT
              + " characters, was: '"
              + Truncate.to(type, 80)
              + "'");
    }
    if (source.isEmpty()) {
      throw new IllegalArgumentException("Event source must not be empty, type: " + type);
    }
    requireText("source", source);
    requireText("subject", subject);
    requireText("key", key);
    if (delay != null && runAt != null) {
      throw new IllegalArgumentException(
          "At most one of delay and at may be set, were: " + delay + " and " + runAt);
    }
    if (delay != null && delay.isNegative()) {
      throw new IllegalArgumentException("delay must not be negative, was: " + delay);
    }
  }

  /** An event with JSON data and neither subject nor key. */
  public static NewEvent json(String type, String source, byte[] data) {
    return new NewEvent(type, source, null, null, null, ContentTypes.JSON, data, null, null, null);
  }

  public NewEvent withSubject(@Nullable String subject) {
    return new NewEvent(
        type, source, subject, time, key, contentType, data, traceparent, delay, runAt);
  }

  public NewEvent withTime(@Nullable Instant time) {
    return new NewEvent(
        type, source, subject, time, key, contentType, data, traceparent, delay, runAt);
  }

  public NewEvent withKey(@Nullable String key) {
    return new NewEvent(
        type, source, subject, time, key, contentType, data, traceparent, delay, runAt);
  }

  public NewEvent withContentType(String contentType) {
    return new NewEvent(
        type, source, subject, time, key, contentType, data, traceparent, delay, runAt);
  }

  public NewEvent withTraceparent(@Nullable String traceparent) {
    return new NewEvent(
        type, source, subject, time, key, contentType, data, traceparent, delay, runAt);
  }

  public NewEvent withDelay(@Nullable Duration delay) {
    return new NewEvent(
        type, source, subject, time, key, contentType, data, traceparent, delay, runAt);
  }

  public NewEvent withRunAt(@Nullable Instant runAt) {
    return new NewEvent(
        type, source, subject, time, key, contentType, data, traceparent, delay, runAt);
  }

  /** Whether the text is a valid event type. */
  public static boolean isType(String type) {
    int length = type.length();
    boolean dotBefore = true;
    for (int i = 0; i < length; i++) {
      char c = type.charAt(i);
      boolean dot = c == '.';
      if (dot ? dotBefore : !isOfSegment(c)) {
        return false;
      }
      dotBefore = dot;
    }
    return !dotBefore && length <= MAX_TEXT;
  }

  private static boolean isOfSegment(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '_'
        || c == '-';
  }

  private static void requireText(String name, @Nullable String value) {
    if (value == null) {
      return;
    }
    if (value.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          "Event %s must have at most %d characters, had %d: '%s'"
              .formatted(name, MAX_TEXT, value.length(), Truncate.to(value, 80)));
    }
    // Postgres text cannot hold U+0000
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("Event " + name + " must not contain U+0000");
    }
  }
}
