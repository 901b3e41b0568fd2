package com.millyweb.hub.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.route.RouteFolder;
import com.millyweb.hub.route.trial.TestRecorder;
import com.millyweb.hub.route.trial.Trials;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code test [routes]}: the users' tests of their flows, without a hub and without a network. */
@Command(
    name = "test",
    description =
        "Runs the tests of a folder of routes (*.test.yaml), without a hub and without a network."
            + " Exit code 1 when one fails.",
    mixinStandardHelpOptions = true,
    versionProvider = CommandVersion.class)
final class TestCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final PrintStream out;

  @Parameters(
      arity = "0..1",
      paramLabel = "<routes>",
      description = "The folder; by default $HUB_ROUTES or routes.")
  private @Nullable String folder;

  @Option(
      names = "--junit",
      paramLabel = "<file>",
      description = "Writes the outcome as JUnit XML, for build servers.")
  private @Nullable Path junit;

  @Option(
      names = "--watch",
      description = "Runs again whenever a file of the folder changes, until Ctrl-C.")
  private boolean watch;

  @Option(
      names = "--from",
      paramLabel = "<event>",
      description =
          "Runs nothing, but asks the hub that runs for this event and adds a test of what the flow"
              + " does with it now. Secrets are masked.")
  private @Nullable String from;

  @Option(
      names = "--flow",
      paramLabel = "<name>",
      description = "Of which flow --from is a test; by default the one that took the event.")
  private @Nullable String flow;

  @Mixin private RunningHub hub = new RunningHub();

  @Spec private CommandSpec spec;

  TestCommand() {
    this(System.getenv(), System.out);
  }

  TestCommand(Map<String, String> environment, PrintStream out) {
    this.environment = environment;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    UUID event = from == null ? null : event(from);
    try (var settings = OfflineSettings.read(environment)) {
      Path routes =
          Path.of(
              folder == null ? settings.environment().getProperty("hub.routes", "routes") : folder);
      if (!Files.isDirectory(routes)) {
        out.println(NearFile.missing(routes.toString()));
        return 1;
      }
      if (event != null) {
        var recorder =
            new TestRecorder(
                routes,
                texts(settings, routes),
                KnownBeans.scan(),
                OfflineSettings.reach(settings.environment()));
        JsonNode shown = hub.client(environment, spec).call("GET", "/api/events/" + event, null);
        Path file =
            recorder.record(
                shown, flow, name -> settings.environment().getProperty("hub.vars." + name));
        out.printf("%s has one test more: read what it expects%n", file);
        return 0;
      }
      if (watch) {
        new FolderWatch(routes, out).run(() -> run(settings, routes));
      }
      return run(settings, routes) ? 0 : 1;
    } catch (ConfigurationProblem e) {
      // told already, in a line a mistake
      return 1;
    }
  }

  private UUID event(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--from must be the id of an event, such as 0198c0de-0000-7000-8000-000000000000, was: '%s'"
              .formatted(id),
          e);
    }
  }

  private boolean run(OfflineSettings settings, Path routes) throws IOException {
    var trials =
        new Trials(
            texts(settings, routes),
            KnownBeans.scan(),
            OfflineSettings.reach(settings.environment()),
            out);
    boolean passed = trials.run(routes);
    if (junit != null) {
      trials.report(junit);
    }
    return passed;
  }

  private static Collection<RouteText> texts(OfflineSettings settings, Path routes) {
    Map<String, RouteText> texts = new TreeMap<>();
    settings
        .packaged()
        .files()
        .forEach((file, content) -> texts.put(file, RouteText.of(file, content)));
    RouteFolder.of(routes, System::nanoTime)
        .readAll()
        .forEach(text -> texts.put(text.file(), text));
    texts.values().removeIf(RouteText::isOff);
    return texts.values();
  }
}
