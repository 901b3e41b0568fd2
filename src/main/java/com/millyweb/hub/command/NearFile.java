package com.millyweb.hub.command;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.config.Nearest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says that a file or a folder is not there, and which one was probably meant. */
final class NearFile {
  private static final int MAX_DEPTH = 8;
  private static final int MOST = 10_000;
  private static final String YAML = ".yaml";

  private NearFile() {}

  /** Whether it was to be a file, and not a folder of routes. */
  static boolean isFile(String written) {
    return written.endsWith(YAML) || written.endsWith(".yml");
  }

  static String missing(String written) {
    Path path = Path.of(written);
    String near = near(path);
    return "There is no %s %s%s"
        .formatted(
            isFile(written) ? "file" : "folder of routes",
            written,
            near == null ? "" : "; did you mean %s?".formatted(near));
  }

  /** Of the same folder by its name; else the file of that name in another folder. */
  private static @Nullable String near(Path path) {
    Path folder = path.getParent();
    Path there = folder;
    while (there != null && !Files.isDirectory(there)) {
      there = there.getParent();
    }
    Path above = there == null ? Path.of("") : there;
    boolean beside = folder == null || folder.equals(there);
    Map<String, Path> names = names(above, beside ? 1 : MAX_DEPTH, isFile(path.toString()));
    String nearest =
        beside
            ? Nearest.to(named(path.getFileName()), names.keySet())
            : names.keySet().stream()
                .filter(name -> name.equals(named(path.getFileName())))
                .findFirst()
                .orElse(null);
    return nearest == null ? null : String.valueOf(names.get(nearest));
  }

  private static Map<String, Path> names(Path folder, int depth, boolean files) {
    Map<String, Path> names = new TreeMap<>();
    try (Stream<Path> found = Files.walk(folder, depth)) {
      List<Path> all = found.skip(1).limit(MOST).sorted().toList();
      for (Path one : all) {
        if (files ? one.toString().endsWith(YAML) : Files.isDirectory(one)) {
          names.putIfAbsent(named(one.getFileName()), one);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // without advice
    }
    return names;
  }

  /** What is common to all names counts nothing. */
  private static String named(Path name) {
    return name.toString().replace(RouteText.SUFFIX, "");
  }
}
