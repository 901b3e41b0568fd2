package com.millyweb.hub.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

/** So many in a time, written {@code 100/s}, {@code 30/m} or {@code 1000/h}. */
public record Rate(int count, Duration per) {
  private static final Map<String, Duration> UNITS =
      Map.of("s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1));

  public Rate {
    if (count < 1) {
      throw new IllegalArgumentException("A rate must allow at least one, was: " + count);
    }
  }

  public static Rate valueOf(String text) {
    int slash = text.indexOf('/');
    Duration per = UNITS.get(text.substring(slash + 1).strip());
    try {
      if (slash > 0 && per != null) {
        return new Rate(Integer.parseInt(text.substring(0, slash).strip()), per);
      }
    } catch (IllegalArgumentException e) {
      // as below
    }
    throw new IllegalArgumentException(
        "A rate must be written like 100/s, 30/m or 1000/h, was: '%s'%s"
            .formatted(text, withUnit(text.strip())));
  }

  public double perSecond() {
    return count * 1_000.0 / per.toMillis();
  }

  /** A bare number used to mean events per second: says how that rate is written now. */
  private static String withUnit(String text) {
    if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,6})?")) {
      return "";
    }
    BigDecimal perSecond = new BigDecimal(text);
    for (String unit : new String[] {"s", "m", "h"}) {
      BigDecimal count = perSecond.multiply(BigDecimal.valueOf(UNITS.get(unit).toSeconds()));
      if (count.signum() > 0 && count.stripTrailingZeros().scale() <= 0) {
        return "; %s a second is %s/%s".formatted(text, count.toBigInteger(), unit);
      }
    }
    return "";
  }
}
