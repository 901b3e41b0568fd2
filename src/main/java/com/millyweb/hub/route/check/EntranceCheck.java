package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.Entrances;
import com.millyweb.hub.camel.OpenEndpoints;
import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import com.millyweb.hub.route.check.RouteOutline.Role;
import java.util.ArrayList;
import java.util.List;

/** Where routes begin: what comes from outside comes in by a door that verifies. */
final class EntranceCheck {
  private EntranceCheck() {}

  static void check(RouteOutline outline, OtherRoutes neighbours, Reach reach) {
    entrances(outline, reach);
    doors(outline, neighbours);
  }

  private static void entrances(RouteOutline outline, Reach reach) {
    String folder = outline.text.folder();
    for (EndpointUse use : outline.endpoints) {
      if (use.role() == Role.CONSUMER
          && (OpenEndpoints.SCHEMES.contains(use.scheme())
              || reach.schemes().contains(use.scheme()))
          && !Entrances.mayBegin(folder, use.scheme(), reach)) {
        outline.error(use.uri(), Entrances.refusal(folder, use.scheme()), null);
      }
      if (use.role() == Role.CONSUMER && use.scheme().equals("door")) {
        kind(outline, use);
      }
    }
  }

  /** The hub finds a kind by the name of its file. */
  private static void kind(RouteOutline outline, EndpointUse use) {
    String file = "ingress/%s.camel.yaml".formatted(use.path());
    if (!outline.text.file().equals(file)) {
      outline.error(
          use.uri(), "The kind of door '%s' must stand in %s".formatted(use.path(), file), null);
    }
  }

  private static void doors(RouteOutline outline, OtherRoutes neighbours) {
    List<OtherRoutes.DoorPath> seen = new ArrayList<>(neighbours.doors());
    for (EndpointUse use : outline.endpoints) {
      if (use.role() != Role.CONSUMER || !use.scheme().equals("platform-http")) {
        continue;
      }
      var door = OtherRoutes.DoorPath.of(use, outline.text.file());
      for (var other : seen) {
        if (door.clashes(other)) {
          outline.error(
              use.uri(),
              "Path '%s' is a door already, in %s".formatted(use.path(), other.place()),
              null);
        }
      }
      for (String reserved : RoutePolicy.RESERVED_PATHS) {
        if (door.path().isEmpty()
            || door.path().equals(reserved)
            || door.path().startsWith(reserved + "/")) {
          outline.error(
              use.uri(), "Path '%s' belongs to the hub itself".formatted(use.path()), null);
          break;
        }
      }
      seen.add(door);
    }
  }
}
