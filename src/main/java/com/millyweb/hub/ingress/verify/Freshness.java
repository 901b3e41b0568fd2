package com.millyweb.hub.ingress.verify;

import com.millyweb.hub.ingress.Refused;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** How far a signed timestamp may lie from now, in both directions. */
@Component
public final class Freshness {
  private static final Duration USUAL = Duration.ofSeconds(300);

  /** Seconds since 1970 have 10 digits until the year 2286. */
  private static final int MOST_DIGITS = 11;

  private final Clock clock;

  Freshness(Clock clock) {
    this.clock = clock;
  }

  /**
   * @throws Refused unless the text is a number of seconds since 1970 within 300 s from now
   */
  public void require(String seconds) {
    require(seconds, USUAL);
  }

  /**
   * @throws Refused unless the text is a number of seconds since 1970 within the tolerance from now
   */
  public void require(String seconds, Duration tolerance) {
    long then = parse(seconds);
    long age = clock.instant().getEpochSecond() - then;
    if (age > tolerance.toSeconds()) {
      throw Refused.unauthenticated("timestamp too old");
    }
    if (age < -tolerance.toSeconds()) {
      throw Refused.unauthenticated("timestamp too new");
    }
  }

  private static long parse(String seconds) {
    long value = 0;
    boolean valid = !seconds.isEmpty() && seconds.length() <= MOST_DIGITS;
    for (int i = 0; valid && i < seconds.length(); i++) {
      char digit = seconds.charAt(i);
      valid = digit >= '0' && digit <= '9';
      value = value * 10 + digit - '0';
    }
    if (!valid) {
      throw Refused.unauthenticated("timestamp not a number of seconds");
    }
    return value;
  }
}
