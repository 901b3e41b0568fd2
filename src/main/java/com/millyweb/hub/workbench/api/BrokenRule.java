package com.millyweb.hub.workbench.api;

import jakarta.validation.constraints.Max;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.ResolvableType;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;

/** Names the first parameter or field of a record that breaks its rule, the rule and the value. */
final class BrokenRule {
  private static final int MOST_SHOWN = 200;

  private BrokenRule() {}

  static Refusal of(BindingResult result, Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      FieldError error = result.getFieldError(component.getName());
      if (error != null) {
        return Refusal.badParameter(
            error.getField(), rule(error, component) + was(error.getRejectedValue()));
      }
    }
    FieldError nested = result.getFieldError();
    return Refusal.badParameter(
        nested == null ? result.getObjectName() : nested.getField(),
        nested == null ? "has the wrong shape" : String.valueOf(nested.getDefaultMessage()));
  }

  /** The rule of a value that an enum does not have. */
  static String oneOf(Class<?> type) {
    return "must be one of " + Arrays.toString(type.getEnumConstants());
  }

  /** What was given, unless it is so long or so odd that it explains nothing. */
  static String was(@Nullable Object value) {
    String text = String.valueOf(value);
    boolean shown =
        value != null
            && text.length() <= MOST_SHOWN
            && text.chars().noneMatch(Character::isISOControl);
    return shown ? ", was: '%s'".formatted(text) : "";
  }

  private static String rule(FieldError error, RecordComponent component) {
    if (!error.isBindingFailure()) {
      return String.valueOf(error.getDefaultMessage());
    }
    if (component.getType().isEnum()) {
      return oneOf(component.getType());
    }
    Max most = component.getAccessor().getAnnotation(Max.class);
    return most == null
        ? reason(error.unwrap(TypeMismatchException.class), component)
        : most.message();
  }

  /** The rule that {@link Given} has in its exception. */
  private static String reason(Throwable failure, RecordComponent component) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getClass() != IllegalArgumentException.class) {
      cause = cause.getCause();
    }
    return cause.getClass() == IllegalArgumentException.class
        ? String.valueOf(cause.getMessage())
        : Shape.rule(ResolvableType.forType(component.getGenericType()));
  }
}
