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
  private int passed;
  private int failed;

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
    out.printf("%d tests passed, %d failed%n", passed, failed);
    return failed == 0;
  }

  private void run(Path root, Path path) {
    String name = root.relativize(path).toString().replace('\\', '/');
    TrialFile file;
    try {
      file = TrialFile.read(path, name);
    } catch (TrialFile.Unreadable e) {
      failed++;
      out.println(e.getMessage());
      return;
    }
    List<RouteText> texts;
    try {
      texts = under(file, name);
    } catch (IOException e) {
      failed++;
      out.printf("%s: %s%n", name, e.getMessage());
      return;
    }
    for (Trial trial : file.trials()) {
      tell(outcome(file, trial, texts));
    }
  }

  private void tell(Outcome outcome) {
    if (outcome.passed()) {
      passed++;
      return;
    }
    failed++;
    out.printf("%s: %s%n", outcome.place(), outcome.name());
    outcome.faults().forEach(fault -> out.println("  " + fault));
  }

  private Outcome outcome(TrialFile file, Trial trial, List<RouteText> texts) {
    String place = "%s:%d".formatted(file.name(), trial.line());
    try (var run = new TrialRun(trial, texts, setting)) {
      List<Map<String, Object>> sent = run.run(trial, sample -> sample(file.path(), sample));
      return new Outcome(place, trial.name(), Verdict.of(trial, sent));
    } catch (Exception e) {
      // what a hub has in its configuration, a test has in itself
      String reason = ScratchRoutes.reason(e).replace("hub.vars.", "the test's vars: ");
      return new Outcome(place, trial.name(), List.of(reason));
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

  private static Map<String, String> notices(Path folder, String content) throws IOException {
    Map<String, String> notices = new TreeMap<>();
    for (String name : RouteText.named(content)) {
      Path file = folder.resolve(name + RouteText.NOTICE_SUFFIX);
      if (Files.isRegularFile(file)) {
        notices.put(name, Files.readString(file));
      }
    }
    return notices;
  }

  /**
   * The policies, and the flow of the same name: beside the test, or in the folder above {@code
   * tests}. What it calls by {@code direct:} comes with it.
   */
  private List<RouteText> under(TrialFile file, String name) throws IOException {
    List<RouteText> texts = new ArrayList<>();
    routes.values().stream().filter(RouteText::isPolicy).forEach(texts::add);
    String base = name.substring(name.lastIndexOf('/') + 1).replace(TrialFile.SUFFIX, "");
    Path folder = file.path().toAbsolutePath().normalize().getParent();
    if (folder.endsWith("tests")) {
      folder = folder.getParent();
    }
    Path flow = folder.resolve(base + RouteText.SUFFIX);
    if (!Files.isRegularFile(flow)) {
      throw new IOException("There is no %s%s for this test".formatted(base, RouteText.SUFFIX));
    }
    String content = Files.readString(flow);
    texts.add(RouteText.of("flow/" + base + RouteText.SUFFIX, content, notices(folder, content)));
    return texts;
  }
}
