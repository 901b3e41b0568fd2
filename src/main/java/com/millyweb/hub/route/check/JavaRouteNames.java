package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.check.OtherRoutes.JavaNames;
import java.util.HashSet;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.Resource;

/** The routes that run and are no file's. */
public final class JavaRouteNames {
  private final CamelContext camel;

  public JavaRouteNames(CamelContext camel) {
    this.camel = camel;
  }

  public JavaNames find() {
    Set<String> ids = new HashSet<>();
    Set<String> internal = new HashSet<>();
    for (Route route : camel.getRoutes()) {
      Resource resource = route.getSourceResource();
      if (resource == null || !RouteText.isRoutes(resource.getLocation())) {
        ids.add(route.getRouteId());
        internal.add(route.getEndpoint().getEndpointBaseUri().replaceFirst("^(\\w+)://", "$1:"));
      }
    }
    return new JavaNames(ids, internal);
  }
}
