package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.notify.wording.HubWords;
import com.millyweb.hub.route.check.NoticeCheck;
import com.millyweb.hub.route.check.Position;
import com.millyweb.hub.route.check.Problem;
import com.millyweb.hub.route.check.RouteCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user's folder of routes, looked at again and again. Notifications of the operating system get
 * lost on network mounts and under load, and tell of files that are half written.
 */
public final class RouteFolder {
  private static final Logger log = LoggerFactory.getLogger(RouteFolder.class);

  private final Path root;
  private final LongSupplier nanos;
  private final Map<String, Sight> sights = new HashMap<>();
  private final Map<String, String> notices = new ConcurrentHashMap<>();
  private final Map<String, Problem> unreadable = new TreeMap<>();
  private volatile List<Problem> notes = List.of();
  private RouteTree tree;
  private boolean wasThere;

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
   * @param notices files beside routes that are new, changed or gone: notices, prompts, schemas
   */
  record Changes(List<RouteText> written, List<String> deleted, Set<String> notices) {}

  private RouteFolder(Path root, LongSupplier nanos) {
    this.root = root;
    this.nanos = nanos;
    tree = RouteTree.of(root);
  }

  /** The folder may be made later. */
  public static RouteFolder of(Path root, LongSupplier nanos) {
    return new RouteFolder(root, nanos);
  }

  /** The absolute path, which tells it from the folders of other hubs. */
  @Override
  public String toString() {
    return root.toAbsolutePath().normalize().toString();
  }

  boolean isThere() {
    return Files.isDirectory(root);
  }

  /** Everything that is there now. */
  public List<RouteText> readAll() {
    return look(Duration.ZERO).written();
  }

  /** The files of the last look, those that could not be read too. */
  public Set<String> present() {
    return new TreeSet<>(tree.files().keySet());
  }

  /** Whether the file may be there, although it could not be seen or read at the last look. */
  public boolean hides(String file) {
    return tree.hides(file) || unreadable.containsKey(file);
  }

  /** What cannot be looked into (errors) and what is never read (warnings). */
  public List<Problem> notes() {
    return notes;
  }

  /**
   * Files that changed since the last look and were left alone for so long.
   *
   * @param settle zero takes every change at once
   */
  Changes look(Duration settle) {
    if (!isThere()) {
      // as during a remount: then nothing is deleted
      if (wasThere) {
        log.warn("The folder of routes {} is away; the routes that run go on", this);
      }
      wasThere = false;
      return new Changes(List.of(), List.of(), Set.of());
    }
    wasThere = true;
    tree = RouteTree.of(root);
    List<RouteText> written = new ArrayList<>();
    tree.files()
        .forEach(
            (file, path) -> {
              String text = look(file, path, settle);
              if (text != null) {
                written.add(RouteText.of(file, text));
              }
            });
    Set<String> changed = new TreeSet<>();
    tree.notices()
        .forEach(
            (file, path) -> {
              String text = look(file, path, settle);
              if (text != null) {
                notices.put(file, text);
                changed.add(file);
              }
            });
    unreadable.keySet().removeIf(file -> !isSeen(file));
    List<String> deleted = new ArrayList<>();
    for (String file : List.copyOf(sights.keySet())) {
      if (!isSeen(file) && !tree.hides(file) && isGone(file, settle)) {
        if (RouteText.isBeside(file)) {
          notices.remove(file);
          changed.add(file);
        } else {
          deleted.add(file);
        }
      }
    }
    tell();
    return new Changes(written, deleted, changed);
  }

  private boolean isSeen(String file) {
    return tree.files().containsKey(file) || tree.notices().containsKey(file);
  }

  /** What is wrong with the words of what the hub tells by itself. */
  public List<Problem> flawsOfHubWords() {
    return HubWords.FILES.stream().flatMap(file -> flaws(file).stream()).toList();
  }

  /** What is wrong with a notice file of the folder by itself. */
  List<Problem> flaws(String notice) {
    String content = notices.get(notice);
    return content == null ? List.of() : NoticeCheck.check(notice, content);
  }

  /** What a notice file, a prompt or a schema of the folder says; null where there is none. */
  @Nullable String notice(String file) {
    return notices.get(file);
  }

  /** Says what is new among the troubles and the files that nobody reads, once. */
  private void tell() {
    List<Problem> now = new ArrayList<>(tree.troubles());
    now.addAll(unreadable.values());
    now.addAll(tree.strays());
    List<Problem> before = notes;
    now.stream().filter(note -> !before.contains(note)).forEach(note -> log.warn("{}", note));
    before.stream()
        .filter(note -> note.isError() && !now.contains(note))
        .forEach(note -> log.info("{}: can be read again, or is gone", note.file()));
    notes = List.copyOf(now);
  }

  /** Lets the next look hand the file on again. */
  void again(String file) {
    Sight sight = sights.get(file);
    if (sight != null) {
      sights.put(file, new Sight(sight.stat, sight.since, false));
    }
  }

  private @Nullable String look(String file, Path path, Duration settle) {
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
      String text = read(path);
      unreadable.remove(file);
      if (!stat(path).equals(stat)) {
        return null;
      }
      sights.put(file, before.handedOn());
      return text;
    } catch (NoSuchFileException e) {
      // gone since the folder was listed
      return null;
    } catch (IOException e) {
      unreadable.put(
          file, Problem.error(file, Position.START, "Cannot be read: " + RouteTree.reason(e)));
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

  private static Stat stat(Path path) throws IOException {
    var attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return new Stat(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
  }

  private static String read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(RouteCheck.MAX_CHARACTERS * 2);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
