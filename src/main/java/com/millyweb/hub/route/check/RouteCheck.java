package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.http.EgressCheck;
import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import com.millyweb.hub.route.check.RouteOutline.ExpressionUse;
import com.millyweb.hub.route.check.RouteOutline.Role;
import com.millyweb.hub.route.check.ScratchRoutes.NotBuilt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
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
  private final ModelCheck models;
  private final AgentCheck agents;
  private final AddressCheck addresses;
  private final ScratchRoutes bench;

  /**
   * @param channels the names of the configured channels
   */
  public RouteCheck(
      KnownBeans beans, RouteValues values, Collection<String> channels, Samples samples) {
    this(
        beans,
        values,
        channels,
        List.of(),
        name -> false,
        samples,
        text -> false,
        EgressCheck.anything(),
        Reach.NOTHING);
  }

  /**
   * @param channels the names of the configured channels
   * @param models the names of the configured models
   * @param foreign whether a name, a tag or a pattern may be about tools that are no routes
   * @param built files that the hub's own build has made once; a hub does not make them a second
   *     time beside the routes that run
   * @param egress tells which addresses calls would be refused
   * @param reach the connectors, which connect to nothing here
   */
  public RouteCheck(
      KnownBeans beans,
      RouteValues values,
      Collection<String> channels,
      Collection<String> models,
      Predicate<String> foreign,
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
    this.models = new ModelCheck(models);
    agents = new AgentCheck(this.channels, models, foreign);
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
      FileCheck.place(misplaced);
      return List.copyOf(misplaced.problems);
    }
    RouteOutline outline = read(text);
    if (text.content().length() > MAX_CHARACTERS) {
      outline.error(
          Position.START,
          "A route file must be at most %d characters".formatted(MAX_CHARACTERS),
          null);
    } else if (!outline.elements.isEmpty() || !outline.hasErrors()) {
      FileCheck.check(outline, neighbours);
      outline.endpoints.forEach(use -> catalogue.check(use, outline));
      CallCheck.check(outline, neighbours);
      EntranceCheck.check(outline, neighbours, reach);
      channels.check(outline);
      models.check(outline);
      agents.check(outline, neighbours);
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
