package com.millyweb.hub.service.docker;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What happens when there is a newer image for a container; the label {@code hub.update} says so.
 */
enum UpdateMode {
  /** Nobody looks. */
  OFF,
  /** People are told, with a button. */
  ASK,
  /** It is updated at once. */
  AUTO;

  static final String LABEL = "hub.update";

  /** What is neither of them changes nothing of a container. */
  static UpdateMode of(@Nullable String label, UpdateMode without) {
    if (label == null || label.isBlank()) {
      return without;
    }
    try {
      return valueOf(label.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return OFF;
    }
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
