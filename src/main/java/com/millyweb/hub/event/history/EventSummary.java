package com.millyweb.hub.event.history;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event without its data.
 *
 * @param size of the data in bytes
 * @param deliveries how many of its deliveries are in which state
 */
public record EventSummary(
    UUID id,
    Instant at,
    String type,
    String source,
    @Nullable String subject,
    Instant time,
    @Nullable UUID cause,
    int size,
    Map<DeliveryState, Integer> deliveries) {

  EventSummary with(Map<DeliveryState, Integer> deliveries) {
    return new EventSummary(id, at, type, source, subject, time, cause, size, deliveries);
  }
}
