package com.millyweb.hub.camel;

import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceLoader;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/** The files that routes may name: the statements that the jar brings, and no others. */
public final class OpenResources extends ServiceSupport implements ResourceLoader {
  public static final String CLOSED =
      "Files and addresses cannot be read as part of a route: only classpath:sql/… is open";

  private static final Pattern OPEN = Pattern.compile("classpath:(//)?/?sql(/[\\w-]+)+\\.sql");

  private final ResourceLoader camels;
  private CamelContext context;

  OpenResources(CamelContext context, ResourceLoader camels) {
    this.context = context;
    this.camels = camels;
  }

  @Override
  public @Nullable Resource resolveResource(String uri) {
    if (uri.startsWith("source:")) {
      // Camel looks for the source of Java's routes, to show it
      return null;
    }
    if (!isOpen(uri)) {
      throw refusal(uri);
    }
    return camels.resolveResource(uri);
  }

  static IllegalArgumentException refusal(String uri) {
    return new IllegalArgumentException("%s, was: '%s'".formatted(CLOSED, uri));
  }

  static boolean isOpen(String uri) {
    return OPEN.matcher(uri).matches();
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
  }
}
