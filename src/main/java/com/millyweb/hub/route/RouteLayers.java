package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.config.PackagedRoutes;
import com.millyweb.hub.route.RouteFile.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The user's folder on top of the routes that came with the hub. A file of the folder replaces the
 * packaged one of the same path, for good: when it is deleted, the packaged one does not come back.
 */
final class RouteLayers {
  private final RouteFolder folder;
  private final NoticeFiles notices;
  private final RouteHistory history;
  private final Map<String, RouteText> floor = new TreeMap<>();
  private final Set<String> seen = new TreeSet<>();

  RouteLayers(
      RouteFolder folder, PackagedRoutes packaged, NoticeFiles notices, RouteHistory history) {
    this.folder = folder;
    this.notices = notices;
    this.history = history;
    packaged.files().forEach((file, content) -> floor.put(file, notices.packaged(file, content)));
  }

  /**
   * What a start finds.
   *
   * @param own files of the folder
   * @param packaged files that came with the hub, and that the folder never had
   * @param hidden files that the folder had, and that cannot be read now
   * @param deleted files that the folder had once and has no more
   */
  record Start(
      List<RouteText> own, List<RouteText> packaged, Set<String> hidden, Set<String> deleted) {}

  Start start() {
    List<RouteText> own = folder.readAll().stream().map(notices::dressed).toList();
    seen.addAll(history.filesOf(folder.toString()));
    Set<String> present = folder.present();
    Set<String> hidden = hidden();
    present.stream().filter(folder::hides).forEach(hidden::add);
    Set<String> deleted = new TreeSet<>(seen);
    deleted.removeAll(present);
    deleted.removeAll(hidden);
    List<RouteText> packaged = new ArrayList<>();
    floor.forEach(
        (file, text) -> {
          if (!present.contains(file) && !hidden.contains(file) && !deleted.contains(file)) {
            packaged.add(notices.dressed(text));
          }
        });
    remember();
    return new Start(own, packaged, hidden, deleted);
  }

  /** Keeps in mind which files the folder has. */
  void remember() {
    Set<String> fresh = folder.present();
    fresh.removeAll(seen);
    if (!fresh.isEmpty()) {
      seen.addAll(fresh);
      history.saw(folder.toString(), fresh);
    }
  }

  /** Files that the folder had and that cannot be seen now; they may be there. */
  private Set<String> hidden() {
    boolean away = !folder.isThere();
    return seen.stream()
        .filter(file -> away || folder.hides(file))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The packaged file, whatever lies on top of it. */
  @Nullable RouteText packaged(String file) {
    return floor.get(file);
  }

  /** Whether a file has the very content that came with the hub, be it of the folder or not. */
  boolean cameWithTheHub(RouteText text) {
    RouteText known = floor.get(text.file());
    RouteText shipped = known == null ? NoticeFiles.shipped(text.file()) : known;
    return shipped != null && shipped.hash().equals(text.hash());
  }

  /** What the versions of a file are attributed to. */
  static String source(Origin origin) {
    return origin == Origin.JAR ? "packaged" : "file";
  }
}
