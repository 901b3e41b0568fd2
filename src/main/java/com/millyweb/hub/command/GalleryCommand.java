package com.millyweb.hub.command;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.route.gallery.Gallery;
import com.millyweb.hub.route.gallery.GalleryFlow;
import com.millyweb.hub.route.trial.Trials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gallery}: flows to copy. */
@Command(
    name = "gallery",
    description = "Lists flows to copy; 'gallery add <name>' copies one into the folder of routes.",
    mixinStandardHelpOptions = true,
    versionProvider = CommandVersion.class)
final class GalleryCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  GalleryCommand() {
    this(System.getenv(), System.out, System.err);
  }

  GalleryCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    for (GalleryFlow flow : Gallery.flows()) {
      out.printf("%-24s %s%n", flow.name(), flow.description());
    }
    out.printf("%njava -jar hub.jar gallery add <name> copies one.%n");
    return 0;
  }

  /**
   * Runs the flow's own test, then copies its files.
   *
   * @return 1 when there is no such flow, when the hub would refuse it as it is configured, when
   *     its test fails, or when a file is there already
   */
  @Command(
      name = "add",
      description =
          "Runs the test of a flow of the gallery and copies it into the folder of routes.",
      mixinStandardHelpOptions = true)
  int add(@Parameters(paramLabel = "<name>") String name) throws IOException {
    List<GalleryFlow> flows = Gallery.flows();
    GalleryFlow flow =
        flows.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    if (flow == null) {
      String near = Nearest.to(name, flows.stream().map(GalleryFlow::name).toList());
      err.printf(
          "The gallery has no '%s'%s%n",
          name, near == null ? "" : "; did you mean '" + near + "'?");
      return 1;
    }
    try (var settings = OfflineSettings.read(environment)) {
      var needs =
          GalleryNeeds.of(
              flow,
              OfflineSettings.channels(settings.environment()),
              RouteValues.of(settings.environment()));
      if (!needs.areMet()) {
        needs.recipe().forEach(err::println);
        return 1;
      }
      String fault = test(flow, OfflineSettings.reach(settings.environment()));
      if (fault != null) {
        err.print(fault);
        return 1;
      }
      Path routes = Path.of(settings.environment().getProperty("hub.routes", "routes"));
      flow.copy(routes).forEach(path -> out.println("wrote " + path));
      flow.needs().forEach(out::println);
      return 0;
    } catch (GalleryFlow.Taken e) {
      err.println(e.getMessage());
      return 1;
    } catch (ConfigurationProblem e) {
      // told already, in a line a mistake
      return 1;
    }
  }

  /** What its test says; null when it passes. */
  private static @Nullable String test(GalleryFlow flow, Reach reach) throws IOException {
    Path folder = Files.createTempDirectory("hub-gallery");
    var said = new ByteArrayOutputStream();
    try (var report = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      flow.copy(folder);
      List<RouteText> texts =
          flow.files().entrySet().stream()
              .map(file -> RouteText.of(file.getKey(), file.getValue()))
              .filter(text -> RouteText.isRoutes(text.file()))
              .toList();
      var trials = new Trials(texts, KnownBeans.scan(), reach, report);
      return trials.run(folder) ? null : said.toString(StandardCharsets.UTF_8);
    } finally {
      FileSystemUtils.deleteRecursively(folder);
    }
  }
}
