package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.check.OtherRoutes.KnownTool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What a route file says, as far as it can be read without Camel. */
public final class RouteOutline {
  final RouteText text;
  final List<Problem> problems = new ArrayList<>();
  final List<Node> elements = new ArrayList<>();
  final List<StepUse> steps = new ArrayList<>();
  final List<CountUse> counts = new ArrayList<>();
  public final List<RouteEntry> routes = new ArrayList<>();
  final List<EndpointUse> endpoints = new ArrayList<>();
  final List<ExpressionUse> expressions = new ArrayList<>();
  final List<DestinationCheck.Destination> destinations = new ArrayList<>();
  final List<BeanUse> beans = new ArrayList<>();
  final List<ScalarNode> scalars = new ArrayList<>();
  @Nullable Node root;

  /** What the file of an agent says, as it is written; null for any other. */
  @Nullable MappingNode agent;

  private @Nullable List<KnownTool> tools;

  RouteOutline(RouteText text) {
    this.text = text;
  }

  /** What other routes call its routes by: the names of {@code from: direct:}. */
  public Set<String> entrances() {
    return named("direct", Role.CONSUMER);
  }

  /** The names of {@code direct:} that its routes call. */
  public Set<String> calls() {
    return named("direct", Role.PRODUCER);
  }

  /** Whether a route of it begins with events. */
  public boolean listens() {
    return !named("event", Role.CONSUMER).isEmpty();
  }

  /** The tools that its routes are, found once: each file is compared with all others. */
  List<KnownTool> tools() {
    List<KnownTool> known = tools;
    if (known == null) {
      known = List.copyOf(KnownTool.of(this));
      tools = known;
    }
    return known;
  }

  private Set<String> named(String scheme, Role role) {
    Set<String> names = new TreeSet<>();
    for (EndpointUse use : endpoints) {
      if (use.role() == role && use.scheme().equals(scheme)) {
        names.add(use.path());
      }
    }
    return names;
  }

  void error(Node at, String message, @Nullable String suggestion) {
    error(Position.of(at), message, suggestion);
  }

  void error(Position at, String message, @Nullable String suggestion) {
    problems.add(Problem.error(text.file(), at, message, suggestion));
  }

  boolean hasErrors() {
    return problems.stream().anyMatch(Problem::isError);
  }

  /** Where the key of a value stands: before it, on its line or above. */
  Position keyOf(String key, Node value) {
    int end = index(value.getStartMark(), 0);
    // what is called budget.steps stands in the file of an agent as steps, below budget
    String written = agent == null ? key : key.substring(key.lastIndexOf('.') + 1);
    int at = text.content().lastIndexOf(written, end - 1);
    return at < 0 ? Position.of(value) : at(at);
  }

  /** Where a part of a scalar stands, also inside a block of several lines. */
  Position find(String part, Node within) {
    int from = index(within.getStartMark(), 0);
    int end = index(within.getEndMark(), text.content().length());
    int at = text.content().indexOf(part, from);
    return at < 0 || at >= end ? Position.of(within) : at(at);
  }

  /** Marks count code points. */
  private int index(Optional<Mark> mark, int otherwise) {
    return mark.map(m -> text.content().offsetByCodePoints(0, m.getIndex())).orElse(otherwise);
  }

  Position at(int index) {
    String before = text.content().substring(0, index);
    int line = (int) before.chars().filter(c -> c == '\n').count();
    return new Position(line + 1, index - before.lastIndexOf('\n'));
  }

  /**
   * One route.
   *
   * @param at the id, or the route where it has none
   */
  public record RouteEntry(@Nullable String id, Position at, int steps) {}

  /** How an endpoint is used. */
  enum Role {
    CONSUMER,
    PRODUCER,
    /** The URI is an expression. */
    DYNAMIC
  }

  /** An endpoint URI with the parameters that stand beside it. */
  record EndpointUse(
      @Nullable String route, Role role, ScalarNode uri, Map<String, ScalarNode> parameters) {

    /** The text before the colon. */
    String scheme() {
      String text = uri.getValue();
      int colon = text.indexOf(':');
      int question = text.indexOf('?');
      int end = colon < 0 ? question : question < 0 ? colon : Math.min(colon, question);
      return end < 0 ? text : text.substring(0, end);
    }

    /** What follows the scheme, without options and slashes at its front. */
    String path() {
      String text = uri.getValue();
      int colon = text.indexOf(':');
      int question = text.indexOf('?');
      String rest =
          colon < 0 ? "" : text.substring(colon + 1, question < colon ? text.length() : question);
      return rest.startsWith("//") ? rest.substring(2) : rest;
    }

    /** The options of the URI and of the parameters, as they are written. */
    Map<String, String> options() {
      Map<String, String> options = new LinkedHashMap<>();
      String text = uri.getValue();
      int question = text.indexOf('?');
      if (question >= 0) {
        for (String option : text.substring(question + 1).split("&(?!amp;)")) {
          int equals = option.indexOf('=');
          if (equals > 0) {
            options.put(option.substring(0, equals), option.substring(equals + 1));
          }
        }
      }
      parameters.forEach((name, value) -> options.put(name, value.getValue()));
      return options;
    }

    @Nullable String option(String name) {
      return options().get(name);
    }
  }

  /**
   * An expression in some language.
   *
   * @param predicate whether it is asked for true or false
   */
  record ExpressionUse(String language, ScalarNode text, Position at, boolean predicate) {}

  /** A step, by its name. */
  record StepUse(String name, Position at) {}

  /** A constant that a step takes for a number. */
  record CountUse(String step, ScalarNode text) {}

  /** A bean that a step or an expression calls. */
  record BeanUse(ScalarNode ref, @Nullable ScalarNode method) {}
}
