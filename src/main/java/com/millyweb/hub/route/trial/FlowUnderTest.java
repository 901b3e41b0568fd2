package com.millyweb.hub.route.trial;

import com.millyweb.hub.camel.RouteText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files that a test runs. */
final class FlowUnderTest {
  private FlowUnderTest() {}

  /**
   * The policies, and the flow of the same name: beside the test, or in the folder above {@code
   * tests}. What it calls by {@code direct:} comes with it.
   */
  static List<RouteText> texts(Path test, Collection<RouteText> routes) throws IOException {
    List<RouteText> texts = new ArrayList<>();
    routes.stream().filter(RouteText::isPolicy).forEach(texts::add);
    Path absolute = test.toAbsolutePath().normalize();
    String base = absolute.getFileName().toString().replace(TrialFile.SUFFIX, "");
    Path folder = absolute.getParent();
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

  private static Map<String, String> notices(Path folder, String content) throws IOException {
    Map<String, String> notices = new TreeMap<>();
    for (String name : RouteText.named(content)) {
      Path file = folder.resolve(RouteText.fileName(name));
      if (Files.isRegularFile(file)) {
        notices.put(name, Files.readString(file));
      }
    }
    return notices;
  }
}
