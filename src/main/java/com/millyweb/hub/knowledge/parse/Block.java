package com.millyweb.hub.knowledge.parse;

import java.util.List;

/**
 * What follows on itself below the same headings on the same page: paragraphs parted by blank
 * lines, lists and rows of tables line by line. Longer text is cut into several blocks.
 *
 * @param headings the path of headings above it, outermost first
 * @param page 1-based where the format has pages or slides, else 0
 */
public record Block(String text, List<String> headings, int page) {
  public Block {
    headings = List.copyOf(headings);
  }
}
