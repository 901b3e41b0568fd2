package com.millyweb.hub.camel;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.Route;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.spi.BeanProcessorFactory;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.DataFormatResolver;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceLoader;
import org.apache.camel.spi.RoutesLoader;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/**
 * What the routes of a Camel context can do. It is enforced where Camel resolves endpoints,
 * languages, classes, beans, files and placeholders, so that it does not matter how a route spells
 * them, nor when they are put together.
 */
public final class Capabilities {
  // none that unpacks: a small message could fill the memory
  private static final Set<String> DATA_FORMATS = Set.of("jackson", "csv", "base64");

  private final RouteValues values;
  private final OpenEndpoints endpoints;
  private final FlowSql sql;
  private final OpenRegistry registry;
  private final Reach reach;

  /** The file whose routes this thread makes. */
  private final ThreadLocal<@Nullable RouteText> made = new ThreadLocal<>();

  /**
   * @param isBean whether a name is one of a bean that routes may call
   */
  public Capabilities(
      RouteValues values,
      Predicate<String> isBean,
      BeanRepository beans,
      FlowSql sql,
      Reach reach) {
    this.values = values;
    this.endpoints = new OpenEndpoints(values, isBean, reach);
    this.sql = sql;
    this.registry = new OpenRegistry(values, beans, reach);
    this.reach = reach;
  }

  /** Made once the context is built and before it has routes. */
  public void limit(CamelContext context) {
    var extension = context.getCamelContextExtension();
    registry.setCamelContext(context);
    extension.setRegistry(registry);
    context.setApplicationContextClassLoader(classes());
    context.setClassResolver(new OpenClasses(context));
    context.setPropertiesComponent(OpenPlaceholders.component(values));
    extension.addContextPlugin(
        ResourceLoader.class,
        new OpenResources(context, PluginHelper.getResourceLoader(extension)));
    DataFormatResolver formats = PluginHelper.getDataFormatResolver(extension);
    extension.addContextPlugin(
        DataFormatResolver.class,
        (name, camel) -> {
          if (!DATA_FORMATS.contains(name)) {
            throw new IllegalArgumentException(
                "Data format '%s' is not open to routes".formatted(name));
          }
          return formats.createDataFormat(name, camel);
        });
    extension.addContextPlugin(
        BeanProcessorFactory.class,
        new MarkedBeans(PluginHelper.getBeanProcessorFactory(extension)));
    extension.addContextPlugin(FilesBeside.class, this::notice);
    extension.addContextPlugin(RoutesLoader.class, new HubRoutesLoader(context, this::notice));
    context.addLifecycleStrategy(new Begin());
    extension.addInterceptStrategy(new StopsBetweenSteps());
  }

  /** The hub's classes, and below them those of components that were added. */
  ClassLoader classes() {
    return reach.classes();
  }

  /** Work that makes the routes of a file. */
  @FunctionalInterface
  public interface Making {
    void run() throws Exception;
  }

  /**
   * Only here do URIs have placeholders, and only here are doors made. What the file is made of was
   * judged before.
   */
  public void making(RouteText text, Making work) throws Exception {
    made.set(text);
    try {
      work.run();
    } finally {
      made.remove();
    }
  }

  private FilesBeside.@Nullable Found notice(String name) {
    RouteText file = made.get();
    String content = file == null ? null : file.notices().get(name);
    return file == null || content == null
        ? null
        : new FilesBeside.Found(file.fileBeside(name), content);
  }

  /** Components are beans too, which nobody else may have by their name. */
  public @Nullable Component component(Supplier<@Nullable Component> camels) {
    boolean before = registry.components(true);
    try {
      return camels.get();
    } finally {
      registry.components(before);
    }
  }

