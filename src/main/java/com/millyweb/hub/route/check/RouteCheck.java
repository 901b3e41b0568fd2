package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.Entrances;
import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.OpenEndpoints;
import com.millyweb.hub.camel.OpenResources;
import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.http.EgressCheck;
import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import com.millyweb.hub.route.check.RouteOutline.ExpressionUse;
import com.millyweb.hub.route.check.RouteOutline.Role;
import com.millyweb.hub.route.check.RouteOutline.RouteEntry;
import com.millyweb.hub.route.check.ScratchRoutes.NotBuilt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.springframework.boot.convert.DurationStyle;

/**
 * Finds everything that is wrong with a route file before it runs. The running hub, the API and the
 * {@code check} command all ask here.
 */
public final class RouteCheck {
  public static final int MAX_CHARACTERS = 256 * 1024;

  private final RouteSchema schema = RouteSchema.load();
  private final EndpointCatalogue catalogue;
  private final Reach reach;
  private final ExpressionCheck expressions = new ExpressionCheck();
  private final DataFormatCheck formats = new DataFormatCheck();
  private final Samples samples;
  private final Predicate<RouteText> built;
  private final BeanCheck beans;
  private final PlaceholderCheck placeholders;
  private final DestinationCheck destinations;
  private final ChannelCheck channels;
  private final AddressCheck addresses;
  private final ScratchRoutes bench;

  /**
   * @param channels the names of the configured channels
   */
  public RouteCheck(
      KnownBeans beans, RouteValues values, Collection<String> channels, Samples samples) {
    this(beans, values, channels, samples, text -> false, EgressCheck.anything(), Reach.NOTHING);
  }

  /**
   * @param channels the names of the configured channels
   * @param built files that the hub's own build has made once; a hub does not make them a second
   *     time beside the routes that run
   * @param egress tells which addresses calls would be refused
   * @param reach the connectors, which connect to nothing here
   */
  public RouteCheck(
      KnownBeans beans,
      RouteValues values,
      Collection<String> channels,
      Samples samples,
      Predicate<RouteText> built,
      EgressCheck egress,
      Reach reach) {
    this.samples = samples;
    this.reach = reach;
    catalogue = EndpointCatalogue.load(reach);
    this.built = built;
    this.beans = new BeanCheck(beans);
    placeholders = new PlaceholderCheck(values);
    destinations = new DestinationCheck(values, beans, placeholders, reach);
    this.channels = new ChannelCheck(channels);
    addresses = new AddressCheck(egress);
    bench = new ScratchRoutes(beans, values, reach);
  }

  /** What the folders in a folder of routes are called. */
  public static Set<String> folders() {
    return RoutePolicy.folders();
  }

  public RouteOutline read(RouteText text) {
    return RouteReader.read(text, schema);
  }

  /**
   * All problems of a file, in the order of its lines.
   *
   * @param policies the files of {@code policy} that will apply
   */
  public List<Problem> check(RouteText text, OtherRoutes neighbours, List<RouteText> policies) {
    try {
      return found(text, neighbours, policies);
    } catch (StackOverflowError e) {
      return List.of(
          Problem.error(text.file(), Position.START, "An expression in it is nested too deeply"));
    }
  }

  private List<Problem> found(RouteText text, OtherRoutes neighbours, List<RouteText> policies) {
    if (!RoutePolicy.folders().contains(text.folder())) {
      // what else is wrong with it depends on where it lies
      var misplaced = new RouteOutline(text);
      place(misplaced);
      return List.copyOf(misplaced.problems);
    }
    RouteOutline outline = read(text);
    if (text.content().length() > MAX_CHARACTERS) {
      outline.error(
          Position.START,
          "A route file must be at most %d characters".formatted(MAX_CHARACTERS),
          null);
    } else if (!outline.elements.isEmpty() || !outline.hasErrors()) {
      place(outline);
      elements(outline);
      ids(outline, neighbours);
      values(outline);
      outline.endpoints.forEach(use -> catalogue.check(use, outline));
      calls(outline, neighbours);
      entrances(outline);
      doors(outline, neighbours);
      channels.check(outline);
      NoticeCheck.check(outline);
      beans.check(outline);
      placeholders.check(outline);
      destinations.check(outline);
      addresses.check(outline);
      formats.check(outline.root, outline);
      counts(outline);
      BodyCheck.check(outline, samples);
      build(outline, policies, neighbours);
    }
    return outline.problems.stream()
        .distinct()
        .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
        .toList();
  }

