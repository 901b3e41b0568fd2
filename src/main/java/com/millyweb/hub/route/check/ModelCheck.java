package com.millyweb.hub.route.check;

import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.model.ModelProperties;
import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import com.millyweb.hub.route.check.RouteOutline.Role;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** A question must go to a model of the configuration. */
final class ModelCheck {
  private final Set<String> models;

  ModelCheck(Collection<String> models) {
    this.models = new TreeSet<>(models);
  }

  void check(RouteOutline outline) {
    for (EndpointUse use : outline.endpoints) {
      String name = use.path();
      if (use.role() != Role.PRODUCER
          || !use.scheme().equals("model")
          || name.contains("{{")
          || models.contains(name)) {
        continue;
      }
      if (models.isEmpty()) {
        // the flow may be there first, and its tests need no model
        outline.problems.add(
            Problem.warning(
                outline.text.file(),
                Position.of(use.uri()),
                "Every event fails at 'model:%s' for now: %s"
                    .formatted(name, ModelProperties.NONE)));
      } else {
        outline.error(
            use.uri(),
            "There is no model '%s' in hub.models, there are %s"
                .formatted(name, String.join(", ", models)),
            Nearest.to(name, models));
      }
    }
  }
}
