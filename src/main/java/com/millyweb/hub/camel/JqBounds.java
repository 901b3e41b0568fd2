package com.millyweb.hub.camel;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Ends a jq expression that would never end, or fill the memory. The library has no such limits; it
 * calls functions by their names, and so each one counts here what it does. Loops come from {@code
 * range} or from functions that call themselves, which end with the stack.
 */
final class JqBounds {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int MOST_OF_RANGE = 1_000_000;
  private static final int STEPS_BETWEEN_LOOKS = 1024;
  private static final String RANGE = "range/";
  private static final ThreadLocal<@Nullable JqBounds> CURRENT = new ThreadLocal<>();

  private final long end = System.nanoTime() + LONGEST.toNanos();
  private int steps;
  private int ofRange;

  private JqBounds() {}

  /** Lets all functions of a scope count. */
  static void bound(Scope scope) {
    Map.copyOf(scope.getLocalFunctions())
        .forEach(
            (name, function) -> scope.addFunction(name, bounded(function, name.startsWith(RANGE))));
  }

  private static Function bounded(Function function, boolean isRange) {
    return (scope, arguments, in, path, output, version) -> {
      look();
      function.apply(
          scope,
          arguments,
          in,
          path,
          (value, where) -> {
            look();
            if (isRange) {
              count();
            }
            output.emit(value, where);
          },
          version);
    };
  }

  /** Evaluates an expression within the limits. */
  static <T> T within(Supplier<T> expression) {
    JqBounds outer = CURRENT.get();
    CURRENT.set(new JqBounds());
    try {
      return expression.get();
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException(
          "jq ends here: a function calls itself without end (while, until, recurse, def)");
    } finally {
      CURRENT.set(outer);
    }
  }

  private static void look() {
    JqBounds bounds = CURRENT.get();
    if (bounds == null || ++bounds.steps % STEPS_BETWEEN_LOOKS != 0) {
      return;
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("jq ends here: the attempt was interrupted");
    }
    if (System.nanoTime() - bounds.end > 0) {
      throw new IllegalArgumentException(
          "jq ends here: the expression takes longer than %d s".formatted(LONGEST.toSeconds()));
    }
  }

  private static void count() {
    JqBounds bounds = CURRENT.get();
    if (bounds != null && ++bounds.ofRange > MOST_OF_RANGE) {
      throw new IllegalArgumentException(
          "jq ends here: range gives more than %d values".formatted(MOST_OF_RANGE));
    }
  }
}
