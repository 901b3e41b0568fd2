package com.millyweb.hub.ingress.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When cron lines fire, above all where clocks are set. */
class CronTest {
  /** A zone and a moment shortly before its clocks do something. */
  private record Place(ZoneId zone, Instant from) {
    static Place of(String zone, String from) {
      return new Place(ZoneId.of(zone), Instant.parse(from));
    }
  }

  private static final List<Place> PLACES =
      List.of(
          Place.of("Europe/Berlin", "2026-03-28T00:10:00Z"),
          Place.of("Europe/Berlin", "2026-10-24T00:10:00Z"),
          // half an hour
          Place.of("Australia/Lord_Howe", "2026-04-03T10:00:00Z"),
          Place.of("Australia/Lord_Howe", "2026-10-02T10:00:00Z"),
          // a day that was not
          Place.of("Pacific/Apia", "2011-12-29T00:00:00Z"),
          // a midnight that was not, and one that was twice
          Place.of("America/Sao_Paulo", "2018-11-03T00:00:00Z"),
          Place.of("America/Sao_Paulo", "2018-02-16T12:00:00Z"),
          Place.of("America/St_Johns", "2006-04-01T00:00:00Z"),
          Place.of("Asia/Kathmandu", "2026-01-31T00:00:00Z"),
          Place.of("UTC", "2028-02-28T00:00:00Z"));

  /** A line as numbers; -1 and an empty list stand for a star. */
  private record Line(List<Integer> minutes, List<Integer> hours, int day, int weekday) {
    @Override
    public String toString() {
      return "%s %s %s * %s".formatted(list(minutes), list(hours), one(day), one(weekday));
    }

    private static String list(List<Integer> numbers) {
      return numbers.isEmpty()
          ? "*"
          : String.join(",", numbers.stream().map(String::valueOf).toList());
    }

    private static String one(int number) {
      return number < 0 ? "*" : String.valueOf(number);
    }

    boolean fires(LocalDateTime time) {
      boolean onDay = day < 0 || time.getDayOfMonth() == day;
      boolean onWeekday = weekday < 0 || time.getDayOfWeek() == DayOfWeek.SUNDAY.plus(weekday);
      return (minutes.isEmpty() || minutes.contains(time.getMinute()))
          && (hours.isEmpty() || hours.contains(time.getHour()))
          && (day < 0 || weekday < 0 ? onDay && onWeekday : onDay || onWeekday);
    }
  }

  @Provide
  Arbitrary<Line> lines() {
    Arbitrary<List<Integer>> minutes =
        Arbitraries.integers().between(0, 59).list().uniqueElements().ofMaxSize(3);
    Arbitrary<List<Integer>> hours =
        Arbitraries.integers()
            .between(0, 23)
            .edgeCases(config -> config.add(0, 1, 2, 3))
            .list()
            .uniqueElements()
            .ofMaxSize(3);
    Arbitrary<Integer> days = Arbitraries.of(-1, -1, -1, 1, 4, 5, 25, 28, 29, 30, 31);
    Arbitrary<Integer> weekdays = Arbitraries.of(-1, -1, -1, 0, 1, 5, 6);
    return Combinators.combine(minutes, hours, days, weekdays).as(Line::new);
  }

  @Provide
  Arbitrary<Place> places() {
    return Arbitraries.of(PLACES);
  }

  @Property(tries = 400)
  void line_fires_when_each_minute_says_so(
      @ForAll("lines") Line line, @ForAll("places") Place place) {
    Instant until = place.from.plus(Duration.ofHours(72));
    assertThat(ticks(line.toString(), place.zone, place.from, until))
        .as(line + " in " + place)
        .containsExactlyElementsOf(oracle(line, place.zone, place.from, until));
  }

  /** Every minute that the clocks show, or should show. */
  private static TreeSet<Instant> oracle(Line line, ZoneId zone, Instant from, Instant until) {
    TreeSet<Instant> ticks = new TreeSet<>();
    ZoneRules rules = zone.getRules();
    if (line.hours.isEmpty()) {
      for (Instant at = from.plusSeconds(60); !at.isAfter(until); at = at.plusSeconds(60)) {
        if (line.fires(LocalDateTime.ofInstant(at, zone))) {
          ticks.add(at);
        }
      }
      return ticks;
    }
    LocalDateTime end = LocalDateTime.ofInstant(until, zone).plusDays(2);
    for (var at = LocalDateTime.ofInstant(from, zone).minusDays(2);
        at.isBefore(end);
        at = at.plusMinutes(1)) {
      List<ZoneOffset> offsets = rules.getValidOffsets(at);
      Instant tick =
          offsets.isEmpty() ? rules.getTransition(at).getInstant() : at.toInstant(offsets.get(0));
      if (line.fires(at) && tick.isAfter(from) && !tick.isAfter(until)) {
        ticks.add(tick);
      }
    }
    return ticks;
  }

