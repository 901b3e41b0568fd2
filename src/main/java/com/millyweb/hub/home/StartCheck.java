package com.millyweb.hub.home;

import com.millyweb.hub.config.ConfigurationProblem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Looks for what the machine lacks before anything is started: what is found late is buried in what
 * was started and has to be stopped again.
 */
public final class StartCheck
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  private static final String MANAGEMENT = "hub.management-port";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    ConfigurableEnvironment environment = context.getEnvironment();
    Binder binder = Binder.get(environment);
    Path home = binder.bind("hub.home", Path.class).orElse(Path.of(".hub"));
    InetAddress bind =
        binder.bind("hub.bind", InetAddress.class).orElseGet(InetAddress::getLoopbackAddress);
    int port = binder.bind("hub.port", Integer.class).orElse(8080);
    int managementPort = binder.bind(MANAGEMENT, Integer.class).orElse(9080);
    HomeLock.requireWritable(home);
    if (port == managementPort && port != 0) {
      throw new ConfigurationProblem(
          "HUB_PORT and HUB_MANAGEMENT_PORT are both %d: they must differ".formatted(port));
    }
    requireFree(bind, port, "HUB_PORT");
    requireFree(bind, managementPort, "HUB_MANAGEMENT_PORT");
  }

  private static void requireFree(InetAddress bind, int port, String variable) {
    if (port < 1 || port > 65_535) {
      // 0 takes any; the properties tell the rule of the others
      return;
    }
    try (ServerSocket socket = new ServerSocket()) {
      // as the server does: connections of an earlier hub may still rest there
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(bind, port));
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      throw new ConfigurationProblem(
          message.contains("assign")
              ? "HUB_BIND=%s is no address of this machine: take 127.0.0.1, 0.0.0.0 or one that it has"
                  .formatted(bind.getHostAddress())
              : message.contains("denied")
                  ? "Port %d may not be opened by the user '%s': set %s to 1024 or more"
                      .formatted(port, System.getProperty("user.name"), variable)
                  : "Port %d on %s is in use: stop the program that has it, or set %s to another port"
                      .formatted(port, bind.getHostAddress(), variable),
          e);
    }
  }
}
