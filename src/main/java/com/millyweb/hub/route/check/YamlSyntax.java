package com.millyweb.hub.route.check;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.composer.Composer;
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
import org.snakeyaml.engine.v2.parser.Parser;

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
      List<Event> events = events(outline, settings, content);
      return outline.hasErrors()
          ? Optional.empty()
          : new Composer(settings, new Replay(events)).getSingleNode();
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

  /** What the file consists of, as far as the first thing that has no place in it. */
  private static List<Event> events(RouteOutline outline, LoadSettings settings, String content) {
    List<Event> events = new ArrayList<>();
    int documents = 0;
    int depth = 0;
    for (Event event : new Parse(settings).parseString(content)) {
      events.add(event);
      Position at = event.getStartMark().map(Position::of).orElse(Position.START);
      if (event instanceof DocumentStartEvent && ++documents > 1) {
        outline.error(
            at, "A route file must be one YAML document; '---' starts a second one", null);
        return events;
      }
      if (event instanceof AliasEvent
          || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
        outline.error(at, "Anchors and aliases (& and *) are not used in route files", null);
        return events;
      }
      boolean tagged =
          (event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
              || (event instanceof CollectionStartEvent start && start.getTag().isPresent());
      if (tagged) {
        outline.error(at, "Tags (!) are not used in route files", null);
        return events;
      }
      depth += event instanceof CollectionStartEvent ? 1 : 0;
      depth -=
          switch (event.getEventId()) {
            case MappingEnd, SequenceEnd -> 1;
            default -> 0;
          };
      if (depth > MAX_DEPTH) {
        outline.error(at, "Nested deeper than %d levels".formatted(MAX_DEPTH), null);
        return events;
      }
    }
    return events;
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

  /** Gives the composer what was parsed already; to parse is most of the work. */
  private static final class Replay implements Parser {
    private final List<Event> events;
    private int next;

    Replay(List<Event> events) {
      this.events = events;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
      return hasNext() && peekEvent().getEventId() == choice;
    }

    @Override
    public Event peekEvent() {
      if (!hasNext()) {
        throw new NoSuchElementException("The file has ended");
      }
      return events.get(next);
    }

    @Override
    public Event next() {
      Event event = peekEvent();
      next++;
      return event;
    }

    @Override
    public boolean hasNext() {
      return next < events.size();
    }
  }
}
