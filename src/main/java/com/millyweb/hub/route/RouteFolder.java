package com.millyweb.hub.route;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The folder of routes, looked at again and again. Notifications of the operating system get lost
 * on network mounts and under load, and tell of files that are half written.
 */
final class RouteFolder {
  private static final Logger log = LoggerFactory.getLogger(RouteFolder.class);
  private static final int MAX_DEPTH = 8;
  private static final String PACKAGED = "classpath*:routes/**/*" + RouteText.SUFFIX;

  private final @Nullable Path root;
  private final LongSupplier nanos;
  private final Map<String, Sight> sights = new HashMap<>();
  private final Set<String> unreadable = new HashSet<>();
  private boolean missing;

  /**
   * @param handed whether this state of the file was handed on
   */
  private record Sight(@Nullable Stat stat, long since, boolean handed) {
    Sight handedOn() {
      return new Sight(stat, since, true);
    }
  }

  private record Stat(FileTime modified, long size, @Nullable Object key) {}

  /**
   * What changed.
   *
   * @param written new and changed files
   * @param deleted files that are gone
   */
  record Changes(List<RouteText> written, List<String> deleted) {}

  private RouteFolder(@Nullable Path root, LongSupplier nanos) {
    this.root = root;
    this.nanos = nanos;
  }

  /** The folder, or the packaged copy where there is none. */
  static RouteFolder of(Path root, LongSupplier nanos) {
    return new RouteFolder(Files.isDirectory(root) ? root : null, nanos);
  }

  /** What the versions of its files are attributed to. */
  String source() {
    return root == null ? "packaged" : "file";
  }

  @Override
  public String toString() {
    return root == null ? "the packaged routes" : root.toAbsolutePath().normalize().toString();
  }

  /** Everything that is there now. */
  List<RouteText> readAll() {
    return root == null ? packaged() : look(Duration.ZERO).written();
  }

  /**
   * Files that changed since the last look and were left alone for so long.
   *
   * @param settle zero takes every change at once
   */
  Changes look(Duration settle) {
    Map<String, Path> present = list();
    if (present == null) {
      return new Changes(List.of(), List.of());
    }
    List<RouteText> written = new ArrayList<>();
    present.forEach(
        (file, path) -> {
          RouteText text = look(file, path, settle);
          if (text != null) {
            written.add(text);
          }
        });
    List<String> deleted = new ArrayList<>();
    for (String file : List.copyOf(sights.keySet())) {
      if (!present.containsKey(file) && isGone(file, settle)) {
        deleted.add(file);
      }
    }
    return new Changes(written, deleted);
  }

  /** Lets the next look hand the file on again. */
  void again(String file) {
    Sight sight = sights.get(file);
    if (sight != null) {
      sights.put(file, new Sight(sight.stat, sight.since, false));
    }
  }

  private @Nullable RouteText look(String file, Path path, Duration settle) {
    try {
      Stat stat = stat(path);
      Sight before = sights.get(file);
      if (before == null || !stat.equals(before.stat)) {
        before = new Sight(stat, nanos.getAsLong(), false);
        sights.put(file, before);
      }
      if (before.handed || nanos.getAsLong() - before.since < settle.toNanos()) {
        return null;
      }
      RouteText text = read(file, path);
      if (!stat(path).equals(stat)) {
        return null;
      }
      sights.put(file, before.handedOn());
      unreadable.remove(file);
      return text;
    } catch (IOException e) {
      if (unreadable.add(file)) {
        log.warn("{} can not be read: {}", file, e.toString());
      }
      return null;
    }
  }

  /** An editor that saves by renaming lets a file be absent for a moment. */
  private boolean isGone(String file, Duration settle) {
    Sight before = sights.get(file);
    if (before == null || before.stat != null) {
      before = new Sight(null, nanos.getAsLong(), false);
      sights.put(file, before);
    }
    boolean gone = nanos.getAsLong() - before.since >= settle.toNanos();
    if (gone) {
      sights.remove(file);
    }
    return gone;
  }

  /** Null while the folder itself is away, as during a remount: then nothing is deleted. */
  private @Nullable Map<String, Path> list() {
    if (root == null || !Files.isDirectory(root)) {
      if (!missing && root != null) {
        log.warn("The folder of routes {} is away; the routes that run go on", this);
      }
      missing = true;
      return null;
    }
    missing = false;
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root, MAX_DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      walk.filter(this::isRouteFile).forEach(path -> files.put(name(path), path));
      return files;
    } catch (IOException | UncheckedIOException e) {
      // a folder went away while it was read; the next look sees it whole
      log.debug("The folder of routes could not be listed", e);
      return null;
    }
  }

  private boolean isRouteFile(Path path) {
    if (root == null || !path.getFileName().toString().endsWith(RouteText.SUFFIX)) {
      return false;
    }
    for (Path part : root.relativize(path)) {
      String name = part.toString();
      if (name.startsWith(".") || name.startsWith("#") || name.startsWith("~")) {
        return false;
      }
    }
    return Files.isRegularFile(path);
  }

  private String name(Path path) {
    return root == null ? "" : root.relativize(path).toString().replace('\\', '/');
  }

  private static Stat stat(Path path) throws IOException {
    var attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return new Stat(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
  }

  private static RouteText read(String file, Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(RouteCheck.MAX_CHARACTERS * 2);
      return RouteText.of(file, new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private static List<RouteText> packaged() {
    try {
      Map<String, RouteText> texts = new TreeMap<>();
      for (Resource entry : new PathMatchingResourcePatternResolver().getResources(PACKAGED)) {
        String url = entry.getURL().toString();
        String file = url.substring(url.lastIndexOf("/routes/") + "/routes/".length());
        texts.put(file, RouteText.of(file, entry.getContentAsString(StandardCharsets.UTF_8)));
      }
      return List.copyOf(texts.values());
    } catch (IOException e) {
      throw new UncheckedIOException("The packaged routes can not be read", e);
    }
  }
}
