package com.millyweb.hub.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;

/** Breaks a line at places all over a transfer, one transfer after the other. */
record LineBreaks(BrokenLine line) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

  /** What carries one thing, named by its number, over the line. */
  @FunctionalInterface
  interface Carrying {
    void carry(int number) throws Exception;
  }

  /** Until it has arrived. */
  @FunctionalInterface
  interface Arrived {
    boolean is(int number) throws Exception;
  }

  /**
   * Carries one thing on a whole line, to learn how long it is, and one with each break.
   *
   * @param breaks how many breaks are spread over the line; two more are near its end
   * @return how many were carried
   */
  int carry(int breaks, Carrying carrying, Arrived arrived) throws Exception {
    line.passed();
    carrying.carry(0);
    patiently("on a whole line").until(() -> arrived.is(0));
    long whole = line.passed();
    List<Long> places = new ArrayList<>(List.of(whole - 100, whole - 20));
    IntStream.range(0, breaks).forEach(part -> places.add(1 + whole * part / breaks));
    int broken = 0;
    for (int i = 0; i < places.size(); i++) {
      int number = i + 1;
      line.breakAfter(Math.max(1, places.get(i)));
      carrying.carry(number);
      patiently("%d of %d bytes".formatted(places.get(i), whole)).until(() -> arrived.is(number));
      Instant end = Instant.now().plus(LAST_ANSWERS);
      patiently("the rest").until(() -> !line.isToBreak() || Instant.now().isAfter(end));
      broken += line.mend() ? 0 : 1;
    }
    assertThat(broken).isGreaterThan(places.size() / 2);
    return places.size() + 1;
  }

  /** Servers of other threads may complain of the line. */
  static ConditionFactory patiently(String what) {
    return await(what).dontCatchUncaughtExceptions().atMost(PATIENCE);
  }
}
