package com.millyweb.hub.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The key that was probably meant by one that is not known. */
final class LikelyKey {
  private LikelyKey() {}

  /**
   * What two keys begin with does not make their ends alike.
   *
   * @param separator of their elements, a regular expression
   */
  static @Nullable String of(String key, String separator, List<String> known) {
    String near = Nearest.to(key, known);
    if (near == null) {
      return null;
    }
    String[] written = key.split(separator);
    String[] meant = near.split(separator);
    int common = 0;
    while (common < Math.min(written.length, meant.length) - 1
        && written[common].equals(meant[common])) {
      common++;
    }
    return Nearest.to(rest(written, common), List.of(rest(meant, common))) == null ? null : near;
  }

  private static String rest(String[] elements, int from) {
    return String.join("_", List.of(elements).subList(from, elements.length));
  }
}
