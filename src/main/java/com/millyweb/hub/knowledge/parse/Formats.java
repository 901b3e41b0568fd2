package com.millyweb.hub.knowledge.parse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.tika.detect.CompositeDetector;
import org.apache.tika.detect.CompositeEncodingDetector;
import org.apache.tika.detect.Detector;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.detect.microsoft.POIFSContainerDetector;
import org.apache.tika.detect.microsoft.ooxml.OPCPackageDetector;
import org.apache.tika.detect.zip.DefaultZipContainerDetector;
import org.apache.tika.detect.zip.OpenDocumentDetector;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypes;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.AutoDetectParserConfig;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.epub.EpubParser;
import org.apache.tika.parser.html.HtmlEncodingDetector;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.mail.RFC822Parser;
import org.apache.tika.parser.mbox.MboxParser;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.apache.tika.parser.odf.FlatOpenDocumentParser;
import org.apache.tika.parser.odf.OpenDocumentParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.parser.pdf.PDFParserConfig.OCR_STRATEGY;
import org.apache.tika.parser.pkg.CompressorParser;
import org.apache.tika.parser.pkg.PackageParser;
import org.apache.tika.parser.txt.Icu4jEncodingDetector;
import org.apache.tika.parser.txt.UniversalEncodingDetector;
import org.apache.tika.parser.xml.DcXMLParser;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/**
 * What documents the hub reads. The parsers are named one by one: what Tika finds on a class path
 * by itself could be one that starts programs.
 */
final class Formats {
  /** Beyond what jsoup builds of a page whose elements never end. */
  private static final int DEEPEST_MARKUP = 600;

  private final int characters;
  private final long unpacked;
  private final int deepest;
  private final Detector detector;
  private final AutoDetectParser parser;
  private final Set<MediaType> known;
  private final ParseContext settings = new ParseContext();

  /** What was found besides the blocks. */
  record Result(
      String contentType, @Nullable String title, @Nullable String language, boolean truncated) {}

  Formats(int characters, long unpacked, int deepest, long heap) {
    this.characters = characters;
    this.unpacked = unpacked;
    this.deepest = deepest;
    EncodingDetector encodings =
        new CompositeEncodingDetector(
            List.of(
                new HtmlEncodingDetector(),
                new UniversalEncodingDetector(),
                new Icu4jEncodingDetector()));
    MediaTypeRegistry registry = MediaTypeRegistry.getDefaultRegistry();
    this.detector =
        new CompositeDetector(
            registry,
            List.of(
                new DefaultZipContainerDetector(
                    List.of(new OPCPackageDetector(), new OpenDocumentDetector())),
                new POIFSContainerDetector(),
                MimeTypes.getDefaultMimeTypes()));
    this.parser =
        new AutoDetectParser(
            detector,
            new TextParser(encodings),
            new JSoupParser(encodings),
            new DcXMLParser(),
            new OutlinedPdfParser(new PDFParser()),
            new OOXMLParser(),
            new OfficeParser(),
            new RTFParser(),
            new OpenDocumentParser(),
            new FlatOpenDocumentParser(),
            new EpubParser(),
            new RFC822Parser(),
            new MboxParser(),
            new PackageParser(encodings),
            new CompressorParser());
    parser.setAutoDetectParserConfig(bounds());
    this.known = new HashSet<>(parser.getSupportedTypes(new ParseContext()));
    settings.set(PDFParserConfig.class, pdf(heap));
    settings.set(OfficeParserConfig.class, office());
    settings.set(Parser.class, parser);
    settings.set(Detector.class, detector);
    // its class sets these when it is loaded, which has happened above
    ZipSecureFile.setMaxEntrySize(unpacked);
  }

  private static AutoDetectParserConfig bounds() {
    var bounds = new AutoDetectParserConfig();
    bounds.setThrowOnZeroBytes(false);
    bounds.setMaximumDepth(DEEPEST_MARKUP);
    return bounds;
  }

  private static PDFParserConfig pdf(long heap) {
    var pdf = new PDFParserConfig();
    pdf.setOcrStrategy(OCR_STRATEGY.NO_OCR);
    pdf.setExtractInlineImages(false);
    // they go between the text, where they belong
    pdf.setExtractBookmarksText(false);
    pdf.setCatchIntermediateIOExceptions(true);
    pdf.setMaxMainMemoryBytes(heap / 8);
    return pdf;
  }

