package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.OpenResources;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.route.check.RouteOutline.RouteEntry;
import java.util.HashSet;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What a file is named, where it lies, and what stands in it at its top. */
final class FileCheck {
  private FileCheck() {}

  static void check(RouteOutline outline, OtherRoutes neighbours) {
    place(outline);
    elements(outline);
    ids(outline, neighbours);
    values(outline);
  }

  static void place(RouteOutline outline) {
    String folder = outline.text.folder();
    int broken = outline.text.content().indexOf('\uFFFD');
    if (broken >= 0) {
      outline.error(outline.at(broken), "Not readable as UTF-8", null);
    }
    if (!RoutePolicy.FILE_NAME.matcher(outline.text.file()).matches()) {
      outline.error(
          Position.START,
          "A route file must be named <folder>/<file>.camel.yaml, that of an agent agent/<name>.agent.yaml, of letters, digits, '-' and '_'",
          null);
      return;
    }
    if (!RoutePolicy.folders().contains(folder)) {
      outline.error(
          Position.START,
          "A route file must lie in one of the folders %s"
              .formatted(String.join(", ", RoutePolicy.usefulFolders())),
          Nearest.to(folder, RoutePolicy.usefulFolders()));
    }
  }

  private static void elements(RouteOutline outline) {
    Set<String> allowed =
        outline.text.isPolicy() ? RoutePolicy.POLICY_ELEMENTS : RoutePolicy.ELEMENTS;
    for (Node element : outline.elements) {
      String name = ((ScalarNode) element).getValue();
      if (!allowed.contains(name)) {
        String hint =
            RoutePolicy.POLICY_ELEMENTS.contains(name)
                ? "'%s' belongs in routes/policy".formatted(name)
                : "'%s' is not allowed here: a file holds %s only"
                    .formatted(name, String.join(", ", allowed));
        outline.error(element, hint, null);
      }
    }
  }

  private static void ids(RouteOutline outline, OtherRoutes neighbours) {
    String prefix = outline.text.idPrefix();
    Set<String> seen = new HashSet<>();
    for (RouteEntry route : outline.routes) {
      String id = route.id();
      if (id == null || id.isBlank()) {
        continue;
      }
      String taken = neighbours.ids().get(id);
      if (!seen.add(id)) {
        outline.error(route.at(), "Route id '%s' is used twice in this file".formatted(id), null);
      } else if (taken != null) {
        outline.error(
            route.at(), "Route id '%s' is used already, in %s".formatted(id, taken), null);
      }
      if (!id.equals(prefix) && !id.startsWith(prefix + ".")) {
        outline.error(
            route.at(),
            "Route id '%s' must be '%s' or start with '%s.'".formatted(id, prefix, prefix),
            prefix);
      }
      if (route.steps() > RoutePolicy.MANY_STEPS) {
        outline.problems.add(
            Problem.warning(
                outline.text.file(),
                route.at(),
                "Route '%s' has %d steps; a route reads well up to %d"
                    .formatted(id, route.steps(), RoutePolicy.MANY_STEPS)));
      }
    }
  }

  private static void values(RouteOutline outline) {
    for (ScalarNode scalar : outline.scalars) {
      if (RoutePolicy.FORBIDDEN_VALUE.matcher(scalar.getValue()).matches()) {
        outline.error(
            scalar,
            scalar.getValue().strip().startsWith("resource:")
                ? OpenResources.CLOSED
                : "'%s' makes an object of any class; name a bean with '#bean:'"
                    .formatted(scalar.getValue()),
            null);
      }
    }
  }
}
