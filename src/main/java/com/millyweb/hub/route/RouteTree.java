package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.check.Position;
import com.millyweb.hub.route.check.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What lies below a folder of routes: files that are read, files that never will be, and places
 * that cannot be looked into. What can be read is read, whatever stands beside it.
 */
final class RouteTree {
  private static final int MAX_DEPTH = 8;

  /** A link to somewhere else may lead to a whole disk. */
  private static final int MAX_ENTRIES = 20_000;

  /** What looks like a route file, and is none: {@code x.yml}, {@code x.camel.yaml.txt}. */
  private static final Pattern STRAY =
      Pattern.compile("(.+?)(\\.camel)?\\.(ya?ml|camel\\.(json|xml))(\\.txt)?");

  private static final Pattern READ_BY_OTHERS =
      Pattern.compile(".+\\.(notice|test)\\.yaml", Pattern.CASE_INSENSITIVE);

  /** Flows to copy, which run nowhere as they lie. */
  private static final String GALLERY = "gallery";

  private static final String JSON = ".json";

  /** All of it is kept in memory, be it a schema or not. */
  private static final long MAX_JSON = 256 * 1024;

  private final Path root;
  private final Map<String, Path> files = new TreeMap<>();
  private final Map<String, Path> notices = new TreeMap<>();
  private final List<Problem> strays = new ArrayList<>();
  private final Map<String, Problem> troubles = new TreeMap<>();
  private int entries;

  private RouteTree(Path root) {
    this.root = root;
  }

  /**
   * Looks at everything below a folder that is there.
   *
   * @param root an empty tree comes of one that is not there
   */
  static RouteTree of(Path root) {
    var tree = new RouteTree(root);
    if (Files.isDirectory(root)) {
      try {
        Files.walkFileTree(
            root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, tree.new Visitor());
      } catch (IOException e) {
        tree.trouble(root, "Cannot be read: " + reason(e));
      }
    }
    return tree;
  }

  /** Route files by their path below the root, with slashes. */
  Map<String, Path> files() {
    return files;
  }

  /** Files that routes beside them may name, likewise: notices, prompts, schemas. */
  Map<String, Path> notices() {
    return notices;
  }

  /** Warnings about files that look like routes and are never read. */
  List<Problem> strays() {
    return strays;
  }

  /** Errors: places that could not be looked into. */
  List<Problem> troubles() {
    return List.copyOf(troubles.values());
  }

  /** Whether the file may be there, although it was not seen. */
  boolean hides(String file) {
    return troubles.keySet().stream()
        .anyMatch(place -> place.equals(".") || file.equals(place) || file.startsWith(place + "/"));
  }

  private void trouble(Path path, String message) {
    String name = name(path);
    troubles.put(name, Problem.error(name, Position.START, message));
  }

  private String name(Path path) {
    String name = root.relativize(path).toString().replace('\\', '/');
    return name.isEmpty() ? "." : name;
  }

  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "the hub's user (%s) has no permission".formatted(System.getProperty("user.name"));
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private void stray(Path path) {
    String file = path.getFileName().toString();
    Matcher stray = STRAY.matcher(file.toLowerCase(Locale.ROOT));
    if (stray.matches() && !READ_BY_OTHERS.matcher(file).matches()) {
      String meant = file.substring(0, stray.end(1)) + RouteText.SUFFIX;
      strays.add(
          Problem.warning(
              name(path),
              Position.START,
              "Is never read: the name of a route file ends in " + RouteText.SUFFIX,
              meant));
    }
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (folder.equals(root)) {
        return FileVisitResult.CONTINUE;
      }
      if (isHidden(folder) || name(folder).equals(GALLERY)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      if (RouteText.isRoutes(folder.getFileName().toString())) {
        strays.add(
            Problem.warning(
                name(folder), Position.START, "Is a folder; no route is read from it", null));
      }
      return count();
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      if (isHidden(path)) {
        return FileVisitResult.CONTINUE;
      }
      String file = path.getFileName().toString();
      boolean notice = RouteText.isBeside(name(path));
      if (notice && file.endsWith(JSON)) {
        // most JSON in such a folder is none of the hub's business, so nothing is said of it
        if (attributes.isRegularFile() && attributes.size() <= MAX_JSON && !leadsOut(path)) {
          notices.put(name(path), path);
        }
        return count();
      }
      boolean route = RouteText.isRoutes(file) || notice;
      if (attributes.isDirectory()) {
        trouble(path, "Lies deeper than %d folders; it is not read".formatted(MAX_DEPTH));
      } else if (attributes.isSymbolicLink()) {
        // Emacs locks and the like are hidden; what has another suffix is no route and no folder
        if (route || file.indexOf('.') < 0) {
          trouble(path, "Is a link that leads nowhere");
        }
      } else if (route && !attributes.isRegularFile()) {
        trouble(path, "Is not a plain file; it is not read");
      } else if (route && leadsOut(path)) {
        trouble(path, "Is a link that leads out of the folder of routes; it is not read");
      } else if (route) {
        (notice ? notices : files).put(name(path), path);
      } else {
        stray(path);
      }
      return count();
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) {
      if (!path.equals(root) && isHidden(path)) {
        return FileVisitResult.CONTINUE;
      }
      if (e instanceof FileSystemLoopException) {
        trouble(path, "Is a link to a folder above it; nothing below it is read");
      } else if (!(e instanceof NoSuchFileException)) {
        trouble(path, "Cannot be read: " + reason(e));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
      if (e != null) {
        trouble(folder, "Cannot be read: " + reason(e));
      }
      return FileVisitResult.CONTINUE;
    }

    /** A link from elsewhere could have any file of the machine quoted in a message. */
    private boolean leadsOut(Path path) {
      if (!Files.isSymbolicLink(path)) {
        return false;
      }
      try {
        Path target = path.toRealPath();
        return !target.startsWith(root.toRealPath())
            && !target.startsWith(path.toAbsolutePath().getParent().toRealPath());
      } catch (IOException e) {
        return true;
      }
    }

    private FileVisitResult count() {
      if (++entries <= MAX_ENTRIES) {
        return FileVisitResult.CONTINUE;
      }
      trouble(root, "Holds more than %d files; not all are read".formatted(MAX_ENTRIES));
      return FileVisitResult.TERMINATE;
    }

    /** Editors keep their copies so. */
    private static boolean isHidden(Path path) {
      String name = path.getFileName().toString();
      return name.startsWith(".") || name.startsWith("#") || name.startsWith("~");
    }
  }
}
