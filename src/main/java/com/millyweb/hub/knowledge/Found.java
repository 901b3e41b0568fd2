package com.millyweb.hub.knowledge;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A piece that answers a question, with its place.
 *
 * @param headings the path of headings above it, outermost first
 * @param page 1-based; null where the format has none
 * @param begins its first character in the document's text
 * @param ends the first one after it
 * @param score of reciprocal ranks; it orders the answers of one question
 * @param similarity the cosine of its meaning and the question's; null when only its words matched
 */
public record Found(
    String text,
    @Nullable String title,
    List<String> headings,
    String source,
    String path,
    @Nullable Integer page,
    int begins,
    int ends,
    double score,
    @Nullable Double similarity,
    UUID document,
    @Nullable String version) {

  /** How an answer names the piece: {@code documents/nas.pdf, page 3}. */
  @JsonProperty
  public String cite() {
    return "%s/%s, %s"
        .formatted(
            source,
            path,
            page == null ? "characters %d-%d".formatted(begins, ends) : "page " + page);
  }
}
