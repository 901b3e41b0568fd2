package com.millyweb.hub.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.util.unit.DataSize;

/**
 * A JVM beside the hub's own, of the same classes, for work that must not take the hub along: what
 * eats memory, does not end or dies is killed with its process.
 */
public final class ChildJvm {
  private static final Path KILLED_FIRST = Path.of("/proc/self/oom_score_adj");

  /** What adds options to every JVM. They were meant for the hub, such as a port of a debugger. */
  private static final Set<String> OPTIONS =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

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
    // its last words would be read as an answer, and whoever kills it for them ends it with no code
    command.add("-XX:+DisplayVMOutputToStderr");
    command.add("-Djava.awt.headless=true");
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(name -> OPTIONS.contains(name) || name.startsWith("HUB_"));
    return builder;
  }

  /** Called by a program as its first: where memory ends, the kernel kills it and not the hub. */
  public static void beKilledFirst() {
    try {
      Files.writeString(KILLED_FIRST, "1000", StandardOpenOption.WRITE);
    } catch (IOException | SecurityException e) {
      // no Linux, or not allowed: then the kernel chooses
    }
  }
}
