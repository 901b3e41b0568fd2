package com.millyweb.hub.knowledge.parse;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.apache.tika.detect.AutoDetectReader;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.xml.sax.ContentHandler;

/** Reads text in whatever encoding, and the headings of Markdown. */
final class TextParser implements Parser {
  private static final long serialVersionUID = 1;
  static final MediaType MARKDOWN = MediaType.text("markdown");

  private final transient EncodingDetector encodings;

  TextParser(EncodingDetector encodings) {
    this.encodings = encodings;
  }

  @Override
  public Set<MediaType> getSupportedTypes(ParseContext context) {
    return Set.of(MediaType.TEXT_PLAIN, MARKDOWN);
  }

  @Override
  public void parse(
      InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
      throws IOException, TikaException {
    MediaType type = MediaType.parse(metadata.get(Metadata.CONTENT_TYPE));
    boolean markdown = type != null && MARKDOWN.equals(type.getBaseType());
    var reader = new AutoDetectReader(stream, metadata, encodings);
    var text = new PlainText(reader, markdown, context.get(Blocks.class));
    text.read();
    String title = text.title();
    if (title != null) {
      metadata.set(TikaCoreProperties.TITLE, title);
    }
  }
}
