package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.config.PackagedRoutes;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files that routes name, which are notices, prompts and schemas: those of the folder, and
 * those of the jar for what the folder does not have.
 *
 * <p>Words are no behaviour: where the folder's own are deleted, the jar's are told again.
 */
public final class NoticeFiles {
  private final RouteFolder folder;
  private final PackagedRoutes packaged;

  public NoticeFiles(RouteFolder folder, PackagedRoutes packaged) {
    this.folder = folder;
    this.packaged = packaged;
  }

  /** What such a file says now; null when there is none. */
  @Nullable String content(String file) {
    String own = folder.notice(file);
    return own == null ? packaged.beside(file) : own;
  }

  /** The routes with the words that they name, as these are now. */
  public RouteText dressed(RouteText text) {
    Map<String, String> notices = new TreeMap<>();
    for (String name : text.named()) {
      String content = content(text.fileBeside(name));
      if (content != null) {
        notices.put(name, content);
      }
    }
    return text.withNotices(notices);
  }

  /** The routes as they came with the hub, with the words that came with it. */
  RouteText packaged(String file, String content) {
    Map<String, String> notices = new TreeMap<>();
    RouteText text = RouteText.of(file, content);
    for (String name : text.named()) {
      String words = packaged.beside(text.fileBeside(name));
      if (words != null) {
        notices.put(name, words);
      }
    }
    return text.withNotices(notices);
  }
}
