package com.millyweb.hub.connect;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PluginHelper;

/**
 * What sets the options of an endpoint. Camel finds it by an annotation of the component's very
 * class, and so not for a component that extends one of Camel's.
 */
public final class CamelSetters {
  private CamelSetters() {}

  /**
   * @param scheme the name of Camel's component
   */
  public static PropertyConfigurer ofEndpoint(CamelContext camel, String scheme) {
    return PluginHelper.getConfigurerResolver(camel)
        .resolvePropertyConfigurer(scheme + "-endpoint", camel);
  }
}
