package com.millyweb.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.fixture.HubFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final Pattern ID = Pattern.compile("(?m)^ +id: (flow|ingress)\\.([\\w-]+)");

  @TempDir Path folder;

  @Test
  void a_hub_starts_with_its_settings_and_runs_its_routes() throws Exception {
    Path routes = folder.resolve("routes");
    FileSystemUtils.copyRecursively(Path.of("routes"), routes);
    List<String> settings = new ArrayList<>();
    List<String> written = new ArrayList<>();
    for (String block : blocks()) {
      if (block.contains("\nhub:") || block.startsWith("hub:")) {
        Path file = folder.resolve("settings-%d.yaml".formatted(settings.size()));
        // two mappings of one name cannot stand in one document; each block is a file, as a reader
        // would try it
        Files.writeString(file, block);
        settings.add("file:" + file);
      } else if (block.startsWith("- route:")) {
        Matcher id = ID.matcher(block);
        assertThat(id.find()).as(block).isTrue();
        String file = "%s/%s.camel.yaml".formatted(id.group(1), id.group(2));
        Files.writeString(routes.resolve(file), block);
        written.add(file);
      }
    }
    assertThat(settings).isNotEmpty();
    assertThat(written).isNotEmpty();
    try (HubFixture hub =
        HubFixture.start(
            routes, Map.of("spring.config.additional-location", String.join(",", settings)))) {
      JsonNode files = get(hub, "/api/routes");
      for (String file : written) {
        assertThat(files.toString()).as(files.toPrettyString()).contains(file);
      }
      assertThat(files.findValuesAsText("state")).isNotEmpty().containsOnly("running");
    }
  }

  private static List<String> blocks() throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = YAML.matcher(Files.readString(Path.of("README.md")));
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    return blocks;
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
