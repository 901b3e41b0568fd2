package com.millyweb.hub.server;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The web server of the public port: what it lets in, and how it refuses. */
@Configuration(proxyBeanMethods = false)
class PublicServer {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> guards(TrustedProxies proxies) {
    return factory -> {
      factory.setProtocol(GuardedProtocol.class.getName());
      factory.addConnectorCustomizers(
          connector -> {
            if (connector.getProtocolHandler() instanceof GuardedProtocol guarded) {
              guarded.exempt(proxies);
            }
          });
      factory.addEngineValves(new Gate(proxies));
      factory.addContextCustomizers(
          context ->
              ((StandardHost) context.getParent())
                  .setErrorReportValveClass(ProblemReport.class.getName()));
    };
  }
}
