package com.millyweb.hub.notify;

import org.jspecify.annotations.Nullable;

/**
 * The id of a {@link Target}, {@code <channel>/<medium>[/<address>]}, which tables and events keep
 * longer than the configuration keeps the target.
 */
public record TargetId(String channel, String medium, @Nullable String address) {
  private static final int PARTS = 3;

  /**
   * @throws IllegalArgumentException when it is no such id
   */
  public static TargetId of(String text) {
    String[] parts = text.split("/", PARTS);
    if (parts.length < PARTS - 1) {
      throw new IllegalArgumentException(
          "A target's id must be <channel>/<medium>[/<address>], was: '%s'".formatted(text));
    }
    return new TargetId(parts[0], parts[1], parts.length < PARTS ? null : parts[2]);
  }

  @Override
  public String toString() {
    String id = channel + "/" + medium;
    return address == null ? id : id + "/" + address;
  }
}
