package com.millyweb.hub.route.check;

import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import com.millyweb.hub.route.check.RouteOutline.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where routes call each other: along the arrows between folders, and to a route that is there. */
final class CallCheck {
  private CallCheck() {}

  static void check(RouteOutline outline, OtherRoutes neighbours) {
    String folder = outline.text.folder();
    var own = OtherRoutes.of(List.of(outline), List.of(), OtherRoutes.JavaNames.NONE);
    Set<String> started = new HashSet<>();
    for (EndpointUse use : outline.endpoints) {
      boolean sends = use.role() != Role.CONSUMER;
      String noun = RoutePolicy.nounOf(use.scheme());
      if (sends && !noun.isEmpty() && !RoutePolicy.mayCall(folder, noun)) {
        arrow(outline, use, folder, noun);
      }
      if (!OtherRoutes.isInternal(use)
          || use.uri().getValue().contains("${")
          || use.path().contains("{{")) {
        continue;
      }
      String name = OtherRoutes.internal(use);
      String target = own.started().getOrDefault(name, neighbours.reachable().get(name));
      if (!sends && (!started.add(name) || neighbours.started().containsKey(name))) {
        outline.error(
            use.uri(),
            (outline.agent == null
                    ? "'%s' is the start of another route already, in %s"
                    : "There is '%s' already, in %s")
                .formatted(name, neighbours.started().getOrDefault(name, "this file")),
            null);
      } else if (sends && target == null) {
        Set<String> known = new HashSet<>(neighbours.reachable().keySet());
        known.addAll(own.started().keySet());
        outline.error(
            use.uri(), "No route starts at '%s'".formatted(name), Nearest.to(name, known));
      } else if (sends && !target.equals(OtherRoutes.JAVA)) {
        String to = target.substring(0, Math.max(0, target.indexOf('/')));
        if (!RoutePolicy.mayCall(folder, to)) {
          arrow(outline, use, folder, to);
        }
      }
    }
  }

  private static void arrow(RouteOutline outline, EndpointUse use, String folder, String to) {
    List<String> allowed = RoutePolicy.arrowsOf(folder).stream().sorted().toList();
    outline.error(
        use.uri(),
        "A route in '%s' must not call '%s'; it may call %s"
            .formatted(folder, to, allowed.isEmpty() ? "nothing" : String.join(", ", allowed)),
        null);
  }
}
