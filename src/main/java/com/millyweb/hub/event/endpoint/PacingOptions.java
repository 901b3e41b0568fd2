package com.millyweb.hub.event.endpoint;

import com.millyweb.hub.event.pacing.AtMost;
import com.millyweb.hub.event.pacing.Collect;
import com.millyweb.hub.event.pacing.LaneKey;
import com.millyweb.hub.event.pacing.Pacing;
import com.millyweb.hub.event.pacing.Since;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** Reads the options of {@code from: event:} that pace its events. */
final class PacingOptions {
  private static final int COLLECT_MAX = 100;

  private PacingOptions() {}

  static Pacing of(EventEndpoint endpoint) {
    String since = endpoint.getSince();
    Collect collect = collect(endpoint);
    return new Pacing(collect, atMost(endpoint, collect), since == null ? null : Since.of(since));
  }

  private static @Nullable Collect collect(EventEndpoint endpoint) {
    String window = endpoint.getCollect();
    if (window == null) {
      require("collectBy", endpoint.getCollectBy() == null, "collect");
      require("collectMax", endpoint.getCollectMax() == COLLECT_MAX, "collect");
      return null;
    }
    return new Collect(
        duration(window), by("collectBy", endpoint.getCollectBy()), endpoint.getCollectMax());
  }

  private static @Nullable AtMost atMost(EventEndpoint endpoint, @Nullable Collect collect) {
    String limit = endpoint.getAtMost();
    String by = endpoint.getAtMostBy();
    if (limit == null) {
      require("atMostBy", by == null, "atMost");
      return null;
    }
    return AtMost.of(limit, by == null && collect != null ? collect.by() : by("atMostBy", by));
  }

  private static void require(String option, boolean isUnset, String other) {
    if (!isUnset) {
      throw new IllegalArgumentException(
          "%s says something only together with %s: set %s, or leave out %s"
              .formatted(option, other, other, option));
    }
  }

  private static LaneKey by(String option, @Nullable String text) {
    return text == null ? LaneKey.SUBJECT : LaneKey.of(option, text);
  }

  private static Duration duration(String text) {
    try {
      return DurationStyle.detectAndParse(text.strip());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "collect must be a time such as 10s, was: '%s'".formatted(text), e);
    }
  }
}
