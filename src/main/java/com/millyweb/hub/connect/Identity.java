package com.millyweb.hub.connect;

import com.millyweb.hub.home.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** What tells this hub from others at a server that both connect to; it survives restarts. */
final class Identity {
  private static final String FILE = "hub.id";

  private Identity() {}

  static synchronized String of(Path home) {
    Path file = home.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        PrivateFiles.createDirectory(home);
        PrivateFiles.write(file, UUID.randomUUID().toString());
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read or written".formatted(file), e);
    }
  }
}
