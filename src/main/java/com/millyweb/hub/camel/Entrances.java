package com.millyweb.hub.camel;

import java.util.Map;
import java.util.Set;

/** Where routes of a folder may begin. What comes from outside comes in by a door of ingress. */
public final class Entrances {
  private static final Set<String> INNER = Set.of("event", "direct", "seda", "sql", "timer");

  private static final Map<String, Set<String>> MORE =
      Map.of(
          "ingress", Set.of("door", "platform-http"),
          "tool", Set.of("ai-tool"),
          "agent", Set.of("agent"));

  private Entrances() {}

  public static boolean mayBegin(String folder, String scheme, Reach reach) {
    return INNER.contains(scheme)
        || MORE.getOrDefault(folder, Set.of()).contains(scheme)
        || folder.equals("ingress") && reach.mayBegin(scheme);
  }

  public static String refusal(String folder, String scheme) {
    String where =
        scheme.equals("platform-http")
            ? "; a door is a route in routes/ingress that verifies"
            : folder.equals("ingress")
                ? ", or with a connector that receives"
                : "; what comes by a connector comes in by a route in routes/ingress";
    return "A route in '%s' must not begin with '%s:', it may begin with event, direct, seda, sql or timer%s"
        .formatted(folder, scheme, where);
  }
}
