package com.millyweb.hub;

import com.millyweb.hub.route.CheckCommand;
import com.millyweb.hub.workbench.TokenCommand;
import java.util.List;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpAutoConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the hub, or does what the command line asks for. */
@SpringBootApplication(exclude = SpringBootPlatformHttpAutoConfiguration.class)
@ConfigurationPropertiesScan
public class Hub {
  private static final String USAGE =
      """
      Usage: java -jar hub.jar                 start the hub
             java -jar hub.jar check [routes]  check a folder of routes
             java -jar hub.jar token …         make, list and revoke tokens of the hub that runs
      """;

  public static void main(String[] args) {
    if (args.length == 0 || args[0].startsWith("-")) {
      SpringApplication.run(Hub.class, args);
      return;
    }
    System.exit(command(args[0], List.of(args).subList(1, args.length)));
  }

  private static int command(String name, List<String> arguments) {
    if (name.equals("check") && arguments.size() <= 1) {
      return CheckCommand.run(arguments, System.out);
    }
    if (name.equals("token")) {
      return TokenCommand.run(arguments.toArray(String[]::new));
    }
    System.err.print(USAGE);
    return 2;
  }
}
