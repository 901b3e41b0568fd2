package com.millyweb.hub.route.trial;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.check.EndpointOptions;
import com.millyweb.hub.route.check.ScratchRoutes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs the tests of a folder of routes, and tells what was otherwise than expected. */
public final class Trials {
  private static final int MAX_DEPTH = 8;

  private final Map<String, RouteText> routes = new TreeMap<>();
  private final TrialSetting setting;
  private final PrintStream out;
  private final List<Outcome> outcomes = new ArrayList<>();

  /**
   * @param routes all files, those of the jar included
   * @param reach which connectors are there
   */
  public Trials(Collection<RouteText> routes, KnownBeans beans, Reach reach, PrintStream out) {
    routes.forEach(text -> this.routes.put(text.file(), text));
    this.setting = new TrialSetting(beans, reach, EndpointOptions.of("http", reach));
    this.out = out;
  }

  /**
   * Runs every {@code .test.yaml} below the folder.
   *
   * @return whether all passed
   */
  public boolean run(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder, MAX_DEPTH)) {
      files = found.filter(path -> path.toString().endsWith(TrialFile.SUFFIX)).sorted().toList();
    }
    for (Path file : files) {
      run(folder, file);
    }
    long passed = outcomes.stream().filter(Outcome::passed).count();
    out.printf("%d tests passed, %d failed%n", passed, outcomes.size() - passed);
    return passed == outcomes.size();
  }

  /** Writes what was run as JUnit XML, as build servers read it. */
  public void report(Path file) throws IOException {
    JUnitReport.write(file, outcomes);
  }

  private void run(Path root, Path path) {
    String name = root.relativize(path).toString().replace('\\', '/');
    TrialFile file;
    try {
      file = TrialFile.read(path, name);
    } catch (TrialFile.Unreadable e) {
      outcomes.add(broken(name, String.valueOf(e.getMessage())));
      out.println(e.getMessage());
      return;
    }
    List<RouteText> texts;
    try {
      texts = FlowUnderTest.texts(file.path(), routes.values());
    } catch (IOException e) {
      outcomes.add(broken(name, String.valueOf(e.getMessage())));
      out.printf("%s: %s%n", name, e.getMessage());
      return;
    }
    for (Trial trial : file.trials()) {
      tell(outcome(file, trial, texts));
    }
  }

  private static Outcome broken(String file, String fault) {
    return new Outcome(file, 1, "the file can be run", List.of(fault), Duration.ZERO);
  }

  private void tell(Outcome outcome) {
    outcomes.add(outcome);
    if (outcome.passed()) {
      return;
    }
    out.printf("%s: %s%n", outcome.place(), outcome.name());
    outcome.faults().forEach(fault -> out.println("  " + fault));
  }

  private Outcome outcome(TrialFile file, Trial trial, List<RouteText> texts) {
    long begun = System.nanoTime();
    List<String> faults = faults(file, trial, texts);
    return new Outcome(
        file.name(),
        trial.line(),
        trial.name(),
        faults,
        Duration.ofNanos(System.nanoTime() - begun));
  }

  private List<String> faults(TrialFile file, Trial trial, List<RouteText> texts) {
    try (var run = new TrialRun(trial, texts, setting)) {
      List<Map<String, Object>> sent = run.run(trial, sample -> sample(file.path(), sample));
      return Verdict.of(trial, sent);
    } catch (Exception e) {
      // what a hub has in its configuration, a test has in itself
      String reason = ScratchRoutes.reason(e).replace("hub.vars.", "the test's vars: ");
      return List.of(reason);
    }
  }

  private static String sample(Path test, String name) {
    Path folder = test.toAbsolutePath().normalize().getParent();
    Path file = folder.resolve(name).normalize();
    // samples stand beside the tests, or beside the flows
    if (!file.startsWith(folder.getParent())) {
      throw new IllegalArgumentException("sample '%s' leads out of the folder".formatted(name));
    }
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("sample '%s' cannot be read".formatted(name), e);
    }
  }
}
