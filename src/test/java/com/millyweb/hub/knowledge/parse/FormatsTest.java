package com.millyweb.hub.knowledge.parse;

import static com.millyweb.hub.knowledge.parse.Documents.bytes;
import static com.millyweb.hub.knowledge.parse.Parser.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.poi.hslf.usermodel.HSLFSlideShow;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of document that the hub reads becomes text with its headings. */
class FormatsTest {
  @TempDir static Path home;
  private static Parser parser;

  @BeforeAll
  static void start() {
    parser = new Parser(home);
  }

  @AfterAll
  static void stop() {
    parser.close();
  }

  @Test
  void markdown_has_its_headings() throws Exception {
    ParsedDocument document =
        parser.parse(
            bytes(
                """
                ---
                title: "Pumps"
                ---
                # Cellar
                It is *wet* there.

                ## The [pump](http://x) `P1` ##
                - first
                - second

                ```sh
                # no heading
                ```
                Attic
                =====
                Dry.
                ## Nothing below
                """),
            "pumps.md");
    assertThat(document.title()).isEqualTo("Pumps");
    assertThat(document.contentType()).isEqualTo("text/markdown");
    assertThat(document.blocks())
        .containsExactly(
            new Block("It is *wet* there.", List.of("Cellar"), 0),
            new Block(
                "- first\n- second\n\n```sh\n# no heading\n```",
                List.of("Cellar", "The pump P1"),
                0),
            new Block("Dry.", List.of("Attic"), 0),
            new Block("Nothing below", List.of("Attic"), 0));
  }

  @Test
  void text_is_read_in_the_encoding_that_it_has() throws Exception {
    String german =
        "Die Pumpe läuft, wenn das Wasser höher steht als die Marke. Für den Betrieb muß sie geölt sein. ";
    ParsedDocument utf8 = parser.parse(bytes(german), "pumpe.txt");
    ParsedDocument latin =
        parser.parse(german.repeat(5).getBytes(StandardCharsets.ISO_8859_1), "pumpe.txt");
    ParsedDocument wide =
        parser.parse(("\ufeff" + german).getBytes(StandardCharsets.UTF_16LE), "pumpe.txt");
    assertThat(text(utf8)).isEqualTo(german.strip());
    assertThat(text(latin)).startsWith(german.strip());
    assertThat(text(wide)).isEqualTo(german.strip());
    assertThat(latin.language()).isEqualTo("de");
  }

  @Test
  void languages_are_told_apart() throws Exception {
    assertThat(parser.parse(bytes(Documents.PROSE), "a.txt").language()).isEqualTo("en");
    assertThat(
            parser
                .parse(
                    bytes(
                        "La pompe de la cave se met en marche quand l'eau est plus haute que le repère, et elle s'arrête quand il n'y a plus d'eau dans le puits."),
                    "a.txt")
                .language())
        .isEqualTo("fr");
    assertThat(parser.parse(bytes("4711 0815 EUR 12,50 Nr. 17"), "a.txt").language()).isNull();
  }

  @Test
  void html_has_its_headings_and_no_scripts() throws Exception {
    ParsedDocument document =
        parser.parse(
            bytes(
                """
                <!DOCTYPE html><html lang="en"><head><title>Pumps</title><style>p {}</style></head><body>
                <script>var hidden = 1;</script>
                <h1>Cellar</h1><p>It is <b>wet</b> there.</p>
                <ul><li>first</li><li><p>second</p></li></ul>
                <h2>Parts</h2><table><tr><th>Part</th><th>Price</th></tr><tr><td>Seal</td><td>12.50</td></tr></table>
                </body></html>"""),
            "page.html",
            "text/html; charset=utf-8");
    assertThat(document.title()).isEqualTo("Pumps");
    assertThat(document.contentType()).isEqualTo("text/html");
    assertThat(document.language()).isEqualTo("en");
    assertThat(document.blocks())
        .containsExactly(
            new Block("It is wet there.\n\n- first\n- second", List.of("Cellar"), 0),
            new Block("Part | Price\nSeal | 12.50", List.of("Cellar", "Parts"), 0));
  }

  @Test
  void a_pdf_has_its_pages_and_the_headings_of_its_outline() throws Exception {
    ParsedDocument document = parser.parse(Documents.pdf(3, true), "manual.pdf");
    assertThat(document.contentType()).isEqualTo("application/pdf");
    assertThat(document.language()).isEqualTo("en");
    assertThat(document.blocks()).extracting(Block::page).containsExactly(1, 2, 3);
    assertThat(document.blocks())
        .extracting(Block::headings)
        .containsExactly(List.of("Chapter 1"), List.of("Chapter 2"), List.of("Chapter 3"));
    assertThat(document.blocks().get(1).text())
        .startsWith("Page 2, line 0: the pump")
        .doesNotContain("Chapter");
  }

