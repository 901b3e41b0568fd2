package com.millyweb.hub.route.tool;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.route.RouteFile;
import com.millyweb.hub.route.RouteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Flows that somebody proposes: what a person sees of one, and what puts it into the folder. Only
 * flows can be written so, and what does not check, or whose tests fail, is not.
 */
@RouteBean
@Component("flowProposals")
public class FlowProposals {
  private static final Pattern FLOW = Pattern.compile("flow/([\\w-]{1,80})\\.camel\\.yaml");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int CONTEXT = 3;

  private final FlowFiles flows;
  private final RouteFiles files;
  private final HubProperties properties;

  FlowProposals(FlowFiles flows, RouteFiles files, HubProperties properties) {
    this.flows = flows;
    this.files = files;
    this.properties = properties;
  }

  /**
   * What a person sees before it is put into the folder: the verdict of the check, its tests, what
   * it would have done in the last days, and how it differs from what runs.
   *
   * @param body {@code file}, {@code text}, {@code tests}
   */
  public String preview(Map<String, @Nullable Object> body)
      throws IOException, InterruptedException {
    String file = file(body);
    List<String> lines = new ArrayList<>();
    Map<String, Object> checked = flows.check(body);
    boolean runs = Boolean.TRUE.equals(checked.get("runs"));
    lines.add(runs ? "Check: it would run." : "Check: it would be REFUSED.");
    if (checked.get("problems") instanceof List<?> problems) {
      problems.forEach(problem -> lines.add("  " + problem));
    }
    if (runs) {
      lines.add("Tests: " + tests(body));
      Map<String, Object> past = flows.backtest(body);
      lines.add("The last 7 days: " + past.get("verdict"));
      if (past.get("differences") instanceof List<?> differences) {
        differences.forEach(one -> lines.add("  " + one));
      }
      if (past.get("failures") instanceof List<?> failures && !failures.isEmpty()) {
        lines.add("It fails for:");
        failures.forEach(one -> lines.add("  " + one));
      }
    }
    lines.add("");
    lines.addAll(diff(file, String.valueOf(body.get("text"))));
    return String.join("\n", lines);
  }

  private String tests(Map<String, @Nullable Object> body) throws IOException {
    try {
      Map<String, Object> told = flows.test(body);
      return Boolean.TRUE.equals(told.get("passed"))
          ? "they pass."
          : "they FAIL: " + told.get("told");
    } catch (IllegalArgumentException e) {
      return "there are none.";
    }
  }

  private List<String> diff(String file, String text) {
    List<String> before = files.content(file).map(old -> old.lines().toList()).orElse(List.of());
    List<String> after = text.lines().toList();
    return UnifiedDiffUtils.generateUnifiedDiff(
        before.isEmpty() ? "(new)" : file, file, before, DiffUtils.diff(before, after), CONTEXT);
  }

  /**
   * Writes a flow and its tests into the folder of routes, and waits until it runs.
   *
   * @param body {@code file}, {@code text}, {@code tests}
   */
  public Map<String, Object> apply(Map<String, @Nullable Object> body)
      throws IOException, InterruptedException {
    String file = file(body);
    String text = String.valueOf(body.get("text"));
    Map<String, Object> checked = flows.check(body);
    if (!Boolean.TRUE.equals(checked.get("runs"))) {
      throw new IllegalArgumentException(
          "%s would be refused, it was not written: %s".formatted(file, checked.get("problems")));
    }
    Object tests = body.get("tests");
    if (tests != null && !tests.toString().isBlank()) {
      Map<String, Object> told = flows.test(body);
      if (!Boolean.TRUE.equals(told.get("passed"))) {
        throw new IllegalArgumentException(
            "The tests of %s fail, it was not written: %s".formatted(file, told.get("told")));
      }
      String name = FLOW.matcher(file).replaceFirst("flow/tests/$1.test.yaml");
      write(name, tests.toString());
    }
    write(file, text);
    return awaitRunning(file, text);
  }

  private void write(String file, String text) throws IOException {
    Path root = properties.routes().toAbsolutePath().normalize();
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    if (!path.getParent().toRealPath().startsWith(root.toRealPath())) {
      throw new IOException("'%s' leads out of the folder of routes".formatted(file));
    }
    // an editor's way: the watcher sees the whole file or none
    Path fresh = path.resolveSibling("." + path.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Map<String, Object> awaitRunning(String file, String text) throws InterruptedException {
    String hash = RouteText.of(file, text).hash();
    long end = System.nanoTime() + PATIENCE.toNanos();
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("file", file);
    while (true) {
      files.rescan();
      Optional<RouteFile> now = files.find(file);
      boolean runs = now.map(RouteFile::hash).filter(hash::equals).isPresent();
      if (runs || System.nanoTime() > end) {
        told.put(
            "state", now.map(one -> one.state().name().toLowerCase(Locale.ROOT)).orElse("written"));
        told.put("runs", runs);
        return told;
      }
      Thread.sleep(200);
    }
  }

  private static String file(Map<String, @Nullable Object> body) {
    String file = String.valueOf(body.get("file"));
    if (!FLOW.matcher(file).matches()) {
      throw new IllegalArgumentException(
          "file must be that of a flow, such as flow/mine%s, was: '%s'"
              .formatted(RouteText.SUFFIX, file));
    }
    return file;
  }
}
