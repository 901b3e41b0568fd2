package com.millyweb.hub.route;

import com.millyweb.hub.route.RouteOutline.EndpointUse;
import com.millyweb.hub.route.RouteOutline.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the other files and the Java routes claim for themselves.
 *
 * @param ids route id → where it is
 * @param internal {@code direct:x} and {@code seda:x} → the file whose route starts there, or a
 *     word for the hub's own Java routes
 * @param doors the paths of HTTP routes
 */
record Neighbours(Map<String, String> ids, Map<String, String> internal, List<DoorPath> doors) {
  static final String JAVA = "the hub's Java routes";

  /**
   * @param javaIds ids of routes that are no file's
   * @param javaInternal where such routes start, e.g. {@code direct:x}
   */
  static Neighbours of(
      Collection<RouteOutline> others, Set<String> javaIds, Set<String> javaInternal) {
    var all = new Neighbours(new HashMap<>(), new HashMap<>(), new ArrayList<>());
    javaIds.forEach(id -> all.ids.put(id, JAVA));
    javaInternal.forEach(uri -> all.internal.put(uri, JAVA));
    for (RouteOutline other : others) {
      String file = other.text.file();
      other.routes.forEach(
          route -> {
            if (route.id() != null) {
              all.ids.put(route.id(), file + ":" + route.at().line());
            }
          });
      for (EndpointUse use : other.endpoints) {
        if (use.role() == Role.CONSUMER && isInternal(use)) {
          all.internal.put(internal(use), file);
        } else if (use.role() == Role.CONSUMER && use.scheme().equals("platform-http")) {
          all.doors.add(DoorPath.of(use, file));
        }
      }
    }
    return all;
  }

  static boolean isInternal(EndpointUse use) {
    return use.scheme().equals("direct") || use.scheme().equals("seda");
  }

  static String internal(EndpointUse use) {
    return use.scheme() + ":" + use.path();
  }

  /**
   * The path of a door, and the verbs it takes.
   *
   * @param path with {@code {}} for every path parameter, so that equal doors look equal
   * @param verbs empty for all
   */
  record DoorPath(String path, Set<String> verbs, String place) {
    static DoorPath of(EndpointUse use, String file) {
      String path = use.path().startsWith("/") ? use.path() : "/" + use.path();
      path = path.replaceAll("\\{[^{}/]*}", "{}").replaceAll("/+$", "");
      String restrict = use.options().getOrDefault("httpMethodRestrict", "");
      Set<String> verbs = new HashSet<>();
      for (String verb : restrict.split(",")) {
        if (!verb.isBlank()) {
          verbs.add(verb.strip().toUpperCase(Locale.ROOT));
        }
      }
      return new DoorPath(path, verbs, file + ":" + Position.of(use.uri()).line());
    }

    boolean clashes(DoorPath other) {
      return path.equals(other.path)
          && (verbs.isEmpty()
              || other.verbs.isEmpty()
              || verbs.stream().anyMatch(other.verbs::contains));
    }
  }
}
