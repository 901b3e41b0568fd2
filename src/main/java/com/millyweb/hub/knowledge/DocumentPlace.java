package com.millyweb.hub.knowledge;

import java.util.regex.Pattern;

/**
 * A document's place, which it keeps when its content changes.
 *
 * @param source what it lies in, such as a bucket or a folder
 * @param path its own name there
 */
public record DocumentPlace(String tenant, String source, String path) {
  /** The tenant where nothing is said. */
  public static final String DEFAULT_TENANT = "default";

  private static final int LONGEST = 1_024;

  private static final Pattern TENANT = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._/-]{0,99}");

  public DocumentPlace {
    requireTenant(tenant);
    require("source", source);
    require("path", path);
  }

  /**
   * @throws IllegalArgumentException when it is no name of a tenant; its message says the rule
   */
  public static void requireTenant(String tenant) {
    if (!TENANT.matcher(tenant).matches()) {
      throw new IllegalArgumentException(
          "A tenant must be 1 to 100 letters, digits, dots, slashes, dashes and underscores, was: '%s'"
              .formatted(tenant.length() > 100 ? tenant.substring(0, 100) + "…" : tenant));
    }
  }

  private static void require(String what, String value) {
    if (value.isBlank() || value.length() > LONGEST || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "The %s of a document must have 1 to %d characters, was: '%s'"
              .formatted(
                  what,
                  LONGEST,
                  value.length() > 100 ? value.substring(0, 100) + "…" : value.replace('\0', '?')));
    }
  }
}
