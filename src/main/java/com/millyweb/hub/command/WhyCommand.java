package com.millyweb.hub.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.workbench.why.Why;
import com.millyweb.hub.workbench.why.WhyText;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code why}: how an event or a notice came about, and why other flows did not take it. */
@Command(
    name = "why",
    description = "Tells how an event or a notice came about, and which flows did not take it.",
    mixinStandardHelpOptions = true,
    versionProvider = CommandVersion.class)
final class WhyCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Parameters(index = "0", paramLabel = "<id>", description = "Of an event or a notice.")
  private String id = "";

  @Mixin private RunningHub hub = new RunningHub();

  @Option(names = "--json", description = "Prints the answer as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  WhyCommand() {
    this(System.getenv());
  }

  WhyCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    UUID about;
    try {
      about = UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "<id> must be the id of an event or a notice, such as 0198c0de-0000-7000-8000-000000000000, was: '%s'"
              .formatted(id),
          e);
    }
    HubClient client = hub.client(environment, spec);
    JsonNode answer = client.call("GET", "/api/events/%s/why".formatted(about), null);
    client.part(answer, "event");
    spec.commandLine()
        .getOut()
        .println(
            json
                ? answer.toPrettyString()
                : WhyText.plain(NoticeJson.MAPPER.treeToValue(answer, Why.class)).stripTrailing());
    return CommandLine.ExitCode.OK;
  }
}
