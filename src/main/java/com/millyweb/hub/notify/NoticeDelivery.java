package com.millyweb.hub.notify;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A notice on its way to one target. */
public record NoticeDelivery(Notice notice, Target target, UUID eventId) {

  /** The same at every attempt: for media that take an idempotency key. */
  public UUID id() {
    String text = "%s\n%s".formatted(notice.id(), target.id());
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
