package com.millyweb.hub.event.trace;

import com.millyweb.hub.camel.WrittenOptions;
import org.apache.camel.NamedNode;
import org.apache.camel.model.SendDefinition;
import org.jspecify.annotations.Nullable;

/** What a step is called and where it stands: bounded, without secrets, made once a route. */
final class StepName {
  private static final int LONGEST = 80;

  private final NamedNode node;
  private volatile @Nullable Shown shown;

  StepName(NamedNode node) {
    this.node = node;
  }

  private record Shown(String label, @Nullable String place) {}

  String label() {
    return shown().label();
  }

  /** File and line; null where they are not known. */
  @Nullable String place() {
    return shown().place();
  }

  /** Not at start: most flows do not run soon, and this looks for secrets by patterns. */
  private Shown shown() {
    Shown known = shown;
    if (known == null) {
      known = new Shown(label(node), place(node));
      shown = known;
    }
    return known;
  }

  private static String label(NamedNode node) {
    String name = node.getShortName();
    String label =
        node instanceof SendDefinition<?> send && send.getEndpointUri() != null
            ? "%s[%s]".formatted(name, WrittenOptions.shown(send.getEndpointUri()))
            : node.getLabel();
    String all =
        label == null || label.isEmpty()
            ? name
            : label.startsWith(name) ? label : name + " " + label;
    return ShownText.uri(all, LONGEST);
  }

  private static @Nullable String place(NamedNode node) {
    String location = node.getLocation();
    if (location == null || node.getLineNumber() < 0) {
      return null;
    }
    String file = location.substring(location.indexOf(':') + 1);
    return ShownText.of(file + ":" + node.getLineNumber(), LONGEST);
  }
}
