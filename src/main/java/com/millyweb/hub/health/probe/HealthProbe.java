package com.millyweb.hub.health.probe;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says how one system is. Every watched bean of this type is polled, shown, and its changes told.
 */
public interface HealthProbe {
  /** Lower-case letters, digits, {@code -} and {@code _}: it becomes a segment of event types. */
  String system();

  /** May block; what takes longer than the system's timeout counts as down. */
  Status probe() throws Exception;

  /** Whether the configuration names such a system; asked once, at start. */
  default boolean watched() {
    return true;
  }

  /** How often to ask, where the configuration says nothing; null for the hub's own default. */
  default @Nullable Duration interval() {
    return null;
  }

  /** Whether the hub is down when this system is down; otherwise it is degraded. */
  default boolean critical() {
    return false;
  }

  /** From good to bad; {@code UNKNOWN} when the probe could not find out. */
  enum Level {
    UP,
    DEGRADED,
    DOWN,
    UNKNOWN;

    /** As it stands in answers, events and tables. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param detail what is wrong, for the operator's eyes
   */
  record Status(Level level, @Nullable String detail) {
    public static Status up() {
      return new Status(Level.UP, null);
    }

    public static Status degraded(String detail) {
      return new Status(Level.DEGRADED, detail);
    }

    public static Status down(String detail) {
      return new Status(Level.DOWN, detail);
    }

    public static Status unknown(String detail) {
      return new Status(Level.UNKNOWN, detail);
    }
  }
}
