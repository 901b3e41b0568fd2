package com.millyweb.hub.route.tool;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.route.RouteFiles;
import com.millyweb.hub.route.trial.Trials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/** Runs the tests of one flow in a folder of their own. */
@Component
class FlowTests {
  private static final String FLOW = "flow/";
  private static final String TEST_SUFFIX = ".test.yaml";
  private static final int MOST_SAMPLES = 200;
  private static final long MOST_BYTES = 1 << 20;

  private final RouteFiles files;
  private final HubProperties properties;
  private final KnownBeans beans;
  private final Reach reach;
  private final Semaphore turn = new Semaphore(1, true);

  FlowTests(RouteFiles files, HubProperties properties, KnownBeans beans, Reach reach) {
    this.files = files;
    this.properties = properties;
    this.beans = beans;
    this.reach = reach;
  }

  /**
   * @param file of the flow
   * @param given tests; null for those that lie beside it
   */
  Map<String, Object> run(String file, String content, @Nullable String given) throws IOException {
    if (!file.startsWith(FLOW) || !file.endsWith(RouteText.SUFFIX)) {
      throw new IllegalArgumentException(
          "file must be that of a flow, such as flow/push-to-chat%s, was: '%s'"
              .formatted(RouteText.SUFFIX, file));
    }
    String name = file.substring(FLOW.length(), file.length() - RouteText.SUFFIX.length());
    Path beside = properties.routes().resolve("flow/tests/" + name + TEST_SUFFIX);
    if (given == null && !Files.isRegularFile(beside)) {
      throw new IllegalArgumentException(
          "There are no tests of %s: they would stand in flow/tests/%s%s; give some as 'tests'"
              .formatted(file, name, TEST_SUFFIX));
    }
    if (!turn.tryAcquire()) {
      throw new IllegalStateException("Tests of another flow run; ask again when they are done");
    }
    Path folder = Files.createTempDirectory("hub-flow-test");
    try {
      Path flow = Files.createDirectories(folder.resolve(file).getParent());
      Files.writeString(folder.resolve(file), content);
      var text = RouteText.of(file, content);
      for (String named : text.named()) {
        String other = text.fileBeside(named);
        String words = files.content(other).orElse(null);
        if (words != null) {
          Files.writeString(folder.resolve(other), words);
        }
      }
      Path tests = Files.createDirectories(flow.resolve("tests")).resolve(name + TEST_SUFFIX);
      Files.writeString(tests, given == null ? Files.readString(beside) : given);
      copySamples(flow.resolve("samples"));
      return run(file, folder, policies());
    } finally {
      FileSystemUtils.deleteRecursively(folder);
      turn.release();
    }
  }

  private Map<String, Object> run(String file, Path folder, List<RouteText> policies)
      throws IOException {
    var said = new ByteArrayOutputStream();
    boolean passed;
    try (var out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      passed = new Trials(policies, beans, reach, out).run(folder);
    }
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("file", file);
    told.put("passed", passed);
    told.put("told", said.toString(StandardCharsets.UTF_8));
    return told;
  }

  private List<RouteText> policies() {
    return files.all().stream()
        .filter(file -> file.file().startsWith("policy/"))
        .flatMap(
            file ->
                files.content(file.file()).map(text -> RouteText.of(file.file(), text)).stream())
        .filter(text -> !text.isOff())
        .toList();
  }

  private void copySamples(Path to) throws IOException {
    Path from = properties.routes().resolve("flow/samples");
    if (!Files.isDirectory(from)) {
      return;
    }
    Files.createDirectories(to);
    List<Path> samples;
    try (Stream<Path> found = Files.list(from)) {
      samples = found.filter(Files::isRegularFile).sorted().limit(MOST_SAMPLES).toList();
    }
    for (Path sample : samples) {
      if (Files.size(sample) <= MOST_BYTES) {
        Files.copy(sample, to.resolve(sample.getFileName().toString()));
      }
    }
  }
}
