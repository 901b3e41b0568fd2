package com.millyweb.hub;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/** Tells a bad configuration in a line a key, key, value and rule, instead of a stack trace. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ConfigurationAnalyzer implements FailureAnalyzer {
  private static final String ACTION =
      "Correct the configuration (environment, hub.yaml or command line) and start again.";

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    String bound = null;
    BindException binding = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConfigurationProblem) {
        return analysis(String.valueOf(cause.getMessage()), cause);
      }
      if (cause instanceof BindValidationException invalid) {
        return analysis(describe(invalid), invalid);
      }
      if (cause instanceof BindException bind) {
        binding = bind;
        bound = describe(bind);
      }
    }
    return bound == null ? null : analysis(bound, binding);
  }

  private static String describe(BindValidationException invalid) {
    return invalid.getValidationErrors().getAllErrors().stream()
        .map(error -> describe(invalid, error))
        .sorted()
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String describe(BindValidationException invalid, ObjectError error) {
    var prefix = invalid.getValidationErrors().getName();
    if (!(error instanceof FieldError field)) {
      return prefix + ": " + error.getDefaultMessage();
    }
    Object value = field.getRejectedValue();
    return "%s.%s = %s: %s"
        .formatted(
            prefix,
            KnownKeys.kebab(field.getField()),
            value == null ? "(not set)" : value,
            field.getDefaultMessage());
  }

  private static String describe(BindException failure) {
    Throwable root = failure;
    Throwable rule = failure;
    while (root.getCause() != null) {
      root = root.getCause();
      if (root instanceof ConversionFailedException || root instanceof IllegalArgumentException) {
        rule = root;
      }
    }
    Class<?> target = failure.getTarget().getType().toClass();
    if (root instanceof ConverterNotFoundException && target.isRecord()) {
      return "%s: must hold keys of its own (%s), was a plain value or empty"
          .formatted(failure.getName(), components(target));
    }
    var property = failure.getProperty();
    if (property == null) {
      return "%s: %s".formatted(failure.getName(), message(root));
    }
    Origin origin = Origin.from(property);
    return "%s = %s: must be %s%s%s"
        .formatted(
            failure.getName(),
            target == Secret.class ? Redaction.MASK : property.getValue(),
            kind(target),
            rule == failure ? "" : ", " + message(root),
            origin == null ? "" : " (" + origin + ")");
  }

  private static String components(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(component -> KnownKeys.kebab(component.getName()))
        .collect(Collectors.joining(", "));
  }

  private static String kind(Class<?> type) {
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(constant -> KnownKeys.kebab(constant.toString()))
              .collect(Collectors.joining(", "));
    }
    return "of type " + type.getSimpleName();
  }

  private static String message(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static FailureAnalysis analysis(String description, @Nullable Throwable cause) {
    return new FailureAnalysis(Redaction.instance().redact(description), ACTION, cause);
  }
}
