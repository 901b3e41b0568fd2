package com.millyweb.hub.command;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.PackagedRoutes;
import com.millyweb.hub.route.RouteFolder;
import com.millyweb.hub.route.trial.Trials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code test [routes]}: the users' tests of their flows, without a hub and without a network. */
@Command(
    name = "test",
    description =
        "Runs the tests of a folder of routes (*.test.yaml), without a hub and without a network."
            + " Exit code 1 when one fails.",
    mixinStandardHelpOptions = true,
    versionProvider = CommandVersion.class)
final class TestCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "<routes>",
      description = "The folder; by default $HUB_ROUTES or routes.")
  private @Nullable String folder;

  @Override
  public Integer call() throws IOException {
    try (var settings = OfflineSettings.read()) {
      ConfigurableEnvironment environment = settings.environment();
      Path routes =
          Path.of(folder == null ? environment.getProperty("hub.routes", "routes") : folder);
      if (!Files.isDirectory(routes)) {
        System.out.printf("No folder of routes at %s%n", routes);
        return 1;
      }
      PackagedRoutes packaged = settings.packaged();
      Map<String, RouteText> texts = new TreeMap<>();
      packaged.files().forEach((file, content) -> texts.put(file, RouteText.of(file, content)));
      RouteFolder.of(routes, System::nanoTime)
          .readAll()
          .forEach(text -> texts.put(text.file(), text));
      texts.values().removeIf(RouteText::isOff);
      var trials =
          new Trials(
              texts.values(), KnownBeans.scan(), OfflineSettings.reach(environment), System.out);
      return trials.run(routes) ? 0 : 1;
    } catch (ConfigurationProblem e) {
      // told already, in a line a mistake
      return 1;
    }
  }
}
