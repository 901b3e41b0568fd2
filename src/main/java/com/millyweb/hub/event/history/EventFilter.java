package com.millyweb.hub.event.history;

import com.millyweb.hub.event.TypePattern;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events are meant; what is null does not restrict.
 *
 * @param text what the data must have in it, letter by letter
 * @param from first moment of acceptance, inclusive
 * @param to last moment of acceptance, exclusive
 */
public record EventFilter(
    @Nullable UUID id,
    @Nullable TypePattern type,
    @Nullable String source,
    @Nullable String subject,
    @Nullable String text,
    @Nullable Instant from,
    @Nullable Instant to) {

  public static EventFilter of(UUID id) {
    return new EventFilter(id, null, null, null, null, null, null);
  }
}
