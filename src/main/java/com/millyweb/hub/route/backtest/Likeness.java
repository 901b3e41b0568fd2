package com.millyweb.hub.route.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.millyweb.hub.text.Digest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What two things that went out must have in common to count as the same: all, but ids of the hub,
 * and times that say when it was.
 */
final class Likeness {
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  /** The log does not keep them with the event. */
  private static final Set<String> NOT_KEPT = Set.of("delay", "at");

  /** UUIDs of version 7, which the hub makes. */
  private static final Pattern ID =
      Pattern.compile("\\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\b");

  private static final Pattern TIME =
      Pattern.compile(
          "\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)");

  private static final Duration HANDLED_WITHIN = Duration.ofHours(1);
  private static final int DIGEST = 32;

  private Likeness() {}

  /**
   * @param at when the event came of which this came
   * @param began when the backtest did
   */
  static String of(Map<String, Object> facts, Instant at, Instant began) {
    Map<String, Object> kept = new LinkedHashMap<>(facts);
    kept.keySet().removeAll(NOT_KEPT);
    String text = ID.matcher(text(kept)).replaceAll("<id>");
    Matcher times = TIME.matcher(text);
    String masked =
        times.replaceAll(
            found ->
                isNow(found.group(), at, began)
                    ? "<now>"
                    : Matcher.quoteReplacement(found.group()));
    return Digest.sha256Hex(masked).substring(0, DIGEST);
  }

  private static boolean isNow(String text, Instant at, Instant began) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      return !time.isBefore(began)
          || !time.isBefore(at.minusSeconds(1)) && time.isBefore(at.plus(HANDLED_WITHIN));
    } catch (DateTimeException e) {
      return false;
    }
  }

  static String text(Map<String, Object> facts) {
    try {
      return JSON.writeValueAsString(facts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What went out cannot be written as JSON", e);
    }
  }
}