  @Test
  void a_pdf_without_an_outline_has_its_pages() throws Exception {
    ParsedDocument document = parser.parse(Documents.pdf(2, false), "manual.pdf");
    assertThat(document.blocks()).extracting(Block::page).containsExactly(1, 2);
    assertThat(document.blocks().get(1).text()).startsWith("Chapter 2").contains("Page 2, line 39");
    assertThat(document.truncated()).isFalse();
  }

  @Test
  void word_documents_have_their_headings_and_tables() throws Exception {
    ParsedDocument document = parser.parse(Documents.docx(2), "manual.docx");
    assertThat(document.title()).isEqualTo("Manual of the pump");
    assertThat(document.blocks())
        .extracting(Block::headings)
        .containsExactly(
            List.of("Manual of the pump", "Section 1"), List.of("Manual of the pump", "Section 2"));
    assertThat(document.blocks().get(0).text()).startsWith("Paragraph of section 1. The pump");
    assertThat(document.blocks().get(1).text()).endsWith("Part | Price\nSeal | 12.50");
  }

  @Test
  void open_documents_have_their_headings() throws Exception {
    ParsedDocument document =
        parser.parse(
            Documents.odt(
                "",
                "<text:h text:outline-level=\"1\">Cellar</text:h><text:p>It is wet there.</text:p>"
                    + "<text:h text:outline-level=\"2\">Pump</text:h><text:p>It runs.</text:p>"),
            "cellar.odt");
    assertThat(document.contentType()).isEqualTo("application/vnd.oasis.opendocument.text");
    assertThat(document.blocks())
        .containsExactly(
            new Block("It is wet there.", List.of("Cellar"), 0),
            new Block("It runs.", List.of("Cellar", "Pump"), 0));
  }

  @Test
  void sheets_are_headings_of_their_rows() throws Exception {
    for (var workbook : List.of(new XSSFWorkbook(), new HSSFWorkbook())) {
      var bytes = new ByteArrayOutputStream();
      try (workbook) {
        var sheet = workbook.createSheet("Parts");
        sheet.createRow(0).createCell(0).setCellValue("Seal");
        sheet.getRow(0).createCell(1).setCellValue(12.5);
        sheet.createRow(1).createCell(0).setCellFormula("1+2");
        workbook.write(bytes);
      }
      ParsedDocument document = parser.parse(bytes.toByteArray(), "parts.sheet");
      assertThat(document.blocks().get(0).headings()).containsExactly("Parts");
      assertThat(document.blocks().get(0).text()).startsWith("Seal | 12.5");
    }
  }

