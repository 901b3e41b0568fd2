package com.millyweb.hub.knowledge.parse;

import java.io.IOException;
import java.io.InputStream;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TemporaryResources;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.ParserDecorator;
import org.apache.tika.parser.pdf.PDFParser;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** Adds the headings of a PDF to its text. */
final class OutlinedPdfParser extends ParserDecorator {
  private static final long serialVersionUID = 1;

  OutlinedPdfParser(PDFParser parser) {
    super(parser);
  }

  @Override
  public void parse(
      InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
      throws IOException, SAXException, TikaException {
    XhtmlBlocks blocks = context.get(XhtmlBlocks.class);
    try (var kept = new TemporaryResources()) {
      TikaInputStream file = TikaInputStream.get(stream, kept, metadata);
      blocks.begin(PdfOutline.of(file.getPath()));
      super.parse(file, handler, metadata, context);
    } finally {
      blocks.end();
    }
  }
}
