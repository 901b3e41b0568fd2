package com.millyweb.hub.knowledge.parse;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Turns a document's bytes into text with headings. */
public interface DocumentParser {
  /** Bytes of the largest document that is read. */
  long largest();

  /**
   * Reads the content to its end, or to where it is too large, and leaves it open.
   *
   * @param name a hint at what it is by its ending, and what messages call it
   * @param contentType a hint, too; the content itself decides where it has a signature
   * @throws UnreadableDocument when there is no text to be had from it, now or later
   * @throws IOException when the content cannot be read or no process can be started, which may get
   *     better
   */
  ParsedDocument parse(InputStream content, String name, @Nullable String contentType)
      throws UnreadableDocument, IOException, InterruptedException;
}
