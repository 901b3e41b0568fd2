package com.millyweb.hub.workbench.document;

import io.swagger.v3.oas.models.OpenAPI;
import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.MapPropertySource;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Makes the document in a context of its own, which is closed again: springdoc's beans would cost
 * every start what one reader in a hundred starts needs.
 */
public final class OpenApiDocument {
  /** The bean that completes the document first. */
  static final String OWN = "ownCustomizer";

  private static final String MAPPING = "requestMappingHandlerMapping";

  private static final Map<String, Object> SETTINGS =
      Map.of(
          "springdoc.default-produces-media-type", "application/json",
          "springdoc.override-with-generic-response", "false",
          "springdoc.paths-to-match", "/api/**");

  private OpenApiDocument() {}

  /**
   * @param hub the context with the handlers
   * @param own what a handler adds that its mapping does not show
   */
  public static byte[] make(WebApplicationContext hub, Consumer<OpenAPI> own) {
    try (var context = new Context(hub, own)) {
      context.register(
          SpringDocConfigProperties.class,
          SpringDocConfiguration.class,
          SpringDocWebMvcConfiguration.class,
          DocumentConfiguration.class);
      context.refresh();
      return context.getBean(DocumentWriter.class).write();
    }
  }

  /** Sees the hub's handlers as its own: springdoc does not look into parents. */
  private static final class Context extends AnnotationConfigWebApplicationContext {
    private final WebApplicationContext hub;
    private final Consumer<OpenAPI> own;

    Context(WebApplicationContext hub, Consumer<OpenAPI> own) {
      this.hub = hub;
      this.own = own;
      ServletContext servlet = hub.getServletContext();
      setParent(hub);
      if (servlet != null) {
        setServletContext(servlet);
      }
      getEnvironment().getPropertySources().addFirst(new MapPropertySource("openapi", SETTINGS));
    }

    /** What this context tells would reach the hub, which would take its end for the hub's own. */
    @Override
    protected void publishEvent(Object event, @Nullable ResolvableType type) {}

    @Override
    protected void prepareBeanFactory(ConfigurableListableBeanFactory beans) {
      super.prepareBeanFactory(beans);
      beans.registerSingleton(MAPPING, hub.getBean(MAPPING, RequestMappingHandlerMapping.class));
      hub.getBeansWithAnnotation(RestController.class).forEach(beans::registerSingleton);
      beans.registerSingleton(OWN, own);
    }
  }
}
