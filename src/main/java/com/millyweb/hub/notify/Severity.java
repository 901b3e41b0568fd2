package com.millyweb.hub.notify;

import java.util.Arrays;
import java.util.Locale;

/** How much a notice matters, least first. The sign stands for it where a medium has no colours. */
public enum Severity {
  debug("🔍"),
  info("ℹ️"),
  success("✅"),
  warning("⚠️"),
  error("❌"),
  critical("🚨");

  private final String sign;

  Severity(String sign) {
    this.sign = sign;
  }

  public String sign() {
    return sign;
  }

  /**
   * @throws IllegalArgumentException for anything that is not one of the names
   */
  static Severity of(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(severity -> severity.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Severity must be one of %s, was: '%s'"
                        .formatted(Arrays.toString(values()), text)));
  }
}
