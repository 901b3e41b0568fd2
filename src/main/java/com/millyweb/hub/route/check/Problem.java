package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.secret.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong in a route file, and where.
 *
 * @param file relative to the routes folder
 * @param line first line is 1
 * @param column first column is 1
 * @param suggestion what was probably meant
 */
public record Problem(
    String file,
    int line,
    int column,
    String message,
    @Nullable String suggestion,
    Severity severity) {

  /** Camel's own errors name the values that they could not take: a secret may be among them. */
  public Problem {
    message = shown(message);
    suggestion = suggestion == null ? null : shown(suggestion);
  }

  private static String shown(String text) {
    return Redaction.instance().redact(RouteValues.withoutReferences(text));
  }

  /** Only an error keeps a file from running. */
  public enum Severity {
    ERROR,
    WARNING
  }

  public static Problem error(String file, Position at, String message) {
    return error(file, at, message, null);
  }

  public static Problem error(
      String file, Position at, String message, @Nullable String suggestion) {
    return new Problem(file, at.line(), at.column(), message, suggestion, Severity.ERROR);
  }

  public static Problem warning(String file, Position at, String message) {
    return warning(file, at, message, null);
  }

  public static Problem warning(
      String file, Position at, String message, @Nullable String suggestion) {
    return new Problem(file, at.line(), at.column(), message, suggestion, Severity.WARNING);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** {@code file:line:column: message, did you mean 'x'?} */
  @Override
  public String toString() {
    String kind = isError() ? "" : "warning: ";
    String hint = suggestion == null ? "" : "; did you mean '%s'?".formatted(suggestion);
    return "%s:%d:%d: %s%s%s".formatted(file, line, column, kind, message, hint);
  }
}
