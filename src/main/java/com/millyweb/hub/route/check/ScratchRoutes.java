package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.Capabilities;
import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.RouteValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Builds routes in a Camel context that is never started: endpoints, consumers and steps are made
 * and bound, nothing runs and nothing is connected.
 */
public final class ScratchRoutes {
  private static final int MAX_PROBLEMS = 50;

  private final KnownBeans beans;
  private final RouteValues values;
  private final Reach reach;

  public ScratchRoutes(KnownBeans beans, RouteValues values) {
    this(beans, values, Reach.NOTHING);
  }

  /**
   * @param reach connects to nothing
   */
  ScratchRoutes(KnownBeans beans, RouteValues values, Reach reach) {
    this.reach = reach;
    this.beans = beans;
    this.values = values.withoutSecrets();
  }

  /** What Camel could not build. */
  static final class NotBuilt extends Exception {
    private static final long serialVersionUID = 1;
    private final int line;
    private final String step;

    /**
     * @param step the name of the step in YAML; empty when it is no step
     */
    NotBuilt(String message, int line, String step, Throwable cause) {
      super(message, cause);
      this.line = line;
      this.step = step;
    }

    /** The line of the step as Camel counts it, which may be the one above; or -1. */
    int line() {
      return line;
    }

    String step() {
      return step;
    }
  }

  /** A context for this thread's checks; expressions are compiled in it too. */
  public ScratchContext open() {
    var database = new PGSimpleDataSource();
    var context =
        new ScratchContext(
            new Capabilities(
                values, beans::isBean, new Placeholders(beans), () -> database, reach));
    context.init();
    return context;
  }

  /**
   * @param policies files with route configurations that apply
   * @return what cannot be made of the file's routes; empty when everything can
   */
  List<NotBuilt> build(ScratchContext context, List<RouteText> policies, RouteText text) {
    List<NotBuilt> all = new ArrayList<>();
    try {
      for (RouteText policy : policies) {
        if (!policy.file().equals(text.file())) {
          load(context, policy.resource());
        }
      }
      OpenElements.judge(text);
      context.capabilities().making(text, () -> make(context, text, all));
    } catch (Exception e) {
      all.add(new NotBuilt(reason(e), -1, "", e));
    }
    return all;
  }

  private static void make(CamelContext context, RouteText text, List<NotBuilt> all)
      throws Exception {
    load(context, text.resource());
    var model = context.getCamelContextExtension().getContextPlugin(Model.class);
    RouteDefinitionHelper.forceAssignIds(context, model.getRouteDefinitions());
    for (RouteDefinition route : List.copyOf(model.getRouteDefinitions())) {
      create(context, model, route, all);
    }
  }

  /** Adds the routes, or the route configurations, of a file. */
  public static void load(CamelContext context, Resource resource) throws Exception {
    Collection<RoutesBuilder> builders =
        PluginHelper.getRoutesLoader(context).findRoutesBuilders(List.of(resource));
    for (RoutesBuilder builder : builders) {
      if (builder instanceof RouteConfigurationsBuilder configurations) {
        configurations.addRouteConfigurationsToCamelContext(context);
      }
      builder.addRoutesToCamelContext(context);
    }
  }

  /** What fails is taken out and the rest is tried again: all of it is told in one round. */
  private static void create(
      CamelContext context, Model model, RouteDefinition route, List<NotBuilt> all) {
    for (int i = 0; i < MAX_PROBLEMS; i++) {
      try {
        model.getModelReifierFactory().createRoute(context, route).initializeServices();
        return;
      } catch (Exception e) {
        ProcessorDefinition<?> step = failed(route, e);
        if (step == null) {
          all.add(new NotBuilt(reason(e), route.getInput().getLineNumber(), "", e));
          return;
        }
        all.add(new NotBuilt(reason(e), step.getLineNumber(), step.getShortName(), e));
        if (!step.getOutputs().isEmpty() || !remove(route.getOutputs(), step)) {
          return;
        }
      }
    }
  }

  /** Camel names the step in its message only. */
  private static @Nullable ProcessorDefinition<?> failed(RouteDefinition route, Exception e) {
    String message = String.valueOf(e.getMessage());
    int from = message.indexOf(">>> ");
    int to = message.indexOf(" <<<");
    if (e instanceof FailedToCreateRouteException && from >= 0 && to > from) {
      var found = new AtomicReference<ProcessorDefinition<?>>();
      search(route.getOutputs(), message.substring(from + 4, to), found);
      return found.get();
    }
    return null;
  }

  private static void search(
      List<ProcessorDefinition<?>> steps,
      String wanted,
      AtomicReference<ProcessorDefinition<?>> found) {
    for (ProcessorDefinition<?> step : steps) {
      search(step.getOutputs(), wanted, found);
      if (found.get() == null && wanted.equals(step.toString())) {
        found.set(step);
      }
    }
  }

  private static boolean remove(List<ProcessorDefinition<?>> steps, ProcessorDefinition<?> step) {
    // an empty list of steps would be another problem
    return (steps.size() > 1 && steps.removeIf(other -> other == step))
        || steps.stream().anyMatch(other -> remove(other.getOutputs(), step));
  }

  /** The innermost message says what is wrong; those around it say where. */
  public static String reason(Throwable e) {
    Throwable inner = e;
    while (inner.getCause() != null && inner.getCause() != inner) {
      inner = inner.getCause();
    }
    String message = inner.getMessage();
    if (inner instanceof ClassNotFoundException) {
      return "There is no class '%s'".formatted(message);
    }
    return message == null ? inner.getClass().getSimpleName() : message.strip();
  }

  /**
   * What routes find by name; none of it does anything. By type nothing of the hub's is found: who
   * looks so is going to call it.
   */
  private static final class Placeholders implements BeanRepository {
    private final KnownBeans beans;
    private final Map<String, Object> made = new HashMap<>();

    Placeholders(KnownBeans beans) {
      this.beans = beans;
      made.put(
          PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME,
          new SpringBootPlatformHttpEngine(0, Runnable::run));
    }

    @Override
    public @Nullable Object lookupByName(String name) {
      Object known = made.get(name);
      if (known == null) {
        known = beans.placeholder(name);
        if (known != null) {
          made.put(name, known);
        }
      }
      return known;
    }

    @Override
    public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
      Object bean = lookupByName(name);
      return type.isInstance(bean) ? type.cast(bean) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
      return Map.of();
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
      return Set.of();
    }
  }
}
