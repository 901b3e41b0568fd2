package com.millyweb.hub.secret;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Shows control characters in the place of obeying them: what an event brings can neither start a
 * line of its own in the log nor reach the terminal of who reads it (CWE-117).
 */
final class ControlCharacters {
  /** Their messages are written by the hub alone, for people, on many lines. */
  private static final Set<String> WITH_LINES =
      Set.of("org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter");

  private static final int MAX_DEPTH = 50;

  private ControlCharacters() {}

  static String escape(String text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isControl(c)) {
        if (escaped == null) {
          escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
        }
        escaped.append(shown(c));
      } else if (escaped != null) {
        escaped.append(c);
      }
    }
    return escaped == null ? text : escaped.toString();
  }

  /** The entry with its message, and the messages of its exceptions, escaped; frames stay lines. */
  static ILoggingEvent escape(ILoggingEvent event) {
    if (WITH_LINES.contains(event.getLoggerName())) {
      return event;
    }
    String message = event.getFormattedMessage();
    IThrowableProxy thrown = event.getThrowableProxy();
    String plain = message == null ? null : escape(message);
    boolean clean = plain == null || plain.equals(message);
    if (clean && thrown == null) {
      return event;
    }
    IThrowableProxy shown = thrown == null ? null : escape(thrown, MAX_DEPTH);
    return with(
        ILoggingEvent.class,
        event,
        (method, value) ->
            switch (method) {
              case "getFormattedMessage" -> plain;
              case "getThrowableProxy" -> shown;
              default -> value;
            });
  }

  private static IThrowableProxy escape(IThrowableProxy thrown, int depth) {
    return with(
        IThrowableProxy.class,
        thrown,
        (method, value) -> {
          if (value instanceof String text && method.equals("getMessage")) {
            return escape(text);
          }
          if (value instanceof IThrowableProxy cause && depth > 0) {
            return escape(cause, depth - 1);
          }
          if (value instanceof IThrowableProxy[] suppressed && depth > 0) {
            IThrowableProxy[] all = new IThrowableProxy[suppressed.length];
            for (int i = 0; i < all.length; i++) {
              all[i] = escape(suppressed[i], depth - 1);
            }
            return all;
          }
          return value;
        });
  }

  private static <T> T with(
      Class<T> type, T original, BiFunction<String, @Nullable Object, @Nullable Object> change) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                change.apply(method.getName(), call(method, original, arguments))));
  }

  private static @Nullable Object call(
      Method method, Object original, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(original, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /**
   * Controls but the tab, line and paragraph separators, and what turns the direction of a text.
   */
  private static boolean isControl(char c) {
    return Character.isISOControl(c) && c != '\t'
        || c >= '\u2028' && c <= '\u202E'
        || c >= '\u2066' && c <= '\u2069';
  }

  private static String shown(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      default -> String.format(Locale.ROOT, "\\u%04x", (int) c);
    };
  }
}
