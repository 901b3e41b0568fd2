package com.millyweb.hub.knowledge.parse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;

/** Documents as programs write them, and as an attacker does. */
final class Documents {
  static final String PROSE =
      "The pump in the cellar starts when the water is higher than the mark, and it stops again "
          + "when there is none. Who wants to change that has to turn the screw on its left side. ";

  private static final String WORD_NAMES =
      "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

  private Documents() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] zip(Map<String, byte[]> entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        var written = new ZipEntry(entry.getKey());
        if (entry.getKey().equals("mimetype")) {
          var crc = new CRC32();
          crc.update(entry.getValue());
          written.setMethod(ZipEntry.STORED);
          written.setSize(entry.getValue().length);
          written.setCrc(crc.getValue());
        }
        zip.putNextEntry(written);
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** An archive of one file that repeats a byte. */
  static byte[] zipOf(String name, byte repeated, long size) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      byte[] part = new byte[1 << 20];
      Arrays.fill(part, repeated);
      for (long written = 0; written < size; written += part.length) {
        zip.write(part);
      }
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  /** A Word document with a title, headings by style, and a table. */
  static byte[] docx(int sections) throws IOException {
    var body = new StringBuilder();
    body.append(styled("Heading1", "Manual of the pump"));
    for (int i = 1; i <= sections; i++) {
      body.append(styled("Heading2", "Section " + i));
      body.append("<w:p><w:r><w:t>Paragraph of section ").append(i).append(". ");
      body.append(PROSE.repeat(8)).append("</w:t></w:r></w:p>");
    }
    body.append(
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Part</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Price</w:t></w:r></w:p></w:tc></w:tr>"
            + "<w:tr><w:tc><w:p><w:r><w:t>Seal</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>12.50</w:t></w:r></w:p></w:tc></w:tr></w:tbl>");
    return docx("", body.toString());
  }

  private static String styled(String style, String text) {
    return "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>"
        .formatted(style, text);
  }

  /**
   * @param doctype before the root of its text
   */
  static byte[] docx(String doctype, String body) throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put(
        "[Content_Types].xml",
        bytes(
            """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
              <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
              <Default Extension="xml" ContentType="application/xml"/>
              <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
              <Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
            </Types>"""));
    parts.put(
        "_rels/.rels",
        bytes(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
              <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
            </Relationships>"""));
    parts.put(
        "word/_rels/document.xml.rels",
        bytes(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
              <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
            </Relationships>"""));
    parts.put(
        "word/styles.xml",
        bytes(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <w:styles %s>
              <w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
              <w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>
            </w:styles>"""
                .formatted(WORD_NAMES)));
    parts.put(
        "word/document.xml",
        bytes(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>%s<w:document %s><w:body>%s</w:body></w:document>"
                .formatted(doctype, WORD_NAMES, body)));
    return zip(parts);
  }

  static byte[] odt(String doctype, String body) throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("mimetype", bytes("application/vnd.oasis.opendocument.text"));
    parts.put(
        "content.xml",
        bytes(
            ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>%s<office:document-content"
                    + " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
                    + " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">"
                    + "<office:body><office:text>%s</office:text></office:body></office:document-content>")
                .formatted(doctype, body)));
    return zip(parts);
  }

  static byte[] pdf(int pages, boolean outlined) throws IOException {
    try (var document = new PDDocument()) {
      write(document, pages, outlined);
      return bytes(document);
    }
  }

  static byte[] encryptedPdf() throws IOException {
    try (var document = new PDDocument()) {
      write(document, 1, false);
      var policy = new StandardProtectionPolicy("owner", "user", new AccessPermission());
      policy.setEncryptionKeyLength(128);
      document.protect(policy);
      return bytes(document);
    }
  }

  private static byte[] bytes(PDDocument document) throws IOException {
    var bytes = new ByteArrayOutputStream();
    document.save(bytes);
    return bytes.toByteArray();
  }

  private static void write(PDDocument document, int pages, boolean outlined) throws IOException {
    var font = new PDType1Font(FontName.HELVETICA);
    List<PDPage> made = new ArrayList<>();
    for (int i = 1; i <= pages; i++) {
      var page = new PDPage();
      document.addPage(page);
      made.add(page);
      try (var content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(font, 16);
        content.newLineAtOffset(50, 740);
        content.showText("Chapter " + i);
        content.setFont(font, 10);
        for (int line = 0; line < (pages > 100 ? 1 : 40); line++) {
          content.newLineAtOffset(0, line == 0 ? -40 : -14);
          content.showText(
              "Page %d, line %d: the pump starts when the water is higher than the mark."
                  .formatted(i, line));
        }
        content.endText();
      }
    }
    if (outlined) {
      var outline = new PDDocumentOutline();
      document.getDocumentCatalog().setDocumentOutline(outline);
      for (int i = 1; i <= pages; i++) {
        var item = new PDOutlineItem();
        item.setTitle("Chapter " + i);
        item.setDestination(made.get(i - 1));
        outline.addLast(item);
      }
    }
  }
}
