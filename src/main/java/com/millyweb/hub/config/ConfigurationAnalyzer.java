package com.millyweb.hub.config;

import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.secret.Secret;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/** Tells a bad configuration in a line a key, key, value and rule, instead of a stack trace. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class ConfigurationAnalyzer implements FailureAnalyzer {
  private static final Map<Class<?>, String> RULES =
      Map.of(
          Duration.class,
          "a duration such as 500ms, 30s, 5m, 1h or 30d",
          DataSize.class,
          "a size such as 64KB or 1MB",
          int.class,
          "a whole number",
          Integer.class,
          "a whole number",
          long.class,
          "a whole number",
          double.class,
          "a number",
          boolean.class,
          "true or false",
          Boolean.class,
          "true or false",
          InetAddress.class,
          "an address of this machine, such as 127.0.0.1 or 0.0.0.0");

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
      if (cause instanceof InvalidPathException path) {
        return analysis(
            "%s is no path in the encoding of this process (%s): set LC_ALL=C.UTF-8"
                .formatted(path.getInput(), System.getProperty("sun.jnu.encoding")),
            cause);
      }
      if (cause instanceof BindValidationException invalid) {
        return analysis(describe(invalid), invalid);
      }
      if (cause instanceof BindException bind) {
        binding = bind;
        bound = describe(bind);
      }
    }
    if (bound != null) {
      return analysis(bound, binding);
    }
    String refused = refusedByItsNoun(failure);
    if (refused != null) {
      return analysis(refused, failure);
    }
    return null;
  }

  /** Nouns check what binding cannot, when they are made: their messages begin with the key. */
  private static @Nullable String refusedByItsNoun(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (cause instanceof IllegalArgumentException && message.startsWith("hub.")) {
        return message;
      }
    }
    return null;
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
    String key = prefix + "." + KnownKeys.kebab(field.getField());
    for (ConfigurationProperty property : invalid.getValidationErrors().getBoundProperties()) {
      if (property.getName().toString().equals(key)) {
        return "%s = %s: %s%s"
            .formatted(
                Wording.name(property),
                holdsSecrets(field.getRejectedValue()) ? Redaction.MASK : property.getValue(),
                field.getDefaultMessage(),
                Wording.where(property.getOrigin()));
      }
    }
    Object value = field.getRejectedValue();
    return "%s = %s: %s"
        .formatted(key, value == null ? "(not set)" : value, field.getDefaultMessage());
  }

  private static boolean holdsSecrets(@Nullable Object value) {
    return value instanceof Secret
        || value instanceof Collection<?> several
            && several.stream().anyMatch(ConfigurationAnalyzer::holdsSecrets)
        || value instanceof Map<?, ?> named
            && named.values().stream().anyMatch(ConfigurationAnalyzer::holdsSecrets);
  }

  /** A secret, or several of them, also where they have names. */
  private static boolean holdsSecrets(ResolvableType type) {
    return type.toClass() == Secret.class
        || Arrays.stream(type.getGenerics()).anyMatch(ConfigurationAnalyzer::holdsSecrets);
  }

  /** The one line of a value that cannot be read. */
  static String line(BindException failure) {
    return Redaction.instance().redact(Wording.plainDurations(describe(failure)));
  }

  private static String describe(BindException failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    Class<?> target = failure.getTarget().getType().toClass();
    if (root instanceof ConverterNotFoundException && hasKeys(failure.getTarget().getType())) {
      return "%s: must hold keys of its own%s, was a plain value or empty"
          .formatted(failure.getName(), components(target));
    }
    if (root instanceof ConverterNotFoundException && Map.class.isAssignableFrom(target)) {
      return "%s: must hold names of your own, each with a value, was a plain value"
          .formatted(failure.getName());
    }
    var property = failure.getProperty();
    if (property == null) {
      String message = message(root);
      return message.startsWith("hub.") ? message : "%s: %s".formatted(failure.getName(), message);
    }
    String rule = rule(target);
    // what a rule of our own says is better than the name of a type
    String because = rule == null ? message(root) : "must be " + rule;
    boolean secret = holdsSecrets(failure.getTarget().getType());
    if (secret && !(root instanceof IllegalArgumentException)) {
      // what the conversion says of the value may repeat it
      because = "cannot be read as a secret: write it as one text, in quotes";
    }
    return "%s = %s: %s%s"
        .formatted(
            Wording.name(property),
            secret ? Redaction.MASK : property.getValue(),
            because,
            Wording.where(property.getOrigin()));
  }

  /** A record, or the lists that somebody has in the services; other maps have names. */
  private static boolean hasKeys(ResolvableType type) {
    return type.toClass().isRecord()
        || Map.class.isAssignableFrom(type.toClass())
            && Collection.class.isAssignableFrom(type.getGeneric(1).toClass());
  }

  /** {@code " (role, slack)"}; empty where the keys are names that somebody chose. */
  private static String components(Class<?> type) {
    return !type.isRecord()
        ? ""
        : Arrays.stream(type.getRecordComponents())
            .map(component -> KnownKeys.kebab(component.getName()))
            .collect(Collectors.joining(", ", " (", ")"));
  }

  /** Null where the failure itself says it best. */
  private static @Nullable String rule(Class<?> type) {
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(constant -> KnownKeys.kebab(constant.toString()))
              .collect(Collectors.joining(", "));
    }
    return RULES.get(type);
  }

  private static String message(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static FailureAnalysis analysis(String description, @Nullable Throwable cause) {
    return new FailureAnalysis(
        Redaction.instance().redact(Wording.plainDurations(description)), ACTION, cause);
  }
}
