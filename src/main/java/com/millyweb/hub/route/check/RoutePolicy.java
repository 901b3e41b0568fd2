package com.millyweb.hub.route.check;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What routes may not do, whatever Camel could do. */
final class RoutePolicy {
  /** A dot in a name would make ids ambiguous. */
  static final Pattern FILE_NAME = Pattern.compile("([\\w-]+/)*[\\w-]+\\.(camel|agent)\\.yaml");

  /** Steps from which a route is no longer a paragraph. */
  static final int MANY_STEPS = 12;

  /** Elements at the top of a file outside of {@code policy}. */
  static final Set<String> ELEMENTS = Set.of("route");

  static final Set<String> POLICY_ELEMENTS = Set.of("routeConfiguration");

  /** Parts of simple that reach classes, the context or the process's environment. */
  static final Pattern FORBIDDEN_SIMPLE =
      Pattern.compile(
          "\\$(?:simple)?\\{\\s*(type:|bean:(class|type):|camelContext\\b|exchange\\.(context|getContext)|sys\\.|sysenv|env[.:]|properties:|ref:)"
              + "|\\.(class|getClass)\\b");

  /** Values that make Camel build objects or read files and addresses. */
  static final Pattern FORBIDDEN_VALUE =
      Pattern.compile(
          "\\s*(#(class|type|valueAs)[:(]|#autowired|resource:\\s*\\w+:).*", Pattern.DOTALL);

  /** What lies below these belongs to the hub itself. */
  static final Set<String> RESERVED_PATHS =
      Set.of(
          "/api",
          "/actuator",
          "/healthz",
          "/readyz",
          "/health",
          "/status",
          "/v1",
          "/mcp",
          "/error");

  private static final Map<String, Set<String>> ARROWS =
      Map.of(
          "ingress", Set.of("event"),
          "event", Set.of(),
          "flow", Set.of("event", "agent", "tool", "model", "knowledge", "notify"),
          "agent", Set.of("event", "tool", "model", "notify"),
          "tool", Set.of("event", "model", "knowledge", "notify"),
          "knowledge", Set.of(),
          "notify", Set.of("event"),
          "health", Set.of("event"),
          "policy", Set.of());

  private static final Map<String, String> NOUN_OF_SCHEME =
      Map.of(
          "event", "event",
          "notify", "notify",
          "agent", "agent",
          "ai-tool", "tool",
          "model", "model",
          "knowledge", "knowledge");

  private static final Set<String> TO_COME = Set.of("knowledge");

  private RoutePolicy() {}

  static Set<String> folders() {
    return ARROWS.keySet();
  }

  /** Those that this version has a use for; the others are kept for nouns to come. */
  static List<String> usefulFolders() {
    return folders().stream().filter(folder -> !TO_COME.contains(folder)).sorted().toList();
  }

  static boolean mayCall(String from, String to) {
    return from.equals(to) || ARROWS.getOrDefault(from, Set.of()).contains(to);
  }

  static Set<String> arrowsOf(String folder) {
    return ARROWS.getOrDefault(folder, Set.of());
  }

  /** The noun that an endpoint of the hub's own schemes belongs to; empty for all others. */
  static String nounOf(String scheme) {
    return NOUN_OF_SCHEME.getOrDefault(scheme, "");
  }
}
