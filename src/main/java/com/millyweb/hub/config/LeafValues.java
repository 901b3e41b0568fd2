package com.millyweb.hub.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * Reads single values of the configuration. Spring stops at the first bad value of the first record
 * that it makes; here each is read by itself, so that all of them are told at once.
 */
final class LeafValues {
  /** What is read in the same way wherever it stands. */
  private static final Set<Class<?>> KINDS =
      Set.of(
          Duration.class,
          DataSize.class,
          InetAddress.class,
          int.class,
          Integer.class,
          long.class,
          double.class,
          boolean.class,
          Boolean.class);

  private final Binder binder;

  LeafValues(Environment environment) {
    binder = Binder.get(environment);
  }

  /**
   * What is wrong with a value; null when it can be read, or is of a kind with rules of its own.
   */
  @Nullable String problem(List<String> key, @Nullable ResolvableType type) {
    Class<?> kind = type == null ? Object.class : type.toClass();
    if (!KINDS.contains(kind) && !kind.isEnum()) {
      return null;
    }
    try {
      binder.bind(ConfigurationPropertyName.adapt(String.join(".", key), '.'), Bindable.of(kind));
      return null;
    } catch (BindException e) {
      return ConfigurationAnalyzer.line(e);
    }
  }
}
