package com.millyweb.hub.service.docker;

import org.jspecify.annotations.Nullable;

/**
 * How a container ended.
 *
 * @param exitCode null when it is not known
 * @param asked whether somebody stopped it, by {@code docker stop} and its like
 * @param oom whether the kernel killed something in it for want of memory
 */
record Death(@Nullable Long exitCode, boolean asked, boolean oom) {
  private static final int SIGNALS = 128;
  private static final int KILL = 9;
  private static final int TERM = 15;

  /** Whether it ended and should not have. */
  boolean isCrash() {
    return !asked && (oom || exitCode == null || exitCode != 0);
  }

  String reason() {
    if (oom) {
      return "ran out of memory";
    }
    if (asked) {
      return "was stopped";
    }
    if (exitCode == null) {
      return "ended";
    }
    if (exitCode == 0) {
      return "ended by itself";
    }
    return switch ((int) (exitCode - SIGNALS)) {
      case KILL -> "was killed (exit code 137, SIGKILL)";
      case TERM -> "ended at SIGTERM (exit code 143)";
      default -> "died with exit code " + exitCode;
    };
  }
}
