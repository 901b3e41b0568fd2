package com.millyweb.hub.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stop}: what a flow still wants to send does not go out. */
@Command(
    name = "stop",
    description =
        "Stops what a flow still wants to send: events and notices that are held, delayed or waiting.",
    mixinStandardHelpOptions = true,
    versionProvider = CommandVersion.class)
final class StopCommand implements Callable<Integer> {
  /** Of a large backlog. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Map<String, String> environment;

  @Parameters(index = "0", paramLabel = "<flow>", description = "The id of its route.")
  private String flow = "";

  @Mixin private RunningHub hub = new RunningHub();

  @Spec private CommandSpec spec;

  StopCommand() {
    this(System.getenv());
  }

  StopCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    JsonNode answer =
        hub.client(environment, spec)
            .call("POST", "/api/deliveries/stop", Map.of("flow", flow), PATIENCE);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%d stopped, %d were begun already and go on%n",
        answer.path("deliveries").asLong(), answer.path("begun").asLong());
    for (JsonNode type : answer.path("types")) {
      out.printf("  %s: %d%n", type.path("type").asText(), type.path("deliveries").asLong());
    }
    if (answer.path("deliveries").asLong() > 0) {
      out.println("They are dead letters now: retry them to let them go on.");
    }
    return CommandLine.ExitCode.OK;
  }
}
