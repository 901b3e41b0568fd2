package com.millyweb.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.route.trial.Trials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** What the README shows can be taken as it stands there. */
class ReadmeTest {
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");
  private static final Pattern NAMED =
      Pattern.compile("^# ([\\w/-]+\\.(camel|notice|test)\\.yaml)");
  private static final Pattern ID = Pattern.compile("(?m)^ +id: (flow|ingress|tool)\\.([\\w-]+)");

  @TempDir Path folder;

  @Test
  void a_hub_starts_with_its_settings_and_runs_its_routes() throws Exception {
    Path routes = folder.resolve("routes");
    FileSystemUtils.copyRecursively(Path.of("routes"), routes);
    List<String> settings = new ArrayList<>();
    for (String block : blocks(Path.of("README.md"))) {
      if (block.contains("\nhub:") || block.startsWith("hub:")) {
        Path file = folder.resolve("settings-%d.yaml".formatted(settings.size()));
        // two mappings of one name cannot stand in one document; each block is a file, as a reader
        // would try it
        Files.writeString(file, block);
        settings.add("file:" + file);
      }
    }
    assertThat(settings).isNotEmpty();
    runs(
        routes,
        write(routes, Path.of("README.md")),
        Map.of("spring.config.additional-location", String.join(",", settings)));
  }

  @Test
  void a_hub_runs_the_flows_of_their_manual() throws Exception {
    Path routes = folder.resolve("routes");
    FileSystemUtils.copyRecursively(Path.of("routes"), routes);
    List<String> written = write(routes, Path.of("routes/README.md"));
    assertThat(written).hasSizeGreaterThan(15);
    // no broker and no server is there: their routes run and try again
    Map<String, String> settings = new HashMap<>();
    settings.put("hub.egress.allow", "mosquitto");
    settings.put("hub.connect.folders.in", folder.resolve("in").toString());
    settings.put("hub.connect.folders.out", folder.resolve("out").toString());
    settings.put("hub.connect.databases.shop.url", "jdbc:postgresql://127.0.0.1:1/shop");
    for (String secret : List.of("api", "mqtt", "mail", "files", "stream")) {
      settings.put("hub.secrets." + secret, "a-secret-of-the-manual");
    }
    runs(routes, written, settings);
  }

  @Test
  void the_tests_of_the_manual_pass() throws Exception {
    Path routes = folder.resolve("routes");
    write(routes, Path.of("routes/README.md"));
    assertThat(passed(routes)).isEqualTo("2 tests passed, 0 failed\n");
  }

  private static String passed(Path routes) throws IOException {
    var said = new ByteArrayOutputStream();
    try (var out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      new Trials(List.of(), KnownBeans.scan(), Reach.NOTHING, out).run(routes);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_hub_serves_the_page_for_models_and_runs_its_flows_which_pass_their_test()
      throws Exception {
    Path page = Path.of("src/main/resources/static/llms.txt");
    Path routes = folder.resolve("routes");
    List<String> written = write(routes, page);
    assertThat(passed(routes)).isEqualTo("1 tests passed, 0 failed\n");
    try (HubFixture hub = HubFixture.start(routes, Map.of())) {
      assertThat(get(hub, "/api/routes").findValuesAsText("state"))
          .hasSameSizeAs(written)
          .containsOnly("running");
      assertThat(text(hub, "/llms.txt")).isEqualTo(Files.readString(page));
      assertThat(text(hub, "/llms-full.txt"))
          .isEqualTo(Files.readString(Path.of("routes/README.md")));
    }
  }

  /**
   * Writes what a page shows, by the name in its first line, or by the id of its route.
   *
   * @return the route files
   */
  private static List<String> write(Path routes, Path page) throws IOException {
    List<String> written = new ArrayList<>();
    for (String block : blocks(page)) {
      Matcher name = NAMED.matcher(block);
      Matcher id = ID.matcher(block);
      String file;
      if (name.find()) {
        file = name.group(1);
      } else if (block.startsWith("- route:") && id.find()) {
        file = "%s/%s.camel.yaml".formatted(id.group(1), id.group(2));
      } else {
        continue;
      }
      Files.createDirectories(routes.resolve(file).getParent());
      Files.writeString(routes.resolve(file), block);
      if (file.endsWith(".camel.yaml")) {
        written.add(file);
      }
    }
    assertThat(written).isNotEmpty();
    return written;
  }

  private static void runs(Path routes, List<String> written, Map<String, String> settings)
      throws Exception {
    try (HubFixture hub = HubFixture.start(routes, settings)) {
      JsonNode files = get(hub, "/api/routes");
      for (String file : written) {
        assertThat(files.toString()).as(files.toPrettyString()).contains(file);
      }
      assertThat(files.findValuesAsText("state"))
          .as(files.toPrettyString())
          .isNotEmpty()
          .containsOnly("running");
    }
  }

  private static List<String> blocks(Path page) throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = YAML.matcher(Files.readString(page));
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    return blocks;
  }

  private static String text(HubFixture hub, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(hub.url() + path)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static JsonNode get(HubFixture hub, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(hub.url() + path))
            .header("Authorization", "Bearer " + HubFixture.ADMIN_TOKEN)
            .build();
    return new ObjectMapper()
        .readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
  }
}
