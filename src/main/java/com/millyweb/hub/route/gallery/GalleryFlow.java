package com.millyweb.hub.route.gallery;

import com.millyweb.hub.camel.RouteText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A flow of the gallery.
 *
 * @param files by their path in a folder of routes
 */
public record GalleryFlow(String name, SortedMap<String, String> files) {
  /** A folder cannot be written by half: nothing is there before all of it can be. */
  public static final class Taken extends IOException {
    private static final long serialVersionUID = 1;

    Taken(Path file) {
      super("%s is there already; nothing was copied".formatted(file));
    }
  }

  public GalleryFlow {
    files = new TreeMap<>(files);
  }

  /** What it does: the head comment of its first route file, up to the first empty line. */
  public String description() {
    return head().isEmpty() ? "" : head().get(0);
  }

  /** What must be set before it does anything: the head comment from "Needs" on. */
  public List<String> needs() {
    return head().stream().dropWhile(line -> !line.startsWith("Needs ")).toList();
  }

  private List<String> head() {
    return files.entrySet().stream()
        .filter(file -> file.getKey().endsWith(RouteText.SUFFIX))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElse("")
        .lines()
        .takeWhile(line -> line.startsWith("#"))
        .map(line -> line.substring(1).strip())
        .toList();
  }

  /**
   * Writes its files into a folder of routes.
   *
   * @return what was written
   * @throws Taken when one of them is there already
   */
  public List<Path> copy(Path routes) throws IOException {
    for (String file : files.keySet()) {
      if (Files.exists(routes.resolve(file))) {
        throw new Taken(routes.resolve(file));
      }
    }
    List<Path> written = new ArrayList<>();
    // the hub may look at any moment: a flow comes after all that belongs to it
    List<String> order = new ArrayList<>(files.keySet());
    order.sort((a, b) -> Boolean.compare(isRoute(a), isRoute(b)));
    for (String file : order) {
      Path path = routes.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, files.get(file));
      written.add(path);
    }
    return written;
  }

  private static boolean isRoute(String file) {
    return file.endsWith(RouteText.SUFFIX);
  }
}
