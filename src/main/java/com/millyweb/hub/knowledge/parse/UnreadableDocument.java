package com.millyweb.hub.knowledge.parse;

import org.jspecify.annotations.Nullable;

/** There is no text to be had from a document, and trying again will not change that. */
public final class UnreadableDocument extends Exception {
  private static final int LONGEST_NAME = 200;

  private final Reason reason;

  UnreadableDocument(String name, Reason reason) {
    this(name, reason, null);
  }

  /**
   * @param words instead of those of the reason
   */
  UnreadableDocument(String name, Reason reason, @Nullable String words) {
    super(
        "'%s' cannot be read: %s"
            .formatted(
                name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name,
                words == null ? reason.words() : words));
    this.reason = reason;
  }

  /**
   * {@code encrypted}, {@code too-large}, {@code timeout}, {@code memory}, {@code unsupported},
   * {@code broken} or {@code bomb}.
   */
  public String reason() {
    return reason.code();
  }
}
