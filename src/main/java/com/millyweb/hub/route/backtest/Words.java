package com.millyweb.hub.route.backtest;

import com.millyweb.hub.config.Durations;
import com.millyweb.hub.route.backtest.Backtest.Count;
import com.millyweb.hub.route.backtest.Backtest.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what a backtest found in a line. */
final class Words {
  private static final int MOST_LINES = 3;

  private Words() {}

  static String of(Question question, Comparison.Sums sums, List<Backtest.Stub> stubs) {
    List<String> parts = new ArrayList<>();
    parts.add(came(sums.notices(), "notice"));
    if (sums.events().before() + sums.events().now() > 0) {
      parts.add(came(sums.events(), "other event"));
    }
    String what =
        "%s: %s".formatted(events(sums.run()), String.join(", ", parts))
            + (sums.different() == 0
                ? ""
                : "; %s of %s".formatted(differ(sums.different()), events(sums.run())));
    return what
        + failures(sums.failed(), sums.failures(), question.text().file())
        + guessed(stubs)
        + limits(question, sums);
  }

  private static String differ(int number) {
    return "something else comes of " + number(number);
  }

  private static String came(Count count, String what) {
    return "%s before, %s now".formatted(counted(count.before(), what), number(count.now()));
  }

  private static String failures(int failed, List<Failure> failures, String file) {
    if (failed == 0) {
      return "";
    }
    List<String> lines =
        failures.stream()
            .map(failure -> place(failure, file))
            .filter(place -> !place.isEmpty())
            .distinct()
            .limit(MOST_LINES)
            .toList();
    return "; %s fail%s%s"
        .formatted(
            counted(failed, "event"),
            failed == 1 ? "s" : "",
            lines.isEmpty() ? "" : ", " + String.join(", ", lines));
  }

  private static String guessed(List<Backtest.Stub> stubs) {
    int guessed = StubbedCalls.guessed(stubs);
    return guessed == 0
        ? ""
        : "; %s got an empty answer, because what was answered then is not kept"
            .formatted(counted(guessed, "call"));
  }

  private static String place(Failure failure, String file) {
    Integer line = failure.line();
    if (line == null) {
      return "";
    }
    return file.equals(failure.file()) ? "line " + line : failure.file() + " line " + line;
  }

  private static String limits(Question question, Comparison.Sums sums) {
    String text = "";
    if (sums.cut()) {
      text +=
          (". %s match, more than a backtest runs (hub.route.backtest.max-events is %s): only the"
                  + " newest ones were run, since %s. Narrow it with since and until")
              .formatted(events(sums.matched()), number(question.most()), sums.start());
    }
    @Nullable String stopped = sums.stopped();
    return stopped == null
        ? text
        : "%s. Stopped after %s of %s: %s"
            .formatted(text, number(sums.run()), events(sums.toRun()), stopped);
  }

  /** What a save is told; the file's name stands before it. */
  static String verdict(Backtest test) {
    Count notices = test.notices();
    String time = "the last " + Durations.text(Duration.between(test.since(), test.until()));
    time = time.replaceFirst("(\\d+)d$", "$1 days");
    String what;
    if (test.different() == 0) {
      what = "would have changed nothing of %s (%s)".formatted(time, events(test.run()));
    } else if (notices.before() != notices.now()) {
      what =
          "would have changed %s of %s into %s"
              .formatted(counted(notices.before(), "notice"), time, number(notices.now()));
    } else {
      what =
          "would have changed what came of %s of %s of %s"
              .formatted(number(test.different()), events(test.run()), time);
    }
    return what
        + failures(test.failed(), test.failures(), test.file())
        + guessed(test.stubbed())
        + (test.stopped() == null && test.matched() <= test.run()
            ? ""
            : " (%s of %s were run)".formatted(number(test.run()), events(test.matched())));
  }

  private static String events(long number) {
    return counted(number, "event");
  }

  private static String counted(long number, String what) {
    return number(number) + " " + what + (number == 1 ? "" : "s");
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
