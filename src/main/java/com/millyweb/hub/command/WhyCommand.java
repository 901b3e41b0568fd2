package com.millyweb.hub.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.workbench.why.Why;
import com.millyweb.hub.workbench.why.WhyText;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

  @Option(
      names = "--url",
      paramLabel = "<url>",
      description =
          "Where the hub is; by default http://127.0.0.1:8080, with the port of HUB_PORT if that is"
              + " set.")
  private @Nullable String url;

  @Option(
      names = "--home",
      paramLabel = "<folder>",
      description = "The hub's home with its admin.token; by default $HUB_HOME.")
  private @Nullable String home;

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
    String base = HubClient.address(environment, url, spec.commandLine());
    JsonNode answer =
        new HubClient(base, HubClient.adminToken(environment, home))
            .call("GET", "/api/events/%s/why".formatted(about), null);
    if (!answer.has("event")) {
      throw new IOException(
          "What answers at %s is no hub: start the hub, or name it with --url".formatted(base));
    }
    spec.commandLine()
        .getOut()
        .println(
            json
                ? answer.toPrettyString()
                : WhyText.plain(NoticeJson.MAPPER.treeToValue(answer, Why.class)).stripTrailing());
    return CommandLine.ExitCode.OK;
  }
}
