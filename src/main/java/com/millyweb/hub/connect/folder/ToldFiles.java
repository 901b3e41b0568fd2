package com.millyweb.hub.connect.folder;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.home.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files that have had an event, kept in the hub's home, because another hub of the same
 * database has other folders. Where it is lost, every file gets an event again, and those whose
 * keys the log still knows are not stored twice.
 *
 * <p>Each event of a path has a number. It is part of the event's key, so that a file that is again
 * as it was once is told again. It changes only with what is kept here: an event that was stored
 * just before the hub died is told again with the same number, and not stored twice.
 */
final class ToldFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, ToldFile> files;
  private long next;

  /**
   * @param next the number of the first event of a path without a file; larger than all numbers of
   *     the files that were removed, so that these need not be kept
   */
  record Kept(long next, TreeMap<String, ToldFile> files) {}

  private ToldFiles(Path file, Kept kept) {
    this.file = file;
    this.files = kept.files();
    this.next = kept.next();
  }

  static ToldFiles of(Path home, String folder) throws IOException {
    Path all = home.resolve("folders");
    PrivateFiles.createDirectory(all);
    Path file = all.resolve(folder + ".json");
    return new ToldFiles(
        file,
        Files.exists(file)
            ? JSON.readValue(file.toFile(), Kept.class)
            : new Kept(0, new TreeMap<>()));
  }

  @Nullable ToldFile get(String path) {
    return files.get(path);
  }

  Set<String> paths() {
    return files.keySet();
  }

  /** The number of the next event of a path. */
  long number(String path) {
    ToldFile last = files.get(path);
    return last == null ? next : last.number() + 1;
  }

  /** Keeps what events have told. */
  void keep(Map<String, SeenFile> changed, Collection<String> removed) throws IOException {
    changed.forEach(
        (path, seen) -> files.put(path, new ToldFile(seen.size(), seen.modified(), number(path))));
    // after those that are new, whose events had the number from before
    for (String path : removed) {
      next = Math.max(next, number(path) + 1);
      files.remove(path);
    }
    PrivateFiles.write(file, JSON.writeValueAsString(new Kept(next, new TreeMap<>(files))));
  }
}
