package com.millyweb.hub.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code postmaster.pid} says. It is a claim, not a fact: after a power cut its process may
 * be another program's, and in a copied folder it names the server of the original.
 *
 * @param data the folder that the server was started on
 * @param ready whether the server takes connections
 */
record PostmasterPid(long pid, Path data, Instant started, int port, boolean ready) {
  static final String FILE = "postmaster.pid";

  /** Far above what Postgres writes: one path and seven short lines. */
  private static final int MAX_BYTES = 16 * 1024;

  private static final int LINES_TO_PORT = 4;
  private static final int STATUS_LINE = 7;

  /**
   * Empty when there is none, or when it is not what Postgres writes: empty, cut short, garbage.
   */
  static Optional<PostmasterPid> read(Path folder) throws IOException {
    String text;
    try (InputStream in = Files.newInputStream(folder.resolve(FILE))) {
      text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return Optional.ofNullable(parse(text.lines().toList()));
  }

  private static @Nullable PostmasterPid parse(List<String> lines) {
    if (lines.size() < LINES_TO_PORT) {
      return null;
    }
    try {
      long pid = Long.parseLong(lines.get(0).strip());
      int port = Integer.parseInt(lines.get(3).strip());
      if (pid < 1 || port < 1 || port > 65_535) {
        return null;
      }
      return new PostmasterPid(
          pid,
          Path.of(lines.get(1)),
          Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip())),
          port,
          lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready"));
    } catch (NumberFormatException | InvalidPathException | DateTimeException e) {
      return null;
    }
  }
}
