package com.millyweb.hub.route.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.connect.ConnectProperties;
import com.millyweb.hub.connect.Connectors;
import com.millyweb.hub.connect.component.AddedComponents;
import com.millyweb.hub.http.EgressCheck;
import com.millyweb.hub.route.trial.Trials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each flow of the gallery is whole, and does what its test says. */
class GalleryTest {
  private static final KnownBeans BEANS = KnownBeans.scan();
  private static final Reach REACH =
      Connectors.toCheck(
          new ConnectProperties(Map.of(), List.of(), Map.of()),
          AddedComponents.of(Path.of("target"), List.of()),
          EgressCheck.anything());
  private static final Path ROOT = Path.of("routes/gallery");

  static Stream<GalleryFlow> flows() throws IOException {
    return Gallery.flows().stream().filter(flow -> Files.exists(ROOT.resolve(flow.name())));
  }

  @ParameterizedTest
  @MethodSource("flows")
  void a_flow_passes_its_test(GalleryFlow flow) throws IOException {
    var said = new ByteArrayOutputStream();
    boolean passed;
    try (var out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      passed = new Trials(List.of(), BEANS, REACH, out).run(ROOT.resolve(flow.name()));
    }
    assertThat(passed).as(said.toString(StandardCharsets.UTF_8)).isTrue();
    assertThat(said.toString(StandardCharsets.UTF_8)).doesNotStartWith("0 tests passed");
  }

  @ParameterizedTest
  @MethodSource("flows")
  void a_flow_has_all_that_belongs_to_it(GalleryFlow flow) throws IOException {
    String name = flow.name();
    assertThat(flow.files().keySet())
        .contains(
            "flow/" + name + RouteText.SUFFIX,
            "flow/tests/" + name + ".test.yaml",
            "flow/samples/" + name + ".json");
    assertThat(flow.description()).isNotBlank().endsWith(".");
    assertThat(Files.readString(ROOT.resolve("README.md"))).contains("| `" + name + "` |");
  }

  @Test
  void the_page_of_the_gallery_names_no_flow_that_is_not_there() throws IOException {
    List<String> names = flows().map(GalleryFlow::name).toList();
    Files.readString(ROOT.resolve("README.md"))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(3, line.indexOf('`', 3)))
        .forEach(name -> assertThat(names).contains(name));
  }
}
