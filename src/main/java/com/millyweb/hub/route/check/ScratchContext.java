package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.Capabilities;
import com.millyweb.hub.camel.OpenLanguages;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.LanguageResolver;
import org.jspecify.annotations.Nullable;

/**
 * The context in which routes are checked and tested. It can do what the live one can; a check
 * never starts it.
 */
public class ScratchContext extends DefaultCamelContext {
  private final @Nullable Capabilities capabilities;

  public ScratchContext(Capabilities capabilities) {
    this.capabilities = capabilities;
    capabilities.limit(this);
  }

  public Capabilities capabilities() {
    return Objects.requireNonNull(capabilities);
  }

  @Override
  protected LanguageResolver createLanguageResolver() {
    return new OpenLanguages(super.createLanguageResolver());
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
            judged -> make(judged, parameters, normalized, prototype));
  }

  /** Makes the endpoint of a URI that was judged. */
  protected Endpoint make(
      String uri, @Nullable Map<String, Object> parameters, boolean normalized, boolean prototype) {
    return super.doGetEndpoint(uri, parameters, normalized, prototype);
  }
}
