package com.millyweb.hub.connect.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a folder again and again. A file becomes an event when two looks in a row find it the
 * same, so that one that is being written is left alone; and it is told as removed when two looks
 * in a row do not find it.
 */
final class FolderWatch {
  /** How many events share a commit. */
  private static final int BATCH = 500;

  /** When so many files are gone at once, their disk is probably not mounted. */
  private static final int MANY = 10;

  private static final ObjectMapper JSON = new ObjectMapper();

  record Data(String folder, String path, long size, long modified) {}

  private final String name;
  private final Path folder;
  private final ToldFiles told;
  private final Supplier<EventLog> events;
  private @Nullable SeenFiles before;

  FolderWatch(String name, Path folder, Path home, Supplier<EventLog> events) throws IOException {
    this.name = name;
    this.folder = folder;
    this.events = events;
    told = ToldFiles.of(home, name);
  }

  /**
   * Tells of what changed since the last look.
   *
   * @return what in the folder could not be looked at; null when everything was. What was told
   *     below it stays as it was told
   * @throws IOException when the folder cannot be read; nothing counts as removed then
   */
  @Nullable String look() throws IOException {
    SeenFiles now = SeenFiles.of(name, folder);
    int known = told.paths().size();
    if (now.files().isEmpty() && known >= MANY) {
      throw new IOException(
          "%s had %,d files and has none, as if its disk were not mounted; if they were removed on purpose, put one file into it"
              .formatted(folder, known));
    }
    SeenFiles last = before;
    before = now;
    if (last != null) {
      tell(changed(last, now), removed(last, now));
    }
    return now.trouble();
  }

  private Map<String, SeenFile> changed(SeenFiles last, SeenFiles now) {
    Map<String, SeenFile> changed = new TreeMap<>();
    now.files()
        .forEach(
            (path, file) -> {
              ToldFile known = told.get(path);
              if (file.equals(last.files().get(path)) && (known == null || !known.isSame(file))) {
                changed.put(path, file);
              }
            });
    return changed;
  }

  private List<String> removed(SeenFiles last, SeenFiles now) {
    return told.paths().stream().filter(path -> isGone(path, last) && isGone(path, now)).toList();
  }

  private static boolean isGone(String path, SeenFiles seen) {
    return !seen.files().containsKey(path) && !seen.mayHide(path);
  }

  private void tell(Map<String, SeenFile> changed, List<String> removed) throws IOException {
    List<NewEvent> all = new ArrayList<>();
    changed.forEach(
        (path, file) ->
            all.add(
                event(
                    told.get(path) == null ? "created" : "changed",
                    path,
                    file.size(),
                    file.modified())));
    for (String path : removed) {
      ToldFile file = Objects.requireNonNull(told.get(path));
      all.add(event("removed", path, file.size(), file.modified()));
    }
    if (all.isEmpty()) {
      return;
    }
    for (int i = 0; i < all.size(); i += BATCH) {
      events.get().appendNow(all.subList(i, Math.min(all.size(), i + BATCH)), EventLog.PATIENCE);
    }
    told.keep(changed, removed);
  }

  private NewEvent event(String kind, String path, long size, long modified) {
    String subject = name + "/" + path;
    try {
      return NewEvent.json(
              "folder.%s.%s".formatted(name, kind),
              "folder",
              JSON.writeValueAsBytes(new Data(name, path, size, modified)))
          .withSubject(subject)
          .withKey("%s/%d/%d/%d/%s".formatted(kind, told.number(path), modified, size, subject));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
