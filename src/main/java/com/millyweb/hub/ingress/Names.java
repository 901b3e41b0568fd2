package com.millyweb.hub.ingress;

import org.jspecify.annotations.Nullable;

/** The names that configuration and senders may choose. */
public final class Names {
  private Names() {}

  /** Whether a sender's name of an event is lower-case letters, digits and {@code _}. */
  public static boolean isEvent(@Nullable String name) {
    boolean plain = name != null && !name.isEmpty() && name.length() <= 64;
    for (int i = 0; plain && i < name.length(); i++) {
      char c = name.charAt(i);
      plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_';
    }
    return plain;
  }

  static void requirePlain(String key, String thing, String name) {
    boolean plain = !name.isEmpty() && name.length() <= 64;
    for (int i = 0; plain && i < name.length(); i++) {
      char c = name.charAt(i);
      plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-';
    }
    if (!plain) {
      throw new IllegalArgumentException(
          "%s: the name of a %s must be 1 to 64 lower-case letters, digits and '-', was: '%s'"
              .formatted(key, thing, name));
    }
  }
}
