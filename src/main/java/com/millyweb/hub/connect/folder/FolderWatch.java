package com.millyweb.hub.connect.folder;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a folder again and again. A file is told of when two looks in a row find it the same, so
 * that one that is being written is left alone. Links and hidden files are none.
 */
final class FolderWatch {
  /** Beyond that it is no folder to watch. */
  private static final int MOST_FILES = 100_000;

  /** How many events share a commit. */
  private static final int BATCH = 500;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Path folder;
  private final ToldFiles told;
  private final Supplier<EventLog> events;
  private Map<String, SeenFile> before = Map.of();

  FolderWatch(String name, Path folder, Path home, Supplier<EventLog> events) throws IOException {
    this.name = name;
    this.folder = folder;
    this.events = events;
    told = ToldFiles.of(home, name);
  }

  /**
   * Tells of what changed since the last look.
   *
   * @throws IOException when the folder cannot be read; nothing counts as removed then
   */
  void look() throws IOException {
    Map<String, SeenFile> now = files();
    Map<String, SeenFile> changed = new TreeMap<>();
    now.forEach(
        (path, file) -> {
          if (!file.equals(told.all().get(path)) && file.equals(before.get(path))) {
            changed.put(path, file);
          }
        });
    List<String> removed =
        told.all().keySet().stream()
            .filter(path -> !now.containsKey(path) && !before.containsKey(path))
            .toList();
    tell(changed, removed);
    before = now;
  }

  private void tell(Map<String, SeenFile> changed, List<String> removed) throws IOException {
    List<NewEvent> all = new ArrayList<>();
    changed.forEach(
        (path, file) ->
            all.add(event(told.all().containsKey(path) ? "changed" : "created", path, file)));
    removed.forEach(path -> all.add(event("removed", path, told.all().get(path))));
    if (all.isEmpty()) {
      return;
    }
    for (int i = 0; i < all.size(); i += BATCH) {
      events.get().appendNow(all.subList(i, Math.min(all.size(), i + BATCH)), EventLog.PATIENCE);
    }
    told.all().putAll(changed);
    removed.forEach(told.all()::remove);
    told.save();
  }

  private NewEvent event(String kind, String path, @Nullable SeenFile file) {
    Map<String, Object> data = new HashMap<>();
    data.put("folder", name);
    data.put("path", path);
    data.put("size", file == null ? 0 : file.size());
    data.put("modified", file == null ? 0 : file.modified());
    try {
      return NewEvent.json(
              "folder.%s.%s".formatted(name, kind), "folder", JSON.writeValueAsBytes(data))
          .withSubject(name + "/" + path)
          .withKey(
              "%s/%s/%s/%s"
                  .formatted(kind, data.get("modified"), data.get("size"), name + "/" + path));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, SeenFile> files() throws IOException {
    Map<String, SeenFile> files = new TreeMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
            return !at.equals(folder) && isHidden(at)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String path = folder.relativize(file).toString();
            if (attributes.isRegularFile() && !isHidden(file) && FolderFiles.isName(path)) {
              files.put(
                  path, new SeenFile(attributes.size(), attributes.lastModifiedTime().toMillis()));
              if (files.size() > MOST_FILES) {
                throw new IOException(
                    "%s has more than %,d files, which is too many to watch"
                        .formatted(folder, MOST_FILES));
              }
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }
}
