package com.millyweb.hub.route;

import com.millyweb.hub.route.Neighbours.JavaRoutes;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * {@code check [routes]}: the loader's checks on a folder, without a hub. Only the configuration is
 * read; no server is started and no database is asked.
 */
public final class CheckCommand {
  private CheckCommand() {}

  /** What the configuration is read with. */
  static class Nothing {}

  /**
   * @return the exit code: 0 when every file would run, 1 when not
   */
  public static int run(List<String> arguments, PrintStream out) {
    System.setProperty("logging.level.root", "OFF");
    try (var context =
        new SpringApplicationBuilder(Nothing.class)
            .web(WebApplicationType.NONE)
            .logStartupInfo(false)
            .registerShutdownHook(false)
            .run()) {
      ConfigurableEnvironment environment = context.getEnvironment();
      String configured = environment.getProperty("hub.routes", "routes");
      Path routes = Path.of(arguments.isEmpty() ? configured : arguments.get(0));
      if (!Files.isDirectory(routes)) {
        out.printf("No folder of routes at %s%n", routes);
        return 1;
      }
      List<RouteText> texts = RouteFolder.of(routes, System::nanoTime).readAll();
      return report(
          check(texts, new RouteCheck(KnownBeans.scan(), environment)), texts.size(), out);
    }
  }

  /** Checks all files of a folder against each other. */
  static List<Problem> check(List<RouteText> texts, RouteCheck check) {
    Map<String, RouteOutline> outlines = new TreeMap<>();
    texts.forEach(text -> outlines.put(text.file(), check.read(text)));
    List<RouteText> policies = texts.stream().filter(RouteText::isPolicy).toList();
    List<Problem> problems = new ArrayList<>();
    for (RouteText text : texts) {
      RouteOutline own = outlines.remove(text.file());
      Collection<RouteOutline> others = List.copyOf(outlines.values());
      problems.addAll(check.check(text, Neighbours.of(others, others, JavaRoutes.NONE), policies));
      if (own != null) {
        outlines.put(text.file(), own);
      }
    }
    return problems;
  }

  private static int report(List<Problem> problems, int files, PrintStream out) {
    problems.forEach(out::println);
    long errors = problems.stream().filter(Problem::isError).count();
    out.printf("%d route files: %d errors, %d warnings%n", files, errors, problems.size() - errors);
    return errors == 0 ? 0 : 1;
  }
}
