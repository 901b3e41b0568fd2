package com.millyweb.hub.route.backtest;

import com.millyweb.hub.config.Durations;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Says when a backtest must end before all events were run. */
final class RunLimits {
  private static final Duration LAST_LISTS = Duration.ofSeconds(1);
  private static final String NARROW = "; narrow it with since and until";

  private final Question question;
  private final BooleanSupplier isStruggling;
  private long deadline;
  private volatile @Nullable String stop;

  /** The message says why. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Stopped(String why) {
      super(why, null, false, false);
    }
  }

  /**
   * @param isStruggling whether the hub has enough to do with its own work
   */
  RunLimits(Question question, BooleanSupplier isStruggling) {
    this.question = question;
    this.isStruggling = isStruggling;
  }

  void begin() {
    deadline = System.nanoTime() + question.time().toNanos();
  }

  /** A moment more, whatever it was stopped for. */
  void beginLast() {
    deadline = System.nanoTime() + LAST_LISTS.toNanos();
    stop = null;
  }

  void stop(String why) {
    stop = why;
  }

  /** Why it ends when its time is over. */
  String over() {
    return "%s were over%s".formatted(Durations.text(question.time()), NARROW);
  }

  /**
   * @param full whether it holds as many differences as it can
   * @throws Stopped when it must end
   */
  void check(boolean full) {
    String why = stop;
    if (why != null) {
      throw new Stopped(why);
    }
    if (System.nanoTime() - deadline > 0) {
      throw new Stopped(over());
    }
    if (full) {
      throw new Stopped("there are more differences than can be held" + NARROW);
    }
    if (question.gentle() && isStruggling.getAsBoolean()) {
      throw new Stopped("the database has enough to do");
    }
  }
}
