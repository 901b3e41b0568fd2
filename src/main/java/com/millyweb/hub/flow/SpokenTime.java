package com.millyweb.hub.flow;

import java.time.Duration;
import java.util.Locale;

/** A time as people write it in chat: {@code 2h}, {@code 30 minutes}, {@code 1 day}. */
final class SpokenTime {
  /** Its groups are the number and the unit. */
  static final String PATTERN = "(\\d{1,4})\\s*(m|mins?|minutes?|h|hours?|d|days?)";

  private SpokenTime() {}

  static Duration of(String number, String unit) {
    long many = Long.parseLong(number);
    return switch (unit.toLowerCase(Locale.ROOT).charAt(0)) {
      case 'm' -> Duration.ofMinutes(many);
      case 'h' -> Duration.ofHours(many);
      default -> Duration.ofDays(many);
    };
  }
}
