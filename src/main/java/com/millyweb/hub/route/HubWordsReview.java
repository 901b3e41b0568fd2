package com.millyweb.hub.route;

import com.millyweb.hub.notify.wording.HubWords;
import com.millyweb.hub.route.check.Problem;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tells when the folder's words of what the hub tells by itself are refused, and when they are good
 * again. No route names these files.
 */
final class HubWordsReview {
  private final RouteFolder folder;
  private final Verdicts verdicts;
  private final Set<String> refused = new TreeSet<>();

  HubWordsReview(RouteFolder folder, Verdicts verdicts) {
    this.folder = folder;
    this.verdicts = verdicts;
  }

  /**
   * @param words notice files that are new, changed or gone
   */
  void take(Set<String> words) {
    for (String file : HubWords.FILES) {
      if (!words.contains(file)) {
        continue;
      }
      List<Problem> problems = folder.flaws(file);
      boolean before = refused.contains(file);
      if (problems.isEmpty()) {
        refused.remove(file);
        verdicts.applied(file, problems, before, null);
      } else {
        refused.add(file);
        verdicts.refused(Verdict.Outcome.REFUSED, file, problems, before, true);
      }
    }
  }

  /** What a start finds; the words that came with the hub are told in the place of bad ones. */
  void start() {
    take(
        HubWords.FILES.stream()
            .filter(file -> !folder.flaws(file).isEmpty())
            .collect(Collectors.toSet()));
  }
}
