package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Routes may call the hub's own beans, by name, and methods that they have. */
final class BeanCheck {
  private static final Pattern IN_SIMPLE =
      Pattern.compile("\\$(?:simple)?\\{bean:([\\w-]+)(?:\\?method=(\\w+)|\\.(\\w+))?");
  private static final Pattern METHOD = Pattern.compile("^\\w+");

  private final KnownBeans beans;

  BeanCheck(KnownBeans beans) {
    this.beans = beans;
  }

  void check(RouteOutline outline) {
    for (var use : outline.beans) {
      ScalarNode method = use.method();
      check(
          outline,
          use.ref(),
          use.ref().getValue(),
          method,
          method == null ? null : method.getValue());
    }
    for (EndpointUse use : outline.endpoints) {
      if (use.scheme().equals("bean")) {
        ScalarNode method = use.parameters().getOrDefault("method", use.uri());
        check(outline, use.uri(), use.path(), method, use.option("method"));
      }
    }
    for (ScalarNode scalar : outline.scalars) {
      Matcher matcher = IN_SIMPLE.matcher(scalar.getValue());
      while (matcher.find()) {
        String method = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
        check(outline, scalar, matcher.group(1), scalar, method);
      }
    }
  }

  private void check(
      RouteOutline outline,
      Node refAt,
      String written,
      @Nullable Node methodAt,
      @Nullable String call) {
    String ref =
        written.startsWith("#bean:") ? written.substring(6) : written.replaceFirst("^#", "");
    if (ref.contains("{{") || ref.contains("${")) {
      outline.error(
          refAt, "The name of a bean must stand in the file, was: '%s'".formatted(ref), null);
      return;
    }
    if (beans.type(ref) == null) {
      outline.error(
          outline.find(ref, refAt),
          "Unknown bean '%s'".formatted(ref),
          Nearest.to(ref, beans.names()));
      return;
    }
    Matcher matcher = METHOD.matcher(call == null ? "" : call);
    if (methodAt != null && matcher.find()) {
      String method = matcher.group();
      Set<String> methods = beans.methods(ref);
      if (!methods.contains(method)) {
        outline.error(
            outline.find(method, methodAt),
            "Bean '%s' has no method '%s'".formatted(ref, method),
            Nearest.to(method, methods));
      }
    }
  }
}
