package com.millyweb.hub.knowledge.parse;

import static com.millyweb.hub.knowledge.parse.Documents.bytes;
import static com.millyweb.hub.knowledge.parse.Parser.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/**
 * Documents that were made to harm are refused with a reason or read within bounds, and the next
 * one is read as ever.
 */
class HostileDocumentsTest extends HarmfulDocuments {
  private static final long GIGABYTE = DataSize.ofGigabytes(1).toBytes();
  private static final String SECRET = "the-password-of-the-house";

  @Test
  void a_word_document_that_unpacks_to_a_gigabyte_is_bounded() throws Exception {
    byte[] bomb = docxOf(GIGABYTE, "<w:t>", "</w:t>");
    ParsedDocument read = parser.parsedOrRefused(bomb, "bomb.docx", "bomb", "memory");
    if (read != null) {
      Parser.assertBounded(read);
    }
  }

  @Test
  void a_text_that_no_memory_holds_ends_the_process_and_nothing_else() throws Exception {
    byte[] bomb = docxOf(DataSize.ofMegabytes(450).toBytes(), "<w:t a=\"", "\"/>");
    assertThat(catchThrowable(() -> parser.parse(bomb, "attribute.docx")))
        .isInstanceOfSatisfying(
            UnreadableDocument.class, e -> assertThat(e.reason()).isIn("memory", "bomb", "broken"));
  }

