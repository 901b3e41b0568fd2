package com.millyweb.hub.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.camel.RouteText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backtest <file>}: asks the hub that runs what an edit would have done. */
@Command(
    name = "backtest",
    description =
        "Asks the hub that runs what a route file would have done with the events of the past."
            + " Nothing is sent or stored. Exit code 1 when events fail, or the file is refused.",
    mixinStandardHelpOptions = true,
    versionProvider = CommandVersion.class)
final class BacktestCommand implements Callable<Integer> {
  /** The hub ends one in at most ten minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(11);

  private final Map<String, String> environment;
  private final PrintStream out;

  @Parameters(
      paramLabel = "<file>",
      description = "A route file in a folder of routes, such as routes/flow/orders.camel.yaml.")
  private String file = "";

  @Option(
      names = "--since",
      paramLabel = "7d",
      description = "Where the past begins: so long ago, or an ISO 8601 time; by default 7d.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "1d", description = "Where it ends; by default now.")
  private @Nullable String until;

  @Mixin private RunningHub hub = new RunningHub();

  @Spec private CommandSpec spec;

  BacktestCommand() {
    this(System.getenv(), System.out);
  }

  BacktestCommand(Map<String, String> environment, PrintStream out) {
    this.environment = environment;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path path = Path.of(file).toAbsolutePath().normalize();
    Path root = CheckCommand.root(path);
    if (root == null || !file.endsWith(RouteText.SUFFIX)) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' is no route file in a folder of routes, such as routes/flow/orders.camel.yaml"
              .formatted(file));
    }
    if (!Files.isRegularFile(path)) {
      throw new IOException(NearFile.missing(file));
    }
    Map<String, Object> edit = new LinkedHashMap<>();
    String content = Files.readString(path);
    edit.put("file", root.relativize(path).toString().replace('\\', '/'));
    edit.put("content", content);
    edit.put("notices", notices(path, content));
    if (since != null) {
      edit.put("since", since);
    }
    if (until != null) {
      edit.put("until", until);
    }
    JsonNode answer =
        hub.client(environment, spec).call("POST", "/api/routes/backtest", edit, PATIENCE);
    new BacktestPrint(out).print(answer);
    return answer.path("failed").asInt() == 0 ? 0 : 1;
  }

  private static List<Map<String, String>> notices(Path route, String content) throws IOException {
    List<Map<String, String>> notices = new ArrayList<>();
    for (String name : RouteText.named(content)) {
      Path notice = route.resolveSibling(RouteText.fileName(name));
      if (Files.isRegularFile(notice)) {
        notices.add(Map.of("name", name, "content", Files.readString(notice)));
      }
    }
    return notices;
  }
}
