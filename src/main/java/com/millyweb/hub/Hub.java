package com.millyweb.hub;

import com.millyweb.hub.command.CommandLines;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the hub, or does what the command line asks for. */
@SpringBootApplication(exclude = SpringBootPlatformHttpAutoConfiguration.class)
@ConfigurationPropertiesScan
public class Hub {
  public static void main(String[] args) {
    Integer exit = CommandLines.run(Hub.class, args);
    if (exit != null) {
      System.exit(exit);
    }
  }
}
