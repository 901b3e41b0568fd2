package com.millyweb.hub.event.history;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * A place in a list that is read from the newest to the oldest: everything before {@code (at, id)}
 * is still to come.
 */
public record Cursor(Instant at, String id) {
  private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

  /** Newer than everything. */
  static Cursor newest(String smallestId) {
    return new Cursor(END_OF_TIME, smallestId);
  }

  /**
   * @throws IllegalArgumentException when the text did not come from {@link #encoded()}
   */
  public static Cursor of(String encoded) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
      int slash = text.indexOf('/');
      Instant at = Instant.parse(text.substring(0, Math.max(slash, 0)));
      if (at.isAfter(END_OF_TIME) || at.isBefore(Instant.EPOCH)) {
        throw new IllegalArgumentException("at lies outside of time: " + at);
      }
      return new Cursor(at, text.substring(slash + 1));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw malformed(e);
    }
  }

  /** An opaque form of it that is safe in a URL. */
  public String encoded() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((at + "/" + id).getBytes(StandardCharsets.UTF_8));
  }

  /** The id as a UUID. */
  public UUID uuid() {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw malformed(e);
    }
  }

  /** The id as a number. */
  public long number() {
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw malformed(e);
    }
  }

  private static IllegalArgumentException malformed(Exception cause) {
    return new IllegalArgumentException("must be the 'next' of an earlier page", cause);
  }
}
