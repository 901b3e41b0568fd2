package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteText;
import java.util.Comparator;
import java.util.List;

/** The order in which files of different folders are loaded. */
final class LoadOrder {
  /** What others need comes first, doors come last. */
  private static final List<String> FOLDERS =
      List.of("policy", "event", "knowledge", "tool", "notify", "agent", "health", "flow");

  private LoadOrder() {}

  static Comparator<RouteText> byRank() {
    return Comparator.comparingInt(LoadOrder::rank);
  }

  private static int rank(RouteText text) {
    int rank = FOLDERS.indexOf(text.folder());
    return rank < 0 ? FOLDERS.size() : rank;
  }
}
