package com.millyweb.hub.knowledge;

import java.util.List;

/**
 * A part of a document that is found as one.
 *
 * @param headings the path of headings above it, outermost first
 * @param begins its first character in the document's text
 * @param ends the first one after it
 * @param page 1-based; 0 where the format has none
 */
record Piece(int ordinal, String text, List<String> headings, int begins, int ends, int page) {
  /** What a model is given: a paragraph often does not say what it is about. */
  static String meant(List<String> headings, String text) {
    return headings.isEmpty() ? text : String.join(" › ", headings) + "\n" + text;
  }
}