  /**
   * @param camels makes the endpoint of a URI without placeholders
   */
  public Endpoint endpoint(
      CamelContext context,
      String written,
      @Nullable Map<String, Object> parameters,
      boolean normalized,
      Function<String, Endpoint> camels) {
    String uri = written;
    try {
      if (!normalized) {
        uri = resolved(context, written);
      }
      String scheme = OpenEndpoints.scheme(uri);
      if (!(OpenEndpoints.isOfJava(scheme) && isJava(context))) {
        endpoints.judge(uri, parameters == null ? Map.of() : parameters);
      }
      if (scheme.equals("platform-http")) {
        door(context);
      } else if (scheme.equals("sql")) {
        sql(context);
      }
      uri = reach.address(uri);
    } catch (IllegalArgumentException e) {
      throw new ResolveEndpointFailedException(OpenEndpoints.scheme(written), e);
    }
    if (!endpoints.takesSecrets(OpenEndpoints.scheme(uri))) {
      return camels.apply(uri);
    }
    Endpoint made;
    registry.reveal();
    try {
      made = camels.apply(uri);
    } finally {
      registry.conceal();
    }
    if (reach.schemes().contains(OpenEndpoints.scheme(uri))) {
      reveal(context, made, uri, parameters == null ? Map.of() : parameters);
    }
    return confined(context, made);
  }

  /** Camel takes a text that begins with '#' as a text where an option is one. */
  private void reveal(
      CamelContext context, Endpoint made, String uri, Map<String, Object> parameters) {
    PropertyConfigurer setters =
        made instanceof DefaultEndpoint endpoint
                && endpoint.getComponent() instanceof DefaultComponent component
            ? component.getEndpointPropertyConfigurer()
            : null;
    if (setters == null) {
      return;
    }
    Map<String, Object> options = new HashMap<>(OpenEndpoints.options(uri));
    options.putAll(parameters);
    options.forEach(
        (name, value) -> {
          String secret = values.reveal(String.valueOf(value).replaceFirst("^%23", "#"));
          if (secret != null) {
            setters.configure(context, made, name, secret, true);
          }
        });
  }

  private Endpoint confined(CamelContext context, Endpoint made) {
    try {
      reach.confine(made);
      return made;
    } catch (IllegalArgumentException e) {
      forget(context, made);
      throw new ResolveEndpointFailedException(OpenEndpoints.scheme(made.getEndpointUri()), e);
    }
  }

  private static void forget(CamelContext context, Endpoint refused) {
    try {
      context.removeEndpoint(refused);
    } catch (Exception e) {
      throw new IllegalStateException("An endpoint that was refused could not be removed", e);
    }
  }

  /** The hub's own Java routes are made while its context starts; files come after that. */
  private boolean isJava(CamelContext context) {
    return made.get() == null && context instanceof HubCamelContext && !context.isStarted();
  }

  /** A URI that is put together of a message's data must not look anything up. */
  private String resolved(CamelContext context, String written) {
    if (!written.contains("{{")) {
      return written;
    }
    if (context.isStarted() && made.get() == null) {
      throw new IllegalArgumentException(
          "A URI that is made while a message is processed cannot have {{placeholders}}");
    }
    try {
      return EndpointHelper.resolveEndpointUriPropertyPlaceholders(context, written);
    } catch (ResolveEndpointFailedException e) {
      throw e.getCause() instanceof IllegalArgumentException refused ? refused : e;
    }
  }

  private void door(CamelContext context) {
    RouteText file = made.get();
    String making = file == null ? null : file.folder();
    if (making == null
        ? context.isStarted()
        : !Entrances.mayBegin(making, "platform-http", reach)) {
      throw new IllegalArgumentException(
          Entrances.refusal(making == null ? "flow" : making, "platform-http"));
    }
  }

  private void sql(CamelContext context) {
    var component = context.getComponent("sql", SqlComponent.class);
    component.setAutowiredEnabled(false);
    component.setDataSource(sql.dataSource());
  }

  /** Refuses routes that begin where those of their folder may not; Java's have no file. */
  private final class Begin extends LifecycleStrategySupport {
    @Override
    public void onRouteContextCreate(Route route) {
      Resource file = route.getSourceResource();
      if (file == null || !RouteText.isRoutes(file.getLocation())) {
        return;
      }
      String name = file.getLocation().substring(RouteText.SCHEME.length());
      int slash = name.indexOf('/');
      String in = slash < 0 ? "" : name.substring(0, slash);
      String scheme = OpenEndpoints.scheme(route.getEndpoint().getEndpointUri());
      if (!Entrances.mayBegin(in, scheme, reach)) {
        throw new IllegalArgumentException(Entrances.refusal(in, scheme));
      }
    }
  }
}
