package com.millyweb.hub.knowledge;

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

  public DocumentPlace {
    require("source", source);
    require("path", path);
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
