package com.millyweb.hub.route.check;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The YAML of route files: one document, without anchors, aliases and tags. These would let a small
 * file grow without bound, or let a reader see something else than what runs.
 */
final class YamlSyntax {
  private static final int MAX_DEPTH = 64;

  private YamlSyntax() {}

  /** The tree; empty when the file is empty or has syntax errors, which are noted. */
  static Optional<Node> compose(RouteOutline outline) {
    String content = outline.text.content();
    var settings = LoadSettings.builder().setUseMarks(true).setLabel(outline.text.file()).build();
    try {
      scan(outline, settings, content);
      return outline.hasErrors() ? Optional.empty() : new Compose(settings).composeString(content);
    } catch (MarkedYamlEngineException e) {
      var mark = e.getProblemMark().or(e::getContextMark);
      outline.error(
          mark.map(Position::of).orElse(Position.START),
          "Not readable as YAML: %s".formatted(reason(e)),
          null);
    } catch (YamlEngineException e) {
      outline.error(Position.START, "Not readable as YAML: %s".formatted(e.getMessage()), null);
    }
    return Optional.empty();
  }

  private static void scan(RouteOutline outline, LoadSettings settings, String content) {
    int documents = 0;
    int depth = 0;
    for (Event event : new Parse(settings).parseString(content)) {
      Position at = event.getStartMark().map(Position::of).orElse(Position.START);
      if (event instanceof DocumentStartEvent && ++documents > 1) {
        outline.error(
            at, "A route file must be one YAML document; '---' starts a second one", null);
        return;
      }
      if (event instanceof AliasEvent
          || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
        outline.error(at, "Anchors and aliases (& and *) are not used in route files", null);
        return;
      }
      boolean tagged =
          (event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
              || (event instanceof CollectionStartEvent start && start.getTag().isPresent());
      if (tagged) {
        outline.error(at, "Tags (!) are not used in route files", null);
        return;
      }
      depth += event instanceof CollectionStartEvent ? 1 : 0;
      depth -=
          switch (event.getEventId()) {
            case MappingEnd, SequenceEnd -> 1;
            default -> 0;
          };
      if (depth > MAX_DEPTH) {
        outline.error(at, "Nested deeper than %d levels".formatted(MAX_DEPTH), null);
        return;
      }
    }
  }

  private static String reason(MarkedYamlEngineException e) {
    String context = e.getContext();
    String problem = e.getProblem();
    return context == null || context.isBlank() ? problem : context + ", " + problem;
  }

  /** What a map has under a key; null when it has nothing there, or is no map. */
  static @Nullable Node find(Node node, String key) {
    if (node instanceof MappingNode map) {
      for (NodeTuple tuple : map.getValue()) {
        if (text(tuple.getKeyNode()).equals(key)) {
          return tuple.getValueNode();
        }
      }
    }
    return null;
  }

  /** A single value; empty for what is none. */
  static String text(@Nullable Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }
}
