package com.millyweb.hub.command;

import com.millyweb.hub.Hub;
import com.millyweb.hub.process.HubJvm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A command that was run as a process of its own. */
record EndedCommand(int code, String output) {
  static EndedCommand run(String... arguments) throws Exception {
    return run(Map.of(), arguments);
  }

  static EndedCommand run(Map<String, String> environment, String... arguments) throws Exception {
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
