package com.millyweb.hub.camel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Ends a jq expression that would never end, or fill the memory. The library has no such limits; it
 * calls functions by their names, and so each one counts here what it does; the parts of the
 * expression itself do so by {@link JqTree}. Functions that call themselves end with the stack.
 */
final class JqBounds {
  static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int MOST_OF_RANGE = 1_000_000;
  private static final int MOST_KEPT = 3_000_000;
  private static final int MOST_SIZE = 10_000_000;
  private static final int STEPS_BETWEEN_LOOKS = 1024;
  private static final String RANGE = "range/";
  private static final ThreadLocal<@Nullable JqBounds> CURRENT = new ThreadLocal<>();

  private final Duration longest;
  private final long end;
  private int steps;
  private int ofRange;
  private int kept;

  private JqBounds(Duration longest) {
    this.longest = longest;
    this.end = System.nanoTime() + longest.toNanos();
  }

  /** Lets all functions of a scope count. */
  static void bound(Scope scope) {
    JqPatterns.bound(scope);
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
  static <T> T within(Duration longest, Supplier<T> expression) {
    JqBounds outer = CURRENT.get();
    CURRENT.set(new JqBounds(longest));
    try {
      return expression.get();
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException(
          "jq ends here: a function calls itself without end (while, until, recurse, def)");
    } finally {
      CURRENT.set(outer);
    }
  }

  /**
   * @throws IllegalArgumentException when a text or a list is too large
   */
  static void requireSmall(JsonNode value) {
    requireSize(value.isTextual() ? value.textValue().length() : value.size());
  }

  /** A value goes into a list. */
  static void keep() {
    JqBounds bounds = CURRENT.get();
    if (bounds != null && ++bounds.kept > MOST_KEPT) {
      throw new IllegalArgumentException(
          "jq ends here: lists take more than %d values".formatted(MOST_KEPT));
    }
  }

  /** A result may hold the same list many times over. */
  static void requireSmallResult(@Nullable Object result) {
    Deque<Object> open = new ArrayDeque<>();
    open.push(result == null ? List.of() : result);
    double size = 0;
    while (!open.isEmpty()) {
      Object value = open.pop();
      if (value instanceof JsonNode node) {
        size += node.isTextual() ? node.textValue().length() : 1;
      }
      requireSize(size);
      if (value instanceof Iterable<?> list) {
        list.forEach(open::push);
      }
    }
  }

  static void requireSize(double size) {
    if (size > MOST_SIZE) {
      throw new IllegalArgumentException(
          "jq ends here: a text or a list has more than %d characters or items"
              .formatted(MOST_SIZE));
    }
  }

  static void look() {
    JqBounds bounds = CURRENT.get();
    if (bounds == null || ++bounds.steps % STEPS_BETWEEN_LOOKS != 0) {
      return;
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("jq ends here: the attempt was interrupted");
    }
    if (System.nanoTime() - bounds.end > 0) {
      throw late();
    }
  }

  static IllegalArgumentException late() {
    JqBounds bounds = CURRENT.get();
    Duration longest = bounds == null ? LONGEST : bounds.longest;
    return new IllegalArgumentException(
        "jq ends here: the expression takes longer than %d s".formatted(longest.toSeconds()));
  }

  /** What is left of the time of the expression; at least one. */
  static long nanosLeft() {
    JqBounds bounds = CURRENT.get();
    return bounds == null ? LONGEST.toNanos() : Math.max(1, bounds.end - System.nanoTime());
  }

  private static void count() {
    JqBounds bounds = CURRENT.get();
    if (bounds != null && ++bounds.ofRange > MOST_OF_RANGE) {
      throw new IllegalArgumentException(
          "jq ends here: range gives more than %d values".formatted(MOST_OF_RANGE));
    }
  }
}
