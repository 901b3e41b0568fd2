package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.OpenPlaceholders.Placeholder;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import com.millyweb.hub.route.check.RouteOutline.Role;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Every {@code {{placeholder}}} must be one that routes may have, and have a value or a default.
 */
final class PlaceholderCheck {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");

  private final RouteValues values;

  PlaceholderCheck(RouteValues values) {
    this.values = values;
  }

  void check(RouteOutline outline) {
    Set<ScalarNode> uris = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<ScalarNode> parameters = Collections.newSetFromMap(new IdentityHashMap<>());
    for (EndpointUse use : outline.endpoints) {
      if (use.role() != Role.DYNAMIC) {
        uris.add(use.uri());
        parameters.addAll(use.parameters().values());
      }
    }
    for (ScalarNode scalar : outline.scalars) {
      String text = scalar.getValue();
      Matcher matcher = PLACEHOLDER.matcher(text);
      while (matcher.find()) {
        boolean option =
            parameters.contains(scalar)
                ? matcher.group().equals(text)
                : uris.contains(scalar)
                    && text.substring(0, matcher.start()).matches("(?s).*[?&][\\w.-]+=(RAW[({])?")
                    && text.substring(matcher.end()).matches("(?s)([)}]?(&.*)?)");
        check(outline, scalar, matcher.group(1), option);
      }
    }
  }

  private void check(RouteOutline outline, ScalarNode scalar, String written, boolean option) {
    var placeholder = Placeholder.of(written);
    Position at = outline.find("{{" + written, scalar);
    String name = placeholder.name();
    if (!placeholder.isVar() && !placeholder.isSecret()) {
      outline.error(
          at,
          "Placeholder '{{%s}}' is not open to routes: only {{vars.…}} of hub.vars and {{secrets.…}} of hub.secrets are"
              .formatted(name),
          Nearest.to(name, values.names()));
      return;
    }
    if (placeholder.isSecret() && !option) {
      outline.error(
          at,
          "'{{%s}}' may only be the whole value of an option of 'to:' that sends outside"
              .formatted(name),
          null);
      return;
    }
    boolean known =
        placeholder.isVar()
            ? values.var(placeholder.bare()) != null
            : values.hasSecret(placeholder.bare());
    if (!known && !placeholder.optional() && placeholder.otherwise() == null) {
      outline.error(
          at,
          "Placeholder '{{%s}}' has no value and no default".formatted(name),
          Nearest.to(name, values.names()));
    }
  }

  /** What Camel says of a file, without the values of the variables that it put in. */
  String withoutValues(RouteOutline outline, String message) {
    Set<String> used = new TreeSet<>();
    Matcher matcher = PLACEHOLDER.matcher(outline.text.content());
    while (matcher.find()) {
      var placeholder = Placeholder.of(matcher.group(1));
      if (placeholder.isVar()) {
        used.add(placeholder.bare());
      }
    }
    return values.unresolve(message, used);
  }
}
