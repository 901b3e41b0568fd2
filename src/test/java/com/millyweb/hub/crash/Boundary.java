package com.millyweb.hub.crash;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.config.HubProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Places on the way of a run. Each is written down when a run comes by; where the test wants the
 * run to stand still there, it comes no further in this life of its hub.
 */
@RouteBean
public final class Boundary {
  /** Folders in the home: what runs passed, where they shall stand still, and which do. */
  static final String PASSED = "passed";

  static final String HALT = "halt";
  static final String HALTED = "halted";

  private final HubProperties hub;

  Boundary(HubProperties hub) {
    this.hub = hub;
  }

  /** Before and after a step of a run. */
  public void step(Map<?, ?> step, String name) throws IOException, InterruptedException {
    Object number = step.containsKey("seq") ? step.get("seq") : step.get("turn");
    reach(String.valueOf(step.get("run")), number == null ? name : name.replace("#", " " + number));
  }

  /** In a tool, which knows its run by an argument. */
  public void reach(String run, String name) throws IOException, InterruptedException {
    Path home = hub.home();
    String place = name.replace("#", "");
    write(home.resolve(PASSED), run, place + "\n");
    Path halt = home.resolve(HALT).resolve(run);
    if (Files.exists(halt) && Files.readString(halt).equals(place)) {
      write(home.resolve(HALTED), run, place);
      while (true) {
        Thread.sleep(Long.MAX_VALUE);
      }
    }
  }

  private static synchronized void write(Path folder, String file, String text) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
