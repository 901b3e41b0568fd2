package com.millyweb.hub.workbench.why;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.event.trace.ShownText;
import com.millyweb.hub.route.RouteFiles;
import com.millyweb.hub.route.RouteVersion;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which version of a route file ran, and how today's differs from it. */
@Component
class RouteVersions {
  private static final int LONGEST_DIFF = 4000;
  private static final int CONTEXT_LINES = 2;

  private final RouteFiles files;

  RouteVersions(RouteFiles files) {
    this.files = files;
  }

  /**
   * @param hash of the content that ran; null when only the time is known
   * @param at when it ran
   */
  Why.@Nullable Version of(String file, @Nullable String hash, Instant at) {
    List<RouteVersion> versions = files.versions(file);
    if (versions.isEmpty()) {
      return null;
    }
    RouteVersion ran =
        versions.stream()
            .filter(version -> hash == null ? !version.at().isAfter(at) : isOf(version, hash))
            .findFirst()
            .orElse(null);
    if (ran == null) {
      return null;
    }
    RouteVersion today = versions.get(0);
    boolean changed = !Objects.equals(ran.hash(), today.hash());
    return new Why.Version(file, ran.at(), changed, changed ? diff(ran, today) : null);
  }

  /** Since when there is no such file; null while there is one, or when it is not known. */
  @Nullable Instant deletedAt(String file) {
    return files.versions(file).stream()
        .findFirst()
        .filter(last -> last.content() == null)
        .map(RouteVersion::at)
        .orElse(null);
  }

  private static boolean isOf(RouteVersion version, String hash) {
    return version.content() != null
        && RouteText.of(version.file(), version.content()).hash().equals(hash);
  }

  private static String diff(RouteVersion ran, RouteVersion today) {
    List<String> before = text(ran).lines().toList();
    var patch = DiffUtils.diff(before, text(today).lines().toList());
    String diff =
        String.join(
            "\n",
            UnifiedDiffUtils.generateUnifiedDiff(
                ran.file() + ", as it ran", ran.file() + ", today", before, patch, CONTEXT_LINES));
    return diff.isEmpty() ? "Only its notice files changed" : ShownText.of(diff, LONGEST_DIFF);
  }

  private static String text(RouteVersion version) {
    return version.content() == null ? "" : version.content();
  }
}