  private static OfficeParserConfig office() {
    var office = new OfficeParserConfig();
    office.setUseSAXDocxExtractor(true);
    office.setUseSAXPptxExtractor(true);
    office.setExtractMacros(false);
    office.setIncludeDeletedContent(false);
    office.setIncludeMoveFromContent(false);
    office.setIncludeHeadersAndFooters(false);
    office.setIncludeSlideMasterContent(false);
    return office;
  }

  /**
   * @param named of what name and type it was given
   * @param to gets the blocks as they are read
   */
  Result read(Path file, String named, String contentType, Consumer<Block> to) throws Unreadable {
    var blocks = new Blocks(characters, to);
    var allowance = new Allowance(unpacked, deepest);
    var xhtml = new XhtmlBlocks(blocks, allowance);
    var metadata = new Metadata();
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, named);
    MediaType hint = contentType.isEmpty() ? null : MediaType.parse(contentType);
    if (hint != null && !MediaType.OCTET_STREAM.equals(hint)) {
      metadata.set(Metadata.CONTENT_TYPE, hint.toString());
    }
    boolean cut = false;
    try (TikaInputStream stream = TikaInputStream.get(file, metadata)) {
      MediaType type = detector.detect(stream, metadata);
      if (!isKnown(type)) {
        throw new Unreadable(Reason.UNSUPPORTED, type.getBaseType().toString());
      }
      metadata.set(Metadata.CONTENT_TYPE, type.toString());
      var context = new ParseContext();
      copySettings(context);
      context.set(Blocks.class, blocks);
      context.set(XhtmlBlocks.class, xhtml);
      context.set(
          EmbeddedDocumentExtractor.class, new DocumentsWithin(parser, xhtml, allowance, context));
      parser.parse(stream, xhtml, metadata, context);
      blocks.finish();
    } catch (IOException
        | SAXException
        | TikaException
        | RuntimeException
        | StackOverflowError
        // of a library that was left out because hardly any document asks for it
        | LinkageError e) {
      cut = mayStay(e, blocks, allowance);
    }
    if (allowance.exceeded()) {
      throw new Unreadable(Reason.BOMB, "");
    }
    String title = metadata.get(TikaCoreProperties.TITLE);
    return new Result(
        type(metadata),
        title == null || title.isBlank() ? blocks.title() : title,
        language(metadata),
        cut || blocks.full() || allowance.incomplete());
  }

  /** Whether what was read before is worth something, though not all. */
  private static boolean mayStay(Throwable thrown, Blocks blocks, Allowance allowance)
      throws Unreadable {
    Reason reason = allowance.exceeded() ? Reason.BOMB : Trouble.reason(thrown);
    if (!blocks.full() && (reason != Reason.BROKEN || !blocks.any()) || reason == Reason.BOMB) {
      throw new Unreadable(reason, "");
    }
    blocks.finish();
    return true;
  }

  private void copySettings(ParseContext context) {
    context.set(PDFParserConfig.class, settings.get(PDFParserConfig.class));
    context.set(OfficeParserConfig.class, settings.get(OfficeParserConfig.class));
    context.set(Parser.class, settings.get(Parser.class));
    context.set(Detector.class, settings.get(Detector.class));
  }

  private boolean isKnown(MediaType type) {
    MediaTypeRegistry registry = parser.getMediaTypeRegistry();
    MediaType tried = registry.normalize(type.getBaseType());
    while (tried != null) {
      if (known.contains(tried)) {
        return true;
      }
      tried = registry.getSupertype(tried);
    }
    return false;
  }

  private static String type(Metadata metadata) {
    MediaType type = MediaType.parse(metadata.get(Metadata.CONTENT_TYPE));
    return (type == null ? MediaType.OCTET_STREAM : type.getBaseType()).toString();
  }

  private static @Nullable String language(Metadata metadata) {
    String language = metadata.get(TikaCoreProperties.LANGUAGE);
    return language == null ? metadata.get(Metadata.CONTENT_LANGUAGE) : language;
  }
}
