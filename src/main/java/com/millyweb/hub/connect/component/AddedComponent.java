package com.millyweb.hub.connect.component;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A component that was fetched, in a folder of its name.
 *
 * @param version of Camel
 * @param licence as its project and those of its libraries say
 */
public record AddedComponent(
    String name, String version, Set<String> schemes, String licence, List<Path> jars) {
  private static final String FILE = "component.properties";

  static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  static AddedComponent read(Path folder) {
    var properties = new Properties();
    try (Reader in = Files.newBufferedReader(folder.resolve(FILE));
        Stream<Path> files = Files.list(folder)) {
      properties.load(in);
      return new AddedComponent(
          folder.getFileName().toString(),
          properties.getProperty("version", ""),
          new TreeSet<>(List.of(properties.getProperty("schemes", "").split(","))),
          properties.getProperty("licence", ""),
          files.filter(file -> file.toString().endsWith(".jar")).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read".formatted(folder), e);
    }
  }

  void write(Path folder) throws IOException {
    var properties = new Properties();
    properties.setProperty("version", version);
    properties.setProperty("schemes", String.join(",", schemes));
    properties.setProperty("licence", licence);
    try (Writer out = Files.newBufferedWriter(folder.resolve(FILE))) {
      properties.store(out, null);
    }
  }
}
