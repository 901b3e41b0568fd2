package com.millyweb.hub.route.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.camel.RouteText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The flows that come with the hub do what their tests say. */
class ShippedFlowsTest {
  private static final Path ROUTES = Path.of("routes");

  /** Their beans need a running hub; FlowsTest and its siblings run them in one. */
  private static final Set<String> IN_A_HUB =
      Set.of(
          "assistant", "dead-letter-button", "dead-letter-to-chat", "folder-documents", "silence");

  @Test
  void shipped_flows_pass_their_tests() throws IOException {
    var said = new ByteArrayOutputStream();
    boolean passed;
    try (var out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      passed =
          new Trials(List.of(), KnownBeans.scan(), Reach.NOTHING, out).run(ROUTES.resolve("flow"));
    }
    assertThat(passed).as(said.toString(StandardCharsets.UTF_8)).isTrue();
  }

  @Test
  void every_shipped_flow_has_a_test_that_can_have_one() throws IOException {
    Set<String> tested = names(ROUTES.resolve("flow/tests"), TrialFile.SUFFIX);
    Set<String> flows = names(ROUTES.resolve("flow"), RouteText.SUFFIX);
    flows.removeAll(IN_A_HUB);
    assertThat(tested).isEqualTo(flows);
  }

  private static Set<String> names(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(suffix))
          .map(name -> name.replace(suffix, ""))
          .collect(Collectors.toSet());
    }
  }
}
