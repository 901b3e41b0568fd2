package com.millyweb.hub.ingress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Kinds of doors as their files are. */
public final class KindFixture {
  private KindFixture() {}

  /** A kind that comes with the hub. */
  public static Kind shipped(String name) {
    try {
      return read(name, Files.readString(Path.of("routes/ingress/%s.camel.yaml".formatted(name))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Kind read(String name, String yaml) {
    KindFile file = KindFile.read(name, yaml);
    return new Kind(name, file.scheme(), KindOptions.of(file.options()));
  }
}
