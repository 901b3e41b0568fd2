package com.millyweb.hub.notify;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Where a page of the inbox ended. */
record InboxCursor(Instant at, UUID id) {

  static InboxCursor parse(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
      int space = plain.indexOf(' ');
      return new InboxCursor(
          Instant.parse(plain.substring(0, Math.max(space, 0))),
          UUID.fromString(plain.substring(space + 1)));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException("cursor must be the next of a page before", e);
    }
  }

  @Override
  public String toString() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((at + " " + id).getBytes(StandardCharsets.US_ASCII));
  }
}
