package com.millyweb.hub.event;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.UUIDClock;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/**
 * Ids of events: UUID version 7 (<a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC
 * 9562</a>), which sort by time and name the partition they are in.
 */
public final class EventIds {
  private final TimeBasedEpochGenerator generator;

  public EventIds(Clock clock) {
    generator =
        Generators.timeBasedEpochGenerator(
            null,
            new UUIDClock() {
              @Override
              public long currentTimeMillis() {
                return clock.millis();
              }
            });
  }

  public UUID next() {
    return generator.generate();
  }

  /** The milliseconds since the epoch that stand in the first 48 bits of a version 7 id. */
  public static long millis(UUID id) {
    return id.getMostSignificantBits() >>> 16;
  }

  /** When the event was accepted, as its id says. */
  public static Instant at(UUID id) {
    return Instant.ofEpochMilli(millis(id));
  }
}
