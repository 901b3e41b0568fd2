package com.millyweb.hub.knowledge;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A content on disk, so that its hash is known before anybody works on it. Of what is too large,
 * just enough to see that.
 */
record Spooled(Path file, byte[] hash, long size) implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  static Spooled of(InputStream content, long largest, Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "document", ".tmp");
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      long size = 0;
      try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
        byte[] buffer = new byte[BUFFER];
        int read = content.read(buffer);
        for (; read >= 0 && size <= largest; read = content.read(buffer)) {
          out.write(buffer, 0, read);
          size += read;
        }
      }
      return new Spooled(file, digest.digest(), size);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  InputStream open() throws IOException {
    return new BufferedInputStream(Files.newInputStream(file));
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
