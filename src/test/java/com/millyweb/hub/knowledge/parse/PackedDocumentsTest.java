package com.millyweb.hub.knowledge.parse;

import static com.millyweb.hub.knowledge.parse.Documents.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Archives that unpack to far more than they are, or without an end. */
class PackedDocumentsTest extends HarmfulDocuments {
  private static final long GIGABYTE = DataSize.ofGigabytes(1).toBytes();

  @Test
  void a_gigabyte_of_zeros_in_an_archive_is_passed_over() throws Exception {
    ParsedDocument document =
        parser.parse(Documents.zipOf("zeros.bin", (byte) 0, GIGABYTE), "zeros.zip");
    assertThat(document.blocks()).isEmpty();
  }

  @Test
  void a_gigabyte_of_one_letter_in_an_archive_is_a_bomb() throws Exception {
    byte[] bomb = Documents.zipOf("a.txt", (byte) 'a', GIGABYTE);
    assertThat(bomb.length).isLessThan(2_000_000);
    ParsedDocument read = parser.parsedOrRefused(bomb, "a.zip", "bomb");
    if (read != null) {
      Parser.assertBounded(read);
    }
  }

  @Test
  void archives_in_archives_may_not_unpack_to_more_than_they_should() throws Exception {
    Map<String, byte[]> inner = new LinkedHashMap<>();
    byte[] hundred = stored(DataSize.ofMegabytes(100).toBytes());
    for (int i = 0; i < 10; i++) {
      inner.put(i + ".zip", hundred);
    }
    byte[] bomb = Documents.zip(Map.of("all.zip", Documents.zip(inner)));
    assertThat(bomb.length).isLessThan(3_000_000);
    parser.assertRefused(bomb, "all.zip", "bomb");
  }

  /** An archive that is as large as what it holds, but packs well itself. */
  private static byte[] stored(long size) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.setLevel(0);
      zip.putNextEntry(new ZipEntry("a.bin"));
      byte[] part = new byte[1 << 20];
      for (long written = 0; written < size; written += part.length) {
        zip.write(part);
      }
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  @Test
  void archives_without_an_end_are_not_followed() throws Exception {
    byte[] nested = bytes("at the bottom");
    String name = "bottom.txt";
    for (int i = 0; i < 100; i++) {
      nested = Documents.zip(Map.of(name, nested));
      name = "deeper.zip";
    }
    parser.assertRefused(nested, "nested.zip", "bomb");
  }

  @Test
  void a_packed_stream_in_packed_streams_is_bounded() throws Exception {
    byte[] packed = gzip(GIGABYTE);
    packed = gzip(packed);
    packed = gzip(packed);
    ParsedDocument read = parser.parsedOrRefused(packed, "zeros.gz", "bomb");
    if (read != null) {
      assertThat(read.blocks()).isEmpty();
    }
  }

  private static byte[] gzip(byte[] content) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(long zeros) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      byte[] part = new byte[1 << 20];
      for (long written = 0; written < zeros; written += part.length) {
        gzip.write(part);
      }
    }
    return bytes.toByteArray();
  }
}
