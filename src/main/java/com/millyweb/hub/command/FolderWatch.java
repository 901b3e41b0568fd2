package com.millyweb.hub.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Does something now, and again whenever a file below a folder has changed and is left alone. It
 * looks again and again, as the hub does and for the same reasons: notifications of the operating
 * system get lost on network mounts, and tell of files that are half written.
 */
record FolderWatch(Path root, PrintStream out) {
  private static final int MAX_DEPTH = 8;
  private static final long LOOK_MILLIS = 300;

  /** What is to be done. */
  @FunctionalInterface
  interface Task {
    boolean run() throws IOException;
  }

  /** Ends only when its thread is interrupted. */
  void run(Task task) throws IOException, InterruptedException {
    while (true) {
      Map<Path, String> before = seen();
      task.run();
      awaitChange(before);
      out.printf("%n── %s ──%n", LocalTime.now().truncatedTo(ChronoUnit.SECONDS));
    }
  }

  private void awaitChange(Map<Path, String> before) throws IOException, InterruptedException {
    Map<Path, String> last = before;
    while (true) {
      Thread.sleep(LOOK_MILLIS);
      Map<Path, String> now = seen();
      // an editor may still be writing
      if (!now.equals(before) && now.equals(last)) {
        return;
      }
      last = now;
    }
  }

  private Map<Path, String> seen() throws IOException {
    Map<Path, String> seen = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root, MAX_DEPTH)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        see(path, seen);
      }
    } catch (UncheckedIOException e) {
      // a folder went away meanwhile: the next look tells
      return seen;
    }
    return seen;
  }

  private static void see(Path path, Map<Path, String> seen) {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      if (file.isRegularFile()) {
        seen.put(path, file.lastModifiedTime() + " " + file.size());
      }
    } catch (IOException e) {
      seen.put(path, "unreadable");
    }
  }
}
