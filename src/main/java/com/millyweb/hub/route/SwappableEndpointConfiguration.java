package com.millyweb.hub.route;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.Ordered;

/** Camel's platform-http on Spring MVC, with doors in the place of Camel's own mapping. */
@Configuration(proxyBeanMethods = false)
class SwappableEndpointConfiguration {

  @Bean
  @DependsOn("configurePlatformHttpComponent")
  SwappableEndpointMapping doorMapping(PlatformHttpEngine engine, CamelContext camel) {
    return new SwappableEndpointMapping(
        camel.getComponent("platform-http", PlatformHttpComponent.class), engine);
  }

  /** The server listens before the routes run; a sender would take a 404 for an answer. */
  @Bean
  FilterRegistrationBean<Filter> notYet(Boot boot) {
    Filter filter =
        (request, response, chain) -> {
          if (boot.isDone()) {
            chain.doFilter(request, response);
          } else {
            var answer = (HttpServletResponse) response;
            answer.setHeader("Retry-After", "2");
            answer.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
          }
        };
    var registration = new FilterRegistrationBean<>(filter);
    registration.addUrlPatterns("/hooks/*");
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
    registration.setAsyncSupported(true);
    return registration;
  }

  @Bean
  Boot boot() {
    return new Boot();
  }

  /** Whether the routes were loaded once. */
  static final class Boot {
    private volatile boolean done;

    boolean isDone() {
      return done;
    }

    void finish() {
      done = true;
    }
  }
}
