package com.millyweb.hub.home;

import com.millyweb.hub.config.HubProperties;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Takes the home, and gives everything that wants a temporary folder one below it. */
@Configuration(proxyBeanMethods = false)
class WorkFolders {
  @Bean(destroyMethod = "close")
  HomeLock homeLock(HubProperties properties, ObjectProvider<EarlyLock> early) {
    EarlyLock taken = early.getIfAvailable();
    return taken == null ? HomeLock.take(properties.home()) : taken.lock();
  }

  /** Made in a home that is ours. */
  @Bean(destroyMethod = "close")
  WorkFolder workFolder(HubProperties properties, HomeLock lock) {
    return WorkFolder.in(properties.home());
  }

  @Bean
  CamelContextConfiguration spoolFolder(WorkFolder folder) {
    return new CamelContextConfiguration() {
      @Override
      public void beforeApplicationStart(CamelContext context) {
        context.getStreamCachingStrategy().setSpoolDirectory(folder.folder("spool").toFile());
      }

      @Override
      public void afterApplicationStart(CamelContext context) {}
    };
  }
}
