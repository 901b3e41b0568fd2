package com.millyweb.hub.notify.wording;

import java.util.Set;
import java.util.TreeSet;

/** The words that a template of a notice may use. */
final class NoticeVocabulary {
  static final Set<String> TAGS =
      new TreeSet<>(Set.of("for", "endfor", "if", "elseif", "else", "endif", "set"));
  static final Set<String> FUNCTIONS = new TreeSet<>(Set.of("max", "min"));
  static final Set<String> TESTS =
      new TreeSet<>(Set.of("empty", "even", "odd", "null", "defined", "iterable", "map"));

  /**
   * Filters that are Pebble's own; others of it read no more than data, but can make very much of
   * it.
   */
  static final Set<String> PEBBLES_FILTERS =
      Set.of(
          "abs",
          "capitalize",
          "default",
          "escape",
          "first",
          "join",
          "last",
          "length",
          "lower",
          "numberformat",
          "raw",
          "replace",
          "reverse",
          "rsort",
          "slice",
          "sort",
          "title",
          "trim",
          "upper",
          "urlencode");

  static final Set<String> FILTERS = filters();

  private NoticeVocabulary() {}

  private static Set<String> filters() {
    Set<String> all = new TreeSet<>(PEBBLES_FILTERS);
    all.addAll(new NoticeFilters().getFilters().keySet());
    return all;
  }
}
