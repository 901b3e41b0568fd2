package com.millyweb.hub.knowledge.parse;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TemporaryResources;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.metadata.TikaCoreProperties.EmbeddedResourceType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.sax.BodyContentHandler;
import org.apache.tika.sax.EmbeddedContentHandler;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** Reads the documents that are in a document, each below its name, as long as they are few. */
final class DocumentsWithin implements EmbeddedDocumentExtractor {
  private final Parser parser;
  private final XhtmlBlocks blocks;
  private final Allowance allowance;
  private final ParseContext context;

  DocumentsWithin(Parser parser, XhtmlBlocks blocks, Allowance allowance, ParseContext context) {
    this.parser = parser;
    this.blocks = blocks;
    this.allowance = allowance;
    this.context = context;
  }

  /** Pictures and the like have no text, programs none that anybody looks for. */
  @Override
  public boolean shouldParseEmbedded(Metadata metadata) {
    String kind = metadata.get(TikaCoreProperties.EMBEDDED_RESOURCE_TYPE);
    String type = metadata.get(Metadata.CONTENT_TYPE);
    return !EmbeddedResourceType.MACRO.toString().equals(kind)
        && !EmbeddedResourceType.THUMBNAIL.toString().equals(kind)
        && (type == null || !type.toLowerCase(Locale.ROOT).matches("(image|audio|video|font)/.*"));
  }

  @Override
  public void parseEmbedded(
      InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml)
      throws SAXException, IOException {
    allowance.deeper();
    blocks.enter(name(metadata));
    try (var kept = new TemporaryResources()) {
      TikaInputStream counted = TikaInputStream.get(allowance.counted(stream), kept, metadata);
      if (stream instanceof TikaInputStream opened && opened.getOpenContainer() != null) {
        counted.setOpenContainer(opened.getOpenContainer());
      }
      parser.parse(
          counted, new EmbeddedContentHandler(new BodyContentHandler(handler)), metadata, context);
    } catch (TikaException e) {
      if (Trouble.isBomb(e)) {
        allowance.exceed();
      }
      allowance.miss();
    } finally {
      allowance.higher();
    }
    if (allowance.exceeded()) {
      throw new XhtmlBlocks.Stopped();
    }
    blocks.leave();
  }

  private static String name(Metadata metadata) {
    @Nullable String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
    return name == null ? "" : name;
  }
}
