package com.millyweb.hub.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.unit.DataSize;

/**
 * A JVM beside the hub's own, of the same classes, for work that must not take the hub along: what
 * eats memory, does not end or dies is killed with its process.
 */
public final class ChildJvm {
  private ChildJvm() {}

  /**
   * What starts it; the caller says where its streams go. The program should end when its standard
   * input ends, for then the hub is gone.
   *
   * @param heap what it may use at most, its objects alone
   */
  public static ProcessBuilder of(Class<?> program, DataSize heap, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap.toMegabytes() + "m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Djava.awt.headless=true");
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    // options that were meant for the hub, such as a port of a debugger, must not meet it
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.equals("JAVA_TOOL_OPTIONS") || name.startsWith("HUB_"));
    return builder;
  }
}
