package com.millyweb.hub.notify;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a notice matters, least first. The sign stands for it where a medium has no colours. */
public enum Severity {
  debug("🔍", 0x8A8F98),
  info("ℹ️", 0x3B82F6),
  success("✅", 0x2EB67D),
  warning("⚠️", 0xECB22E),
  error("❌", 0xE01E5A),
  critical("🚨", 0xB00020);

  private final String sign;
  private final int color;

  Severity(String sign, int color) {
    this.sign = sign;
    this.color = color;
  }

  public String sign() {
    return sign;
  }

  /** As 0xRRGGBB. */
  public int color() {
    return color;
  }

  public static Optional<Severity> find(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(severity -> severity.name().equals(name)).findFirst();
  }

  /**
   * @throws IllegalArgumentException for anything that is not one of the names
   */
  static Severity of(String text) {
    return find(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Severity must be one of %s, was: '%s'"
                        .formatted(Arrays.toString(values()), text)));
  }
}
