package com.millyweb.hub.event.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant; what is null does not restrict.
 *
 * @param id of the delivery
 * @param group name of the subscription
 * @param from first moment of death, inclusive
 * @param to last moment of death, exclusive
 */
public record DeadFilter(
    @Nullable Long id, @Nullable String group, @Nullable Instant from, @Nullable Instant to) {

  public static DeadFilter of(long id) {
    return new DeadFilter(id, null, null, null);
  }
}
