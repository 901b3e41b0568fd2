package com.millyweb.hub.knowledge.parse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.unit.DataSize;

/**
 * A program with little memory that reads the documents of a folder, and then waits to be killed.
 */
final class SmallCaller {
  private SmallCaller() {}

  /**
   * @param arguments the folder of documents, and one for work
   */
  public static void main(String[] arguments) throws Exception {
    try (var parser = new Parser(Path.of(arguments[1]), "largest=300MB", "timeout=3m");
        var documents = Files.newDirectoryStream(Path.of(arguments[0]))) {
      for (Path document : documents) {
        try (InputStream content = Files.newInputStream(document)) {
          tell(parser, content, document.getFileName().toString());
        }
      }
      tell(parser, new EndlessText(DataSize.ofMegabytes(200).toBytes()), "text.txt");
      tell(parser, new ByteArrayInputStream(Documents.pdf(2, true)), "last.pdf");
      tell(parser, new ByteArrayInputStream(Documents.docx(1)), "last.docx");
      System.out.println("done");
      System.in.read();
    }
  }

  private static void tell(Parser parser, InputStream content, String name)
      throws IOException, InterruptedException {
    try {
      ParsedDocument read = parser.processes.parse(content, name, null);
      System.out.printf("%s %d %b%n", name, read.blocks().size(), read.truncated());
    } catch (UnreadableDocument e) {
      System.out.printf("%s %s%n", name, e.reason());
    }
  }
}