  private static void place(RouteOutline outline) {
    String folder = outline.text.folder();
    int broken = outline.text.content().indexOf('\uFFFD');
    if (broken >= 0) {
      outline.error(outline.at(broken), "Not readable as UTF-8", null);
    }
    if (!RoutePolicy.FILE_NAME.matcher(outline.text.file()).matches()) {
      outline.error(
          Position.START,
          "A route file must be named <folder>/<file>.camel.yaml, of letters, digits, '-' and '_'",
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

  private static void calls(RouteOutline outline, OtherRoutes neighbours) {
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
            "'%s' is the start of another route already, in %s"
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

  /** What comes from outside comes in by a door that verifies. */
  private void entrances(RouteOutline outline) {
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

  /** A step that waits or counts takes a number; anything else fails with every event. */
  private static void counts(RouteOutline outline) {
    for (var use : outline.counts) {
      String value = use.text().getValue();
      if (!value.contains("{{") && !value.matches("\\d+")) {
        outline.error(
            use.text(),
            "'%s' needs a number%s, was: '%s'"
                .formatted(use.step(), use.step().equals("delay") ? " of milliseconds" : "", value),
            use.step().equals("delay") ? milliseconds(value) : Meant.integer(value));
      }
    }
  }

  private static @Nullable String milliseconds(String value) {
    String duration = Meant.duration(value);
    return duration == null
        ? null
        : String.valueOf(DurationStyle.detectAndParse(duration).toMillis());
  }

  /** Expressions are compiled always, the whole file only when nothing else was found. */
  private void build(RouteOutline outline, List<RouteText> policies, OtherRoutes neighbours) {
    if (isBuilt(outline.text) && policies.stream().allMatch(this::isBuilt)) {
      return;
    }
    try (ScratchContext context = bench.open()) {
      for (ExpressionUse use : outline.expressions) {
        expressions.check(context, use, outline);
      }
      for (EndpointUse use : outline.endpoints) {
        OptionCheck.expressions(use, catalogue.model(use.scheme()))
            .forEach(option -> expressions.check(context, option, outline));
      }
      TypeCheck.check(context, outline);
      destinations.confine(context, outline);
      if (!outline.hasErrors()) {
        build(context, outline, policies);
      }
      if (!outline.hasErrors()) {
        StartOptionCheck.check(
            context, outline, neighbours, reason -> placeholders.withoutValues(outline, reason));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a placeholder stands for is known here only. */
  private boolean isBuilt(RouteText text) {
    return built.test(text) && !text.content().contains("{{");
  }

  private void build(ScratchContext context, RouteOutline outline, List<RouteText> policies) {
    bench
        .build(context, policies, outline.text)
        .forEach(
            e ->
                outline.error(
                    position(outline, e),
                    placeholders.withoutValues(outline, String.valueOf(e.getMessage())),
                    null));
  }

  private static Position position(RouteOutline outline, NotBuilt e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()) {
        return Position.of(marked.getProblemMark().get());
      }
    }
    if (!e.step().isEmpty()) {
      return outline.steps.stream()
          .filter(step -> step.name().equals(e.step()))
          .min(Comparator.comparingInt(step -> Math.abs(step.at().line() - e.line())))
          .map(RouteOutline.StepUse::at)
          .orElse(Position.START);
    }
    return outline.endpoints.stream()
        .filter(use -> use.role() == Role.CONSUMER)
        .min(Comparator.comparingInt(use -> Math.abs(Position.of(use.uri()).line() - e.line())))
        .map(use -> OptionCheck.culprit(use, e.getMessage(), outline))
        .orElse(Position.START);
  }
}
