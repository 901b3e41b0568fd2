package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.config.PackagedRoutes;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
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
    return with(text, this::content);
  }

  /** The routes as they came with the hub, with the words that came with it. */
  RouteText packaged(String file, String content) {
    return with(RouteText.of(file, content), packaged::beside);
  }

  /** The same, whether or not the hub runs what came with it; null where no such file came. */
  static @Nullable RouteText shipped(String file) {
    String content = PackagedRoutes.shipped(file);
    return content == null ? null : with(RouteText.of(file, content), PackagedRoutes::shipped);
  }

  private static RouteText with(RouteText text, Function<String, @Nullable String> words) {
    Map<String, String> notices = new TreeMap<>();
    for (String name : text.named()) {
      String content = words.apply(text.fileBeside(name));
      if (content != null) {
        notices.put(name, content);
      }
    }
    return text.withNotices(notices);
  }
}
