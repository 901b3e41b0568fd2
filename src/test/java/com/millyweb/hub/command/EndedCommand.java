package com.millyweb.hub.command;

import com.millyweb.hub.Hub;
import com.millyweb.hub.process.HubJvm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** A command and what it said. */
record EndedCommand(int code, String output) {
  /** Runs it within this JVM, which does not take the seconds that a start of another one does. */
  static EndedCommand run(String... arguments) {
    return run(Map.of(), arguments);
  }

  static EndedCommand run(Map<String, String> environment, String... arguments) {
    Map<String, String> all = new HashMap<>(System.getenv());
    all.putAll(environment);
    var said = new ByteArrayOutputStream();
    var out = new PrintStream(said, true, StandardCharsets.UTF_8);
    CommandLine line =
        CommandLines.commandLine(
            new CommandLine.IFactory() {
              @Override
              public <K> K create(Class<K> type) throws Exception {
                if (type == CheckCommand.class) {
                  return type.cast(new CheckCommand(all, out, out));
                }
                return type == GalleryCommand.class
                    ? type.cast(new GalleryCommand(all, out, out))
                    : CommandLine.defaultFactory().create(type);
              }
            },
            out,
            out);
    int code = line.execute(arguments);
    return new EndedCommand(code, said.toString(StandardCharsets.UTF_8));
  }

  /** Runs it as a process of its own. */
  static EndedCommand process(Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(HubJvm.command());
    command.add(Hub.class.getName());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new EndedCommand(process.waitFor(), output);
  }
}
