package com.millyweb.hub.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as the log keeps it: the context attributes of <a
 * href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0</a>
 * and its data.
 *
 * @param id UUID version 7; its timestamp is {@code at}
 * @param at when the log accepted the event (the clock of the hub, milliseconds)
 * @param time when the event happened, as its source says
 * @param key the source's delivery key, unique per source; the basis of deduplication
 * @param cause the event whose delivery appended this one
 * @param causeDelivery the delivery that appended this one
 * @param hops how many events lie between this one and the outside; bounds loops
 */
public record Event(
    UUID id,
    Instant at,
    String type,
    String source,
    @Nullable String subject,
    Instant time,
    @Nullable String key,
    String contentType,
    byte[] data,
    @Nullable String traceparent,
    @Nullable UUID cause,
    @Nullable Long causeDelivery,
    int hops) {

  /**
   * Whether {@code data} is JSON by its content type ({@code application/json} or {@code …+json}).
   */
  public boolean isJson() {
    return ContentTypes.isJson(contentType);
  }
}
