package com.millyweb.hub.server;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;

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

  /** For what goes on after the connection's thread was given back: routes of platform-http. */
  @Bean
  AsyncTaskExecutor applicationTaskExecutor(
      SimpleAsyncTaskExecutorBuilder virtual, ThreadPoolTaskExecutorBuilder pool) {
    return ConnectionThreads.VIRTUAL ? virtual.virtualThreads(true).build() : pool.build();
  }
}
