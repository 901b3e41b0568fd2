package com.millyweb.hub.camel;

import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.LoggingLevel;
import org.apache.camel.spi.LanguageResolver;
import org.apache.camel.spring.boot.CamelSpringBootApplicationController;
import org.apache.camel.spring.boot.SpringBootCamelContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/** The context in which the hub's routes run, limited to their capabilities. */
final class HubCamelContext extends SpringBootCamelContext {
  private final @Nullable Capabilities capabilities;

  HubCamelContext(
      ApplicationContext spring,
      CamelSpringBootApplicationController controller,
      Capabilities capabilities) {
    super(spring, false, controller);
    this.capabilities = capabilities;
  }

  /**
   * Spring calls this once more when the context is made, and Camel takes Spring's classes then.
   */
  @Override
  public void setApplicationContext(ApplicationContext spring) {
    super.setApplicationContext(spring);
    if (capabilities != null) {
      setApplicationContextClassLoader(capabilities.classes());
    }
  }

  @Override
  protected LanguageResolver createLanguageResolver() {
    return new OpenLanguages(super.createLanguageResolver());
  }

  /**
   * Camel asks for this before it adds a route, and would look at what all others use before it
   * sees that there is nothing to remove.
   */
  @Override
  protected boolean removeRoute(String id, LoggingLevel level) throws Exception {
    return getRouteServices().containsKey(id) && super.removeRoute(id, level);
  }

  @Override
  public @Nullable Component getComponent(String name, boolean create, boolean start) {
    return capabilities == null
        ? super.getComponent(name, create, start)
        : capabilities.component(() -> super.getComponent(name, create, start));
  }

  @Override
  protected Endpoint doGetEndpoint(
      String uri, @Nullable Map<String, Object> parameters, boolean normalized, boolean prototype) {
    // Camel's constructor calls methods before there are capabilities
    return capabilities == null
        ? super.doGetEndpoint(uri, parameters, normalized, prototype)
        : capabilities.endpoint(
            this,
            uri,
            parameters,
            normalized,
            judged -> super.doGetEndpoint(judged, parameters, normalized, prototype));
  }
}
