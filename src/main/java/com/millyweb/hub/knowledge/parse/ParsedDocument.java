package com.millyweb.hub.knowledge.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param title what the document calls itself, else its first heading of the highest level
 * @param contentType what it turned out to be
 * @param language two letters; null when unsure
 * @param blocks in reading order; none where a document has no text, such as a scanned page
 * @param truncated whether text is missing: there was too much of it, or a part could not be read
 */
public record ParsedDocument(
    @Nullable String title,
    String contentType,
    @Nullable String language,
    List<Block> blocks,
    boolean truncated) {
  public ParsedDocument {
    blocks = List.copyOf(blocks);
  }
}
