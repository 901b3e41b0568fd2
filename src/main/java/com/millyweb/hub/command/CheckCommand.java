package com.millyweb.hub.command;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.config.ConfigFile;
import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.PackagedRoutes;
import com.millyweb.hub.route.RouteFolder;
import com.millyweb.hub.route.check.OtherRoutes;
import com.millyweb.hub.route.check.OtherRoutes.JavaNames;
import com.millyweb.hub.route.check.Problem;
import com.millyweb.hub.route.check.RouteCheck;
import com.millyweb.hub.route.check.RouteOutline;
import com.millyweb.hub.route.check.Samples;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code check [routes]}: the loader's checks on a folder, without a hub. Only the configuration is
 * read; no server is started and no database is asked.
 */
@Command(
    name = "check",
    description =
        "Checks a folder of routes as the hub would, without a hub. Exit code 1 on errors.",
    mixinStandardHelpOptions = true,
    versionProvider = CommandVersion.class)
final class CheckCommand implements Callable<Integer> {
  private static final String REPORTER =
      "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

  @Parameters(
      arity = "0..1",
      paramLabel = "<routes>",
      description = "The folder; by default $HUB_ROUTES or routes.")
  private @Nullable String folder;

  /** What the configuration is read with. */
  @EnableConfigurationProperties(PackagedRoutes.class)
  static class Nothing {}

  /**
   * @return the exit code: 0 when every file would run, 1 when not
   */
  @Override
  public Integer call() {
    PrintStream out = System.out;
    System.setProperty("logging.level.root", "OFF");
    // a failed start is told below, in one line
    LoggingSystem.get(CheckCommand.class.getClassLoader()).setLogLevel(REPORTER, LogLevel.OFF);
    try (var context =
        new SpringApplicationBuilder(Nothing.class)
            .web(WebApplicationType.NONE)
            .logStartupInfo(false)
            .registerShutdownHook(false)
            .run()) {
      ConfigurableEnvironment environment = context.getEnvironment();
      List<String> slips = ConfigFile.slips(environment);
      if (!slips.isEmpty()) {
        slips.forEach(slip -> System.err.println("The hub does not start: " + slip));
        return 1;
      }
      Path routes =
          Path.of(folder == null ? environment.getProperty("hub.routes", "routes") : folder);
      if (!Files.isDirectory(routes)) {
        out.printf("No folder of routes at %s%n", routes);
        return 1;
      }
      return check(routes, context.getBean(PackagedRoutes.class), environment, out);
    } catch (ConfigurationProblem e) {
      // told already, in a line a mistake
      return 1;
    }
  }

  private static int check(
      Path routes, PackagedRoutes packaged, ConfigurableEnvironment environment, PrintStream out) {
    var folder = RouteFolder.of(routes, System::nanoTime);
    List<RouteText> own = folder.readAll();
    Map<String, RouteText> texts = new TreeMap<>();
    packaged.files().forEach((file, content) -> texts.put(file, RouteText.of(file, content)));
    texts.keySet().removeIf(folder::hides);
    own.forEach(text -> texts.put(text.file(), text));
    texts.values().removeIf(RouteText::isOff);
    List<Problem> problems = new ArrayList<>(folder.notes());
    // what the jar holds is named only where the folder breaks it
    Set<String> mine = folder.present();
    var check =
        new RouteCheck(
            KnownBeans.scan(),
            RouteValues.of(environment),
            channels(environment),
            Samples.of(routes, packaged));
    check(List.copyOf(texts.values()), check).stream()
        .filter(problem -> problem.isError() || mine.contains(problem.file()))
        .forEach(problems::add);
    return report(problems, own, out);
  }

  /** Only their names: what is wrong with their targets is found at a start. */
  private static Set<String> channels(ConfigurableEnvironment environment) {
    return Binder.get(environment)
        .bind("hub.notify.channels", Bindable.mapOf(String.class, Object.class))
        .map(Map::keySet)
        .orElse(Set.of());
  }

  /** Checks all files of a folder against each other. */
  static List<Problem> check(List<RouteText> texts, RouteCheck check) {
    Map<String, RouteOutline> outlines = new TreeMap<>();
    texts.forEach(text -> outlines.put(text.file(), check.read(text)));
    List<RouteText> policies = texts.stream().filter(RouteText::isPolicy).toList();
    JavaNames java = JavaNames.shipped();
    List<Problem> problems = new ArrayList<>();
    for (RouteText text : texts) {
      RouteOutline own = outlines.remove(text.file());
      Collection<RouteOutline> others = List.copyOf(outlines.values());
      problems.addAll(check.check(text, OtherRoutes.of(others, others, java), policies));
      if (own != null) {
        outlines.put(text.file(), own);
      }
    }
    return problems;
  }

  private static int report(List<Problem> problems, List<RouteText> files, PrintStream out) {
    problems.forEach(out::println);
    long errors = problems.stream().filter(Problem::isError).count();
    long off = files.stream().filter(RouteText::isOff).count();
    out.printf(
        "%d route files: %d errors, %d warnings%s%n",
        files.size(),
        errors,
        problems.size() - errors,
        off == 0 ? "" : "; %d are empty and switch off what came with the hub".formatted(off));
    return errors == 0 ? 0 : 1;
  }
}
