package com.millyweb.hub.service.docker;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of an image as people write it, with the tag that the engine takes without one. */
record ImageReference(String text) {
  private static final Pattern NAMED =
      Pattern.compile(
          "(?!.*\\.\\.)[a-zA-Z0-9][a-zA-Z0-9_./-]{0,200}(:\\d{1,5}/[a-zA-Z0-9_./-]{1,200})?(:[\\w.-]{1,128})?(@sha256:[0-9a-f]{64})?");

  /** What a container was made of that was made by the id of its image. */
  private static final Pattern ID = Pattern.compile("(sha256:)?[0-9a-f]{12,64}");

  /** Null for the id of an image, which no registry has another one of. */
  static @Nullable ImageReference of(@Nullable String text) {
    if (text == null || ID.matcher(text).matches() || !NAMED.matcher(text).matches()) {
      return null;
    }
    boolean tagged = text.contains("@") || text.lastIndexOf(':') > text.lastIndexOf('/');
    return new ImageReference(tagged ? text : text + ":latest");
  }

  /** Whether it names one image for ever. */
  boolean isPinned() {
    return text.contains("@");
  }

  @Override
  public String toString() {
    return text;
  }
}
