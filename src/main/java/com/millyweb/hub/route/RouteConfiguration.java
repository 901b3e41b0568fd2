package com.millyweb.hub.route;

import com.millyweb.hub.camel.Capabilities;
import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.config.PackagedRoutes;
import com.millyweb.hub.event.Subscriptions;
import com.millyweb.hub.route.check.JavaRouteNames;
import com.millyweb.hub.route.check.RouteCheck;
import com.millyweb.hub.route.check.Samples;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Assembles the loader. */
@Configuration(proxyBeanMethods = false)
class RouteConfiguration {

  @Bean
  RouteFiles routeFiles(
      HubProperties hub,
      RouteProperties properties,
      PackagedRoutes packaged,
      ConfigurableEnvironment environment,
      KnownBeans beans,
      RouteValues values,
      Capabilities capabilities,
      CamelContext camel,
      SwappableEndpointMapping doors,
      SwappableEndpointConfiguration.Boot boot,
      RouteHistory history,
      Subscriptions subscriptions,
      ObjectProvider<VerdictListener> listeners,
      MeterRegistry registry,
      Clock clock) {
    var folder = RouteFolder.of(hub.routes(), System::nanoTime);
    var layers = new RouteLayers(folder, packaged, history);
    var check = new RouteCheck(beans, values, environment, Samples.of(hub.routes(), packaged));
    var book = new RouteFileStates(check);
    var swap = new RouteSwap(camel, capabilities, doors, properties.drain());
    var loader =
        new RouteLoader(
            folder,
            layers,
            book,
            check,
            swap,
            new JavaRouteNames(camel),
            history,
            new SubscriptionUpdates(subscriptions, clock),
            new Verdicts(listeners.orderedStream().toList(), clock, registry),
            clock);
    return new RouteFiles(loader, book, history, swap, camel, properties, boot);
  }
}
