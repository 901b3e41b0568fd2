package com.millyweb.hub.ingress;

import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.text.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Makes the event of a webhook from what its sender wrote, none of which can be trusted. */
public final class Envelope {
  /** A row of the index over the delivery keys holds at most 2704 bytes. */
  private static final int MOST_KEY_BYTES = 1024;

  /** Go writes the year 1 for no time at all. */
  private static final Instant EARLIEST = Instant.parse("1971-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private Envelope() {}

  public static NewEvent event(
      Webhook webhook, String type, @Nullable String subject, @Nullable String key, byte[] data) {
    return event(webhook, type, subject, key, null, data);
  }

  /**
   * @param time when it happened; null for now
   */
  public static NewEvent event(
      Webhook webhook,
      String type,
      @Nullable String subject,
      @Nullable String key,
      @Nullable Instant time,
      byte[] data) {
    return checked(webhook.source().name(), type, subject, key, data)
        .withTime(time)
        .withTraceparent(traceparent(webhook.headers()));
  }

  /** The same without a request, for what is fetched. */
  public static NewEvent checked(
      String source, String type, @Nullable String subject, @Nullable String key, byte[] data) {
    requireText("subject", subject);
    requireText("key", key);
    try {
      return NewEvent.json(type, source, data).withSubject(subject).withKey(key);
    } catch (IllegalArgumentException e) {
      throw Refused.malformed("type, subject or key cannot be those of an event");
    }
  }

  /** A sender's time in ISO 8601; null when it is none, or none that can be true. */
  public static @Nullable Instant time(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      Instant time = Instant.parse(text);
      return time.isBefore(EARLIEST) || time.isAfter(LATEST) ? null : time;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** The parts as one key, or their hash when they are longer than a key may be. */
  public static String key(String... parts) {
    String joined = String.join("|", parts);
    return joined.getBytes(StandardCharsets.UTF_8).length <= MOST_KEY_BYTES
        ? joined
        : Digest.sha256Hex(joined);
  }

  private static void requireText(String name, @Nullable String value) {
    if (value == null) {
      return;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < value.length()
              && Character.isLowSurrogate(value.charAt(i + 1));
      if (c == 0 || Character.isSurrogate(c) && !pair) {
        throw Refused.malformed(name + " is no text");
      }
      i += pair ? 1 : 0;
    }
    if (value.length() > MOST_KEY_BYTES
        || value.getBytes(StandardCharsets.UTF_8).length > MOST_KEY_BYTES) {
      throw Refused.malformed(name + " longer than " + MOST_KEY_BYTES + " bytes");
    }
  }

  /** The W3C trace context, when there is a valid one: {@code 00-<32 hex>-<16 hex>-<2 hex>}. */
  public static @Nullable String traceparent(Headers headers) {
    String value = headers.first("traceparent");
    boolean valid =
        value != null
            && value.length() == 55
            && value.startsWith("00-")
            && value.charAt(35) == '-'
            && value.charAt(52) == '-'
            && isIdentifier(value, 3, 35)
            && isIdentifier(value, 36, 52)
            && isHex(value, 53, 55);
    return valid ? value : null;
  }

  private static boolean isIdentifier(String value, int start, int end) {
    boolean zero = true;
    for (int i = start; i < end; i++) {
      zero &= value.charAt(i) == '0';
    }
    return !zero && isHex(value, start, end);
  }

  private static boolean isHex(String value, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = value.charAt(i);
      if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }
}
