package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.agent.AgentFile;
import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import com.millyweb.hub.route.check.RouteOutline.Role;
import com.millyweb.hub.route.check.RouteOutline.RouteEntry;
import com.millyweb.hub.text.Glob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the other files and the Java routes claim for themselves.
 *
 * @param ids route id → where it is
 * @param started {@code direct:x}, {@code seda:x}, {@code ai-tool:x} → the file whose route starts
 *     there
 * @param reachable the same, and those of files that are in the folder but do not run
 * @param doors the paths of HTTP routes
 * @param starts where routes of all other components start
 * @param tools that routes are, those of files that do not run too
 * @param off names of agents whose files are empty, which switches them off
 */
public record OtherRoutes(
    Map<String, String> ids,
    Map<String, String> started,
    Map<String, String> reachable,
    List<DoorPath> doors,
    List<Start> starts,
    List<KnownTool> tools,
    Set<String> off) {
  static final String JAVA = "the hub's Java routes";
  private static final String AGENT = "agent:";

  /**
   * @param claiming files whose names are taken
   * @param present files that may be called, broken ones too
   * @param java what the hub's Java routes claim
   */
  public static OtherRoutes of(
      Collection<RouteOutline> claiming, Collection<RouteOutline> present, JavaNames java) {
    var all =
        new OtherRoutes(
            new HashMap<>(),
            new HashMap<>(),
            new HashMap<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new HashSet<>());
    java.ids().forEach(id -> all.ids.put(id, JAVA));
    java.internal().forEach(uri -> all.started.put(uri, JAVA));
    for (RouteOutline other : claiming) {
      String file = other.text.file();
      for (RouteEntry route : other.routes) {
        if (route.id() != null) {
          all.ids.put(route.id(), file + ":" + route.at().line());
        }
      }
      for (EndpointUse use : other.endpoints) {
        if (use.role() == Role.CONSUMER && use.scheme().equals("platform-http")) {
          all.doors.add(DoorPath.of(use, file));
        } else if (use.role() == Role.CONSUMER && !isInternal(use)) {
          all.starts.add(new Start(use, file));
        }
      }
      starts(other, all.started);
    }
    present.forEach(other -> starts(other, all.reachable));
    all.reachable.putAll(all.started);
    claiming.forEach(other -> all.tools.addAll(other.tools()));
    for (RouteOutline other : present) {
      all.tools.addAll(other.tools());
      if (AgentFile.is(other.text.file()) && other.text.isOff()) {
        all.off.add(AgentFile.name(other.text.file()));
      }
    }
    return all;
  }

  private static void starts(RouteOutline outline, Map<String, String> into) {
    for (EndpointUse use : outline.endpoints) {
      if (use.role() == Role.CONSUMER && isInternal(use)) {
        into.put(internal(use), outline.text.file());
      }
    }
  }

  /** The start of a route, and the file that it stands in. */
  record Start(EndpointUse use, String file) {}

  /** The names of agents that may be asked. */
  Set<String> agents() {
    Set<String> names = new TreeSet<>();
    for (String start : reachable.keySet()) {
      if (start.startsWith(AGENT)) {
        names.add(start.substring(AGENT.length()));
      }
    }
    return names;
  }

  /**
   * A tool, as far as its file says it.
   *
   * @param parameters their names
   */
  record KnownTool(String name, Set<String> tags, Set<String> parameters) {
    private static final String PARAMETER = "parameter.";

    static List<KnownTool> of(RouteOutline outline) {
      List<KnownTool> tools = new ArrayList<>();
      for (EndpointUse use : outline.endpoints) {
        if (use.role() == Role.CONSUMER && use.scheme().equals("ai-tool")) {
          tools.add(of(use));
        }
      }
      return tools;
    }

    private static KnownTool of(EndpointUse use) {
      Set<String> tags = new TreeSet<>();
      for (String tag : OptionCheck.raw(use.options().getOrDefault("tags", "")).split(",")) {
        tags.add(tag.strip());
      }
      tags.remove("");
      Set<String> parameters = new TreeSet<>();
      for (String option : use.options().keySet()) {
        if (option.startsWith(PARAMETER)) {
          parameters.add(option.substring(PARAMETER.length()).replaceFirst("\\..*", ""));
        }
      }
      return new KnownTool(use.path(), tags, parameters);
    }

    boolean fits(String pattern) {
      return Glob.fits(pattern, name) || tags.contains(pattern);
    }
  }

  /** Names that the hub's own Java routes have taken. */
  public record JavaNames(Set<String> ids, Set<String> internal) {
    static final JavaNames NONE = new JavaNames(Set.of(), Set.of());

    /** Those that a hub may run, for a check without one. */
    public static JavaNames shipped() {
      return new JavaNames(KnownBeans.scan().javaRoutes(), Set.of());
    }
  }

  static boolean isInternal(EndpointUse use) {
    return Set.of("agent", "ai-tool", "direct", "door", "seda").contains(use.scheme());
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
