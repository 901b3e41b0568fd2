package com.millyweb.hub.event.pacing;

import com.millyweb.hub.config.Durations;
import com.millyweb.hub.text.Truncate;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;

/**
 * How many deliveries of one key may be done in a time; what comes beyond that ends as filtered.
 *
 * @param period it slides: what was done longer ago counts no more
 */
public record AtMost(int count, Duration period, LaneKey by) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\s*/\\s*(\\d+\\s*[a-z]+)");
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int MOST = 1000;

  public AtMost {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException(
          "atMost must let 1 to %d pass, was: %d".formatted(MOST, count));
    }
    if (period.compareTo(LONGEST) > 0 || period.toMillis() < 1) {
      throw new IllegalArgumentException(
          "atMost must be about a time from 1ms to 366d, was: " + period);
    }
  }

  /** Reads {@code 1/1h} or {@code 10/30m}. */
  public static AtMost of(String text, LaneKey by) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (matcher.matches()) {
      Duration period;
      try {
        period = DurationStyle.detectAndParse(matcher.group(2).replace(" ", ""));
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw refused(text);
      }
      return new AtMost(Integer.parseInt(matcher.group(1)), period, by);
    }
    throw refused(text);
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "atMost must be a number and a time such as 1/1h or 10/30m, was: '%s'".formatted(text));
  }

  /** What a person reads in the history of what did not pass. */
  public String reason(String key) {
    String of =
        by.equals(LaneKey.ALL) ? "" : " of %s '%s'".formatted(by.text(), Truncate.to(key, 80));
    return "atMost: %d in %s%s had passed already".formatted(count, Durations.text(period), of);
  }
}
