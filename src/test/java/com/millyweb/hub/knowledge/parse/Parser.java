package com.millyweb.hub.knowledge.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.millyweb.hub.home.TestWorkFolder;
import com.millyweb.hub.home.WorkFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Reads documents as the hub does, with settings of its own. */
final class Parser implements AutoCloseable {
  private final WorkFolder work;
  final ParsingProcesses processes;

  Parser(Path home, String... settings) {
    Map<String, String> all = new HashMap<>();
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      all.put("hub.knowledge.parse." + parts[0], parts[1]);
    }
    ParseProperties properties =
        new Binder(new MapConfigurationPropertySource(all))
            .bindOrCreate("hub.knowledge.parse", ParseProperties.class);
    work = TestWorkFolder.in(home);
    processes = new ParsingProcesses(properties, work);
  }

  ParsedDocument parse(byte[] content, String name)
      throws UnreadableDocument, IOException, InterruptedException {
    return parse(content, name, null);
  }

  ParsedDocument parse(byte[] content, String name, @Nullable String type)
      throws UnreadableDocument, IOException, InterruptedException {
    return processes.parse(new ByteArrayInputStream(content), name, type);
  }

  /** Null when it is refused for one of these reasons. */
  @Nullable ParsedDocument parsedOrRefused(byte[] document, String name, String... reasons)
      throws IOException, InterruptedException {
    try {
      return parse(document, name);
    } catch (UnreadableDocument e) {
      assertThat(e.reason()).isIn((Object[]) reasons);
      return null;
    }
  }

  void assertRefused(byte[] document, String name, String reason) {
    assertThat(catchThrowable(() -> parse(document, name)))
        .isInstanceOfSatisfying(
            UnreadableDocument.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  /** Whatever came before, the next document is read, and nothing of the others is left. */
  void assertReadsOn() throws UnreadableDocument, IOException, InterruptedException {
    assertThat(parse(Documents.docx(1), "next.docx").blocks()).hasSize(1);
    assertThat(left())
        .allSatisfy(file -> assertThat(file.getFileName().toString()).endsWith(".cache"));
  }

  static void assertBounded(ParsedDocument document) {
    assertThat(text(document).length()).isLessThan(5_100_000);
    assertThat(document.blocks())
        .allSatisfy(block -> assertThat(block.text().length()).isLessThanOrEqualTo(Blocks.LONGEST));
  }

  /** The files that it has put down and not removed, besides the folders of living processes. */
  List<Path> left() throws IOException {
    try (var files = Files.walk(work.folder("parse"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  static String text(ParsedDocument document) {
    return String.join("\n\n", document.blocks().stream().map(Block::text).toList());
  }

  /** The processes that read documents for this JVM; nothing else in these tests is a JVM's. */
  static List<ProcessHandle> children() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .filter(child -> child.info().command().orElse("").endsWith("java"))
        .toList();
  }

  @Override
  public void close() {
    processes.close();
    work.close();
  }
}
