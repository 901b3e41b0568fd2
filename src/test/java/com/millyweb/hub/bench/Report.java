package com.millyweb.hub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The results as Markdown, printed while they come. */
final class Report {
  private final Path file;
  private final List<String> lines = new ArrayList<>();

  Report(Path file) {
    this.file = file;
  }

  void machine() {
    add("# Benchmark");
    add("");
    add(
        "%d cores, JDK %s, load generator and Postgres on the same machine, fsync and synchronous_commit on."
            .formatted(
                Runtime.getRuntime().availableProcessors(), System.getProperty("java.version")));
  }

  void section(String title) {
    add("");
    add("## " + title);
    add("");
  }

  void header(String... cells) {
    row(cells);
    add("|---".repeat(cells.length) + "|");
  }

  void row(String... cells) {
    add("| " + String.join(" | ", cells) + " |");
  }

  void write() throws IOException {
    Files.write(file, lines);
    System.out.println("Written to " + file);
  }

  private void add(String line) {
    lines.add(line);
    System.out.println(line);
  }
}
