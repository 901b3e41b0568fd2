package com.millyweb.hub.server;

import com.millyweb.hub.home.WorkFolder;
import java.nio.file.Path;
import java.util.UUID;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * Keeps what Tomcat writes in the work folder. The server of the management port has a context of
 * its own, which takes this class from {@code META-INF/spring}.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
class TomcatFolders {
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> foldersOfTomcat(WorkFolder work) {
    return tomcat -> {
      Path base = work.folder("tomcat-" + UUID.randomUUID());
      tomcat.setBaseDirectory(base.toFile());
      // the hub serves no files from there; without it Tomcat makes a folder elsewhere
      tomcat.setDocumentRoot(work.folder("empty").toFile());
    };
  }
}