  private static List<Instant> ticks(String line, ZoneId zone, Instant from, Instant until) {
    Cron cron = Cron.valueOf(line);
    List<Instant> ticks = new ArrayList<>();
    Instant tick = cron.next(from, zone);
    while (tick != null && !tick.isAfter(until)) {
      ticks.add(tick);
      tick = cron.next(tick, zone);
    }
    return ticks;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // once, at the first moment after the gap
        "30 2 * * *|Europe/Berlin|2026-03-28T12:00:00Z|2026-03-29T01:00:00Z 2026-03-30T00:30:00Z",
        // once, the first of the two
        "30 2 * * *|Europe/Berlin|2026-10-24T12:00:00Z|2026-10-25T00:30:00Z 2026-10-26T01:30:00Z",
        "0 0 * * *|America/Sao_Paulo|2018-11-03T12:00:00Z|2018-11-04T03:00:00Z 2018-11-05T02:00:00Z",
        "0 12 30 12 *|Pacific/Apia|2011-12-01T00:00:00Z|2011-12-30T10:00:00Z 2012-12-29T22:00:00Z",
        // each hour goes on
        "0 * * * *|Europe/Berlin|2026-10-24T23:30:00Z|2026-10-25T00:00:00Z 2026-10-25T01:00:00Z 2026-10-25T02:00:00Z",
        "*/30 * * * *|Europe/Berlin|2026-03-29T00:15:00Z|2026-03-29T00:30:00Z 2026-03-29T01:00:00Z",
        // crontab's either day
        "0 9 1 * MON|UTC|2026-11-28T00:00:00Z|2026-11-30T09:00:00Z 2026-12-01T09:00:00Z 2026-12-07T09:00:00Z",
        "0 9 */2 * MON|UTC|2026-11-28T00:00:00Z|2026-12-07T09:00:00Z 2026-12-21T09:00:00Z",
        "0 9 * * 7|UTC|2026-11-28T00:00:00Z|2026-11-29T09:00:00Z",
        "0 9 * * 1-5|UTC|2026-11-27T10:00:00Z|2026-11-30T09:00:00Z",
        "0 0 29 2 *|UTC|2096-03-01T00:00:00Z|2104-02-29T00:00:00Z",
        "*/10 * * * * *|UTC|2026-11-28T00:00:01Z|2026-11-28T00:00:10Z",
        "@daily|UTC|2026-11-28T00:00:01Z|2026-11-29T00:00:00Z",
      })
  void line_fires_as_crontab_would(String line, String zone, String from, String expected) {
    List<Instant> ticks = Stream.of(expected.split(" ")).map(Instant::parse).toList();
    List<Instant> fired = new ArrayList<>();
    Instant at = Instant.parse(from);
    for (int i = 0; i < ticks.size(); i++) {
      at = Cron.valueOf(line).next(at, ZoneId.of(zone));
      fired.add(at);
    }
    assertThat(fired).isEqualTo(ticks);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 30 2 *|never fires",
        "0 0 31 4,6 *|never fires",
        "*/90 * * * *|the step of '*/90' must be 1 to 59, for a minute from 0 to 59",
        "0 */24 * * *|the step of '*/24' must be 1 to 23",
        "10-20/15 * * * *|the step of '10-20/15' must be 1 to 10",
        "0 0 */0 * *|the step of '*/0'",
        "*/99999999999 * * * *|the step of",
        "61 * * * *|5 fields",
        "* * * *|it has 4 fields",
        "@sometimes|it has 1 fields",
      })
  void line_that_can_not_be_meant_is_refused(String line, String rule) {
    assertThatThrownBy(() -> Cron.valueOf(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(line)
        .hasMessageContaining(rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "off", " off "})
  void line_can_be_off(String line) {
    assertThat(Cron.valueOf(line).next(Instant.EPOCH, ZoneOffset.UTC)).isNull();
  }

  @Test
  void either_day_may_be_one_that_does_not_exist() {
    assertThat(
            Cron.valueOf("0 0 31 2 MON")
                .next(Instant.parse("2026-01-31T00:00:00Z"), ZoneOffset.UTC))
        .isEqualTo("2026-02-02T00:00:00Z");
  }
}
