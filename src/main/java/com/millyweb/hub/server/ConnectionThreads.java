package com.millyweb.hub.server;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.TomcatVirtualThreadsWebServerFactoryCustomizer;
import org.springframework.boot.system.JavaVersion;
import org.springframework.boot.web.embedded.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * On which threads both servers handle requests: virtual ones where Java has them. Spring's own
 * switch is asked when the jar is built, and that may be with an older Java than the jar runs on.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
class ConnectionThreads {
  static final boolean VIRTUAL =
      JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE);

  @Bean
  WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> threadsOfTomcat() {
    return VIRTUAL ? new TomcatVirtualThreadsWebServerFactoryCustomizer() : tomcat -> {};
  }
}
