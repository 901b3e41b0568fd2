package com.millyweb.hub.command;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.config.ConfigFile;
import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.ForeignTools;
import com.millyweb.hub.config.PackagedRoutes;
import com.millyweb.hub.route.NoticeFiles;
import com.millyweb.hub.route.RouteFolder;
import com.millyweb.hub.route.check.OtherRoutes;
import com.millyweb.hub.route.check.OtherRoutes.JavaNames;
import com.millyweb.hub.route.check.Problem;
import com.millyweb.hub.route.check.RouteCheck;
import com.millyweb.hub.route.check.RouteOutline;
import com.millyweb.hub.route.check.Samples;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
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
  @Parameters(
      arity = "0..1",
      paramLabel = "<routes>",
      description = "The folder, or one file in it; by default $HUB_ROUTES or routes.")
  private @Nullable String folder;

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  CheckCommand() {
    this(System.getenv(), System.out, System.err);
  }

  CheckCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /**
   * @return the exit code: 0 when every file would run, 1 when not
   */
  @Override
  public Integer call() {
    try (var settings = OfflineSettings.read(environment)) {
      ConfigurableEnvironment configured = settings.environment();
      List<String> slips = ConfigFile.slips(configured);
      if (!slips.isEmpty()) {
        slips.forEach(slip -> err.println("The hub does not start: " + slip));
        return 1;
      }
      Path routes =
          Path.of(folder == null ? configured.getProperty("hub.routes", "routes") : folder);
      String only = null;
      if (Files.isRegularFile(routes)) {
        Path file = routes.toAbsolutePath().normalize();
        Path root = root(file);
        if (root == null) {
          out.printf(
              "%s is no file of a folder of routes, such as routes/flow/%s: give that folder, or a"
                  + " file in it%n",
              routes, file.getFileName());
          return 1;
        }
        only = root.relativize(file).toString();
        routes = root;
      } else if (!Files.isDirectory(routes)) {
        out.println(NearFile.missing(routes.toString()));
        return 1;
      } else if (isInner(routes)) {
        Path above = routes.normalize().getParent();
        out.printf(
            "%s lies in a folder of routes: give the folder above: %s%n",
            routes, above == null ? ".." : above);
        return 1;
      }
      return check(routes, only, settings.packaged(), configured, out);
    } catch (ConfigurationProblem e) {
      // told already, in a line a mistake
      return 1;
    }
  }

  /** The folder of routes that the file lies in; null when it lies in none. */
  static @Nullable Path root(Path file) {
    for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
      if (folder.getFileName() != null
          && RouteCheck.folders().contains(folder.getFileName().toString())) {
        return folder.getParent();
      }
    }
    return null;
  }

  /** Whether it is {@code routes/flow}: it has files itself, and none of the folders. */
  private static boolean isInner(Path folder) {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    if (name == null || !RouteCheck.folders().contains(name.toString())) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{camel,agent}.yaml")) {
      return files.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * @param only the file that is asked about; null for all
   */
  private static int check(
      Path routes,
      @Nullable String only,
      PackagedRoutes packaged,
      ConfigurableEnvironment environment,
      PrintStream out) {
    var folder = RouteFolder.of(routes, System::nanoTime);
    var notices = new NoticeFiles(folder, packaged);
    List<RouteText> own = folder.readAll().stream().map(notices::dressed).toList();
    Map<String, RouteText> texts = new TreeMap<>();
    packaged
        .files()
        .forEach((file, content) -> texts.put(file, notices.dressed(RouteText.of(file, content))));
    texts.keySet().removeIf(folder::hides);
    own.forEach(text -> texts.put(text.file(), text));
    List<Problem> problems = new ArrayList<>(folder.notes());
    problems.addAll(folder.flawsOfHubWords());
    // what the jar holds is named only where the folder breaks it
    Set<String> mine = folder.present();
    var check =
        new RouteCheck(
            KnownBeans.scan(),
            RouteValues.of(environment),
            OfflineSettings.channels(environment),
            OfflineSettings.models(environment),
            ForeignTools.of(environment)::mayFit,
            Samples.of(routes, packaged),
            text -> false,
            OfflineSettings.egress(environment),
            OfflineSettings.reach(environment));
    check(List.copyOf(texts.values()), check).stream()
        .filter(problem -> problem.isError() || mine.contains(problem.file()))
        .forEach(problems::add);
    if (only != null) {
      problems.removeIf(problem -> !isOf(only, problem, texts.get(only)));
      own = own.stream().filter(text -> text.file().equals(only)).toList();
    }
    return report(problems, own, out);
  }

  /** Whether a problem is one of the file that is asked about, or of the words that it names. */
  private static boolean isOf(String only, Problem problem, @Nullable RouteText text) {
    return problem.file().equals(only)
        || text != null
            && text.notices().keySet().stream()
                .anyMatch(name -> text.fileBeside(name).equals(problem.file()));
  }

  /** Checks all files of a folder against each other. */
  static List<Problem> check(List<RouteText> texts, RouteCheck check) {
    Map<String, RouteOutline> outlines = new TreeMap<>();
    texts.forEach(text -> outlines.put(text.file(), check.read(text)));
    List<RouteText> running = texts.stream().filter(text -> !text.isOff()).toList();
    List<RouteText> policies = running.stream().filter(RouteText::isPolicy).toList();
    JavaNames java = JavaNames.shipped();
    List<Problem> problems = new ArrayList<>();
    for (RouteText text : running) {
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
