package com.millyweb.hub.crash;

import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.event.Failpoints;
import com.millyweb.hub.fixture.HubApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The hub as a process of its own, with failpoints. */
final class HubUnderFault {
  /** A file in the home that holds the id of the process that has come up. */
  static final String STARTED = "started";

  private HubUnderFault() {}

  public static void main(String[] args) throws IOException {
    Thread leash = new Thread(HubUnderFault::endWithTheTest, "leash");
    leash.setDaemon(true);
    leash.start();
    Path home =
        HubApplication.run(args, new Failpoints(), HubUnderFault::addBeans)
            .getBean(HubProperties.class)
            .home();
    Files.writeString(home.resolve(STARTED), String.valueOf(ProcessHandle.current().pid()));
  }

  /** What the flows and tools of the crash tests call. */
  private static void addBeans(ConfigurableApplicationContext context) {
    var registry = (GenericApplicationContext) context;
    registry.registerBean("pill", Pill.class, Pill::new);
    registry.registerBean(
        "boundary", Boundary.class, () -> new Boundary(registry.getBean(HubProperties.class)));
  }

  /** The test holds the other end of our input for as long as it lives. */
  private static void endWithTheTest() {
    try {
      while (System.in.read() >= 0) {
        // nobody writes
      }
    } catch (IOException e) {
      // as good as an end
    }
    System.exit(1);
  }
}