  @Test
  void slides_are_pages() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var show = new XMLSlideShow()) {
      for (String text : List.of("The pump starts", "The pump stops")) {
        var box = show.createSlide().createTextBox();
        box.setText(text);
      }
      show.write(bytes);
    }
    ParsedDocument document = parser.parse(bytes.toByteArray(), "talk.pptx");
    assertThat(document.blocks())
        .containsExactly(
            new Block("The pump starts", List.of(), 1), new Block("The pump stops", List.of(), 2));
  }

  @Test
  void a_mail_has_its_subject_and_its_attachments() throws Exception {
    ParsedDocument document =
        parser.parse(
            bytes(
                """
                From: ada@example.org
                To: bob@example.org
                Subject: About the pump
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="b"

                --b
                Content-Type: text/plain; charset=utf-8

                It makes a noise.
                --b
                Content-Type: text/markdown; name="notes.md"
                Content-Disposition: attachment; filename="notes.md"

                # Noise
                It comes from below.
                --b--
                """
                    .replace("\n", "\r\n")),
            "pump.eml");
    assertThat(document.contentType()).isEqualTo("message/rfc822");
    assertThat(document.title()).isEqualTo("About the pump");
    assertThat(document.blocks())
        .contains(
            new Block("It makes a noise.", List.of(), 0),
            new Block("It comes from below.", List.of("notes.md", "Noise"), 0));
  }

  @Test
  void a_book_has_its_chapters() throws Exception {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("mimetype", bytes("application/epub+zip"));
    parts.put(
        "META-INF/container.xml",
        bytes(
            "<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"book.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>"));
    parts.put(
        "book.opf",
        bytes(
            "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"2.0\"><metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Pumps</dc:title></metadata>"
                + "<manifest><item id=\"c1\" href=\"c1.xhtml\" media-type=\"application/xhtml+xml\"/></manifest><spine><itemref idref=\"c1\"/></spine></package>"));
    parts.put(
        "c1.xhtml",
        bytes(
            "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.1//EN\" \"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd\"><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>x</title></head><body><h1>Cellar</h1><p>It is wet there.</p></body></html>"));
    ParsedDocument document = parser.parse(Documents.zip(parts), "pumps.epub");
    assertThat(document.contentType()).isEqualTo("application/epub+zip");
    assertThat(document.title()).isEqualTo("Pumps");
    assertThat(document.blocks()).contains(new Block("It is wet there.", List.of("Cellar"), 0));
  }

  @Test
  void rich_text_tables_and_data_are_read() throws Exception {
    assertThat(
            text(
                parser.parse(
                    bytes(
                        "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}\\pard The pump {\\b runs}.\\par Again.}"),
                    "a.rtf")))
        .contains("The pump runs.", "Again.");
    assertThat(text(parser.parse(bytes("part,price\nseal,12.50\nscrew,0.10\n"), "a.csv")))
        .contains("seal,12.50\nscrew");
    assertThat(text(parser.parse(bytes("{\"pump\": {\"on\": true}}"), "a.json")))
        .contains("\"pump\"");
    assertThat(text(parser.parse(bytes("<pump><state>running</state></pump>"), "a.xml")))
        .contains("running");
  }

  @Test
  void the_files_of_an_archive_are_read_below_their_names() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("docs/cellar.md", bytes("# Cellar\nIt is wet there.\n"));
    files.put("docs/manual.docx", Documents.docx(1));
    files.put("docs/manual.pdf", Documents.pdf(1, true));
    files.put("picture.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0});
    ParsedDocument document = parser.parse(Documents.zip(files), "all.zip");
    assertThat(document.blocks())
        .contains(new Block("It is wet there.", List.of("docs/cellar.md", "Cellar"), 0))
        .anySatisfy(
            block ->
                assertThat(block.headings())
                    .containsExactly("docs/manual.docx", "Manual of the pump", "Section 1"))
        .anySatisfy(
            block -> {
              assertThat(block.headings()).containsExactly("docs/manual.pdf", "Chapter 1");
              assertThat(block.page()).isEqualTo(1);
            });
  }

  @Test
  void slides_of_old_programs_are_pages_too() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var show = new HSLFSlideShow()) {
      for (String text : List.of("The pump starts", "The pump stops")) {
        var box = show.createSlide().createTextBox();
        box.setText(text);
        box.setAnchor(new Rectangle(10, 10, 300, 100));
      }
      show.write(bytes);
    }
    assertThat(parser.parse(bytes.toByteArray(), "talk.ppt").blocks())
        .anySatisfy(
            block -> assertThat(block).isEqualTo(new Block("The pump stops", List.of(), 2)));
  }

  @Test
  void archives_of_other_kinds_are_opened_too() throws Exception {
    byte[] text = bytes("It is wet there.");
    var packed = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(packed))) {
      var entry = new TarArchiveEntry("cellar.txt");
      entry.setSize(text.length);
      tar.putArchiveEntry(entry);
      tar.write(text);
      tar.closeArchiveEntry();
    }
    assertThat(text(parser.parse(packed.toByteArray(), "all.tar.gz")))
        .isEqualTo("It is wet there.");
    Path file = home.resolve("all.7z");
    try (var seven = new SevenZOutputFile(file.toFile())) {
      var entry = new SevenZArchiveEntry();
      entry.setName("cellar.txt");
      entry.setLastModifiedTime(FileTime.fromMillis(0));
      seven.putArchiveEntry(entry);
      seven.write(text);
      seven.closeArchiveEntry();
    }
    assertThat(text(parser.parse(Files.readAllBytes(file), "all.7z")))
        .isEqualTo("It is wet there.");
  }

  @Test
  void of_much_text_the_beginning_is_taken() throws Exception {
    try (var small = new Parser(home.resolve("small"), "text=1000")) {
      for (String name : List.of("a.md", "a.html")) {
        ParsedDocument document =
            small.parse(bytes("<p>" + Documents.PROSE.repeat(100) + "</p>"), name);
        assertThat(document.truncated()).isTrue();
        assertThat(text(document).length()).isBetween(900, 1000);
      }
      ParsedDocument headings = small.parse(bytes("# All are headings\n".repeat(1000)), "a.md");
      assertThat(headings.truncated()).isTrue();
      assertThat(headings.blocks()).hasSizeLessThan(70);
    }
  }
}