  /** With an element that is made of one letter. */
  private static byte[] docxOf(long size, String before, String after) throws Exception {
    byte[] small = Documents.docx("", "<w:p><w:r>@@</w:r></w:p>");
    var bytes = new ByteArrayOutputStream();
    try (var from = new ZipInputStream(new ByteArrayInputStream(small));
        var to = new ZipOutputStream(bytes)) {
      for (var entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
        to.putNextEntry(new ZipEntry(entry.getName()));
        String content = new String(from.readAllBytes(), StandardCharsets.UTF_8);
        if (content.contains("@@")) {
          String[] parts = content.split("@@");
          to.write(bytes(parts[0] + before));
          byte[] part = new byte[1 << 20];
          Arrays.fill(part, (byte) 'a');
          for (long written = 0; written < size; written += part.length) {
            to.write(part);
          }
          to.write(bytes(after + parts[1]));
        } else {
          to.write(bytes(content));
        }
        to.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void entities_bring_neither_files_nor_answers_of_other_machines_into_a_text() throws Exception {
    Path secret = Files.writeString(home.resolve("secret.txt"), SECRET);
    Queue<String> asked = new ConcurrentLinkedQueue<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      for (String doctype :
          new String[] {
            "<!DOCTYPE %s [<!ENTITY web SYSTEM \"URL/entity\"><!ENTITY file SYSTEM \"FILE\">]>",
            "<!DOCTYPE %s SYSTEM \"URL/dtd\" [<!ENTITY web \"\"><!ENTITY file SYSTEM \"FILE\">]>",
            "<!DOCTYPE %s [<!ENTITY %% p SYSTEM \"URL/parameter\"> %%p; <!ENTITY web \"\"><!ENTITY file SYSTEM \"FILE\">]>"
          }) {
        String filled = doctype.replace("URL", url).replace("FILE", secret.toUri().toString());
        String body = "before &web; &file; after";
        attempt(
            Documents.docx(
                filled.formatted("w:document"), "<w:p><w:r><w:t>" + body + "</w:t></w:r></w:p>"),
            "a.docx");
        attempt(
            Documents.odt(
                filled.formatted("office:document-content"), "<text:p>" + body + "</text:p>"),
            "a.odt");
        String declaration = "<?xml version=\"1.0\"?>";
        attempt(bytes(declaration + filled.formatted("a") + "<a>" + body + "</a>"), "a.xml");
        attempt(
            bytes(
                declaration
                    + filled.formatted("svg")
                    + "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>"
                    + body
                    + "</text><image href=\""
                    + url
                    + "/image\"/></svg>"),
            "a.svg");
        attempt(
            bytes(
                declaration
                    + filled.formatted("html")
                    + "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><link rel=\"stylesheet\" href=\""
                    + url
                    + "/css\"/></head><body><p>"
                    + body
                    + "</p><img src=\""
                    + url
                    + "/img\"/><iframe src=\""
                    + url
                    + "/frame\"/></body></html>"),
            "a.xhtml");
      }
      assertThat(asked).isEmpty();
    } finally {
      server.stop(0);
    }
  }

  private static void attempt(byte[] document, String name) throws Exception {
    try {
      assertThat(text(parser.parse(document, name))).doesNotContain(SECRET);
    } catch (UnreadableDocument e) {
      assertThat(e.reason()).isIn("broken", "bomb");
    }
  }

  @Test
  void entities_that_multiply_are_stopped() throws Exception {
    var laughs = new StringBuilder("<!DOCTYPE %s [<!ENTITY l0 \"ha\">");
    for (int i = 1; i < 12; i++) {
      laughs.append("<!ENTITY l%d \"%s\">".formatted(i, ("&l" + (i - 1) + ";").repeat(10)));
    }
    String doctype = laughs.append("]>").toString();
    for (Map.Entry<String, byte[]> hostile :
        Map.of(
                "a.xml", bytes(doctype.formatted("a") + "<a>&l11;</a>"),
                "a.docx",
                    Documents.docx(
                        doctype.formatted("w:document"), "<w:p><w:r><w:t>&l11;</w:t></w:r></w:p>"),
                "a.odt",
                    Documents.odt(
                        doctype.formatted("office:document-content"), "<text:p>&l11;</text:p>"))
            .entrySet()) {
      ParsedDocument read =
          parser.parsedOrRefused(hostile.getValue(), hostile.getKey(), "bomb", "broken");
      if (read != null) {
        assertThat(text(read).length()).isLessThan(100_000);
      }
    }
  }

  @Test
  void ten_thousand_pages_are_read() throws Exception {
    ParsedDocument document = parser.parse(Documents.pdf(10_000, true), "long.pdf");
    assertThat(document.truncated()).isFalse();
    assertThat(document.blocks()).hasSize(10_000);
    assertThat(document.blocks().get(9_999).page()).isEqualTo(10_000);
    assertThat(document.blocks().get(9_999).headings()).containsExactly("Chapter 10000");
  }

  @Test
  void what_needs_a_password_is_refused() throws Exception {
    parser.assertRefused(Documents.encryptedPdf(), "a.pdf", "encrypted");
    var bytes = new ByteArrayOutputStream();
    try (var files = new POIFSFileSystem()) {
      var encryption = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
      encryption.confirmPassword("password");
      try (var stream = encryption.getDataStream(files)) {
        stream.write(Documents.docx(1));
      }
      files.writeFilesystem(bytes);
    }
    parser.assertRefused(bytes.toByteArray(), "a.docx", "encrypted");
  }

  @Test
  void half_a_document_is_broken_or_says_that_text_is_missing() throws Exception {
    for (Map.Entry<String, byte[]> whole :
        Map.of(
                "a.pdf", Documents.pdf(20, true),
                "a.docx", Documents.docx(20),
                "a.odt", Documents.odt("", "<text:p>" + Documents.PROSE.repeat(50) + "</text:p>"))
            .entrySet()) {
      byte[] half = Arrays.copyOf(whole.getValue(), whole.getValue().length / 2);
      ParsedDocument read = parser.parsedOrRefused(half, whole.getKey(), "broken", "unsupported");
      if (read != null) {
        assertThat(read.truncated()).isTrue();
      }
    }
  }

  @Test
  void the_content_says_what_a_document_is_and_not_its_name() throws Exception {
    byte[] program = new byte[2000];
    byte[] start = bytes("MZ\u0090\u0000\u0003");
    System.arraycopy(start, 0, program, 0, start.length);
    program[0x3c] = (byte) 0x80;
    System.arraycopy(bytes("PE\0\0"), 0, program, 0x80, 4);
    parser.assertRefused(program, "invoice.pdf", "unsupported");
    byte[] picture = new byte[500];
    System.arraycopy(
        new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, 0, picture, 0, 8);
    assertThat(catchThrowable(() -> parser.parse(picture, "report.docx")))
        .isInstanceOf(UnreadableDocument.class)
        .hasMessage("'report.docx' cannot be read: it is image/png, which the hub does not read");
  }

  @Test
  void nothing_is_no_document() throws Exception {
    assertThat(catchThrowable(() -> parser.parse(new byte[0], "empty.pdf")))
        .isInstanceOf(UnreadableDocument.class)
        .hasMessage("'empty.pdf' cannot be read: it is empty");
    parser.assertRefused(new byte[0], "empty.md", "broken");
  }

  @Test
  void what_is_too_large_is_not_even_kept() throws Exception {
    InputStream text = new EndlessText(DataSize.ofMegabytes(200).toBytes());
    assertThat(catchThrowable(() -> parser.processes.parse(text, "large.txt", "text/plain")))
        .isInstanceOfSatisfying(
            UnreadableDocument.class, e -> assertThat(e.reason()).isEqualTo("too-large"));
  }

  @Test
  void elements_in_elements_without_an_end_are_read_within_bounds() throws Exception {
    byte[] page =
        bytes(
            "<html><body>" + "<div>".repeat(100_000) + "at the bottom" + "</div>".repeat(100_000));
    ParsedDocument read = parser.parsedOrRefused(page, "deep.html", "bomb", "broken");
    if (read != null) {
      assertThat(text(read)).contains("at the bottom");
    }
    byte[] xml = bytes("<a>".repeat(100_000) + "at the bottom" + "</a>".repeat(100_000));
    parser.parsedOrRefused(xml, "deep.xml", "bomb", "broken");
  }

  @Test
  void a_line_without_an_end_is_read() throws Exception {
    ParsedDocument document = parser.parse(bytes("word ".repeat(1_000_000)), "line.md");
    assertThat(document.truncated()).isFalse();
    Parser.assertBounded(document);
  }

  /** They are read in the hub itself, where nothing gives up on them. */
  @Test
  void lines_of_text_that_make_patterns_go_back_and_back_are_read_at_once() {
    String spaces = " ".repeat(19_000);
    for (String line :
        List.of(
            "title:" + spaces + "\u2028x",
            "title: '" + "'".repeat(19_000) + "\u2028x",
            "#" + spaces + "\u2028x",
            "# x" + spaces + "x",
            "# x" + " #".repeat(9_000) + "x",
            "# " + "#".repeat(19_000) + "x",
            "# " + "[".repeat(19_000),
            "# " + "[](".repeat(6_000),
            "# " + "_".repeat(19_000),
            "`".repeat(19_000) + "\u2028x",
            "~".repeat(19_000) + "\u2028x",
            "x\n" + "=".repeat(19_000) + "x",
            "x\n---" + spaces + "x")) {
      String opening = line.startsWith("title:") ? "---\n" : "";
      String document = opening + (line + "\n").repeat(50);
      ParsedDocument read =
          assertTimeoutPreemptively(
              Duration.ofSeconds(20),
              () -> parser.parse(bytes(document), "a.md"),
              line.substring(0, 10));
      assertThat(read.truncated()).isFalse();
      assertThat(read.blocks()).isNotEmpty();
      Parser.assertBounded(read);
    }
  }

  @Test
  void characters_that_no_database_takes_are_left_out() throws Exception {
    ParsedDocument document = parser.parse(bytes("<p>a\u0000b&#xD800;c</p>"), "a.html");
    assertThat(text(document)).doesNotContain("\u0000").matches("a.?b.?c");
  }
}
