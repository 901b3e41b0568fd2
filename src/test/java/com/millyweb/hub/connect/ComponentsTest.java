package com.millyweb.hub.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.Hub;
import com.millyweb.hub.connect.component.AddedComponent;
import com.millyweb.hub.connect.component.ComponentCatalogue;
import com.millyweb.hub.connect.component.ComponentCatalogue.Listed;
import com.millyweb.hub.connect.component.ComponentFetch;
import com.millyweb.hub.route.RouteFile.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Components that are not in the jar: fetched from a repository, and run by a hub. */
class ComponentsTest {
  private static final String FILE = "flow/answer.camel.yaml";

  private final Listed listed = new ComponentCatalogue().find(ToyRepository.NAME);
  private final ConnectFixture hub = new ConnectFixture();
  private ToyRepository repository;

  @BeforeEach
  void prepare() throws Exception {
    repository = new ToyRepository(listed.version());
    hub.write(
        FILE,
        """
        - route:
            id: flow.answer
            description: Asks the bot.
            from:
              uri: event:question
              steps:
                - setBody: {jq: .text}
                - to: chatscript:bot.example.org:1024/harry
                - to: event:answer
        """);
  }

  @AfterEach
  void end() {
    hub.close();
    repository.close();
  }

  @Test
  void added_component_runs_in_the_hub_that_names_it() throws Exception {
    AddedComponent added = fetch();
    assertThat(added.jars())
        .extracting(jar -> jar.getFileName().toString())
        .containsExactly(
            "camel-%s-%s.jar".formatted(ToyRepository.NAME, listed.version()), "words-1.jar");
    assertThat(added.licence()).isEqualTo("Apache-2.0, MIT");

    hub.set("hub.components", ToyRepository.NAME).start();
    assertThat(hub.file(FILE).state()).isEqualTo(State.RUNNING);
    hub.append("question", "{\"text\": \"hello\"}");

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(hub.events("answer")).containsExactly("HELLO!"));
    assertThat(hub.trouble()).isNull();
  }

  @Test
  void command_fetches_it_and_says_what_to_add() throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Hub.class.getName(),
                "add",
                ToyRepository.NAME)
            .redirectErrorStream(true);
    process.environment().put("HUB_HOME", hub.home().toString());
    process.environment().put("HUB_COMPONENT_REPOSITORY", repository.url().toString());
    Process running = process.start();
    String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(running.waitFor()).as(output).isZero();
    assertThat(output)
        .contains("words-1.jar", "Licences: Apache-2.0, MIT")
        .contains("add to the configuration: hub.components: " + ToyRepository.NAME);
    assertThat(components()).containsExactly(ToyRepository.NAME);
  }

  @Test
  void wrong_checksum_is_refused_and_what_was_there_stays() throws Exception {
    repository.spoilTheLibrary();
    assertThatThrownBy(this::fetch)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("words")
        .hasMessageContaining("hecksum");
    assertThat(components()).isEmpty();

    repository.close();
    repository = new ToyRepository(listed.version());
    fetch();
    repository.spoilTheLibrary();
    assertThatThrownBy(this::fetch).isInstanceOf(IOException.class);
    assertThat(components()).containsExactly(ToyRepository.NAME);
  }

  @Test
  void missing_checksum_is_refused() throws Exception {
    repository.takeTheChecksumsAway();

    assertThatThrownBy(this::fetch).isInstanceOf(IOException.class).hasMessageContaining("hecksum");
    assertThat(components()).isEmpty();
  }

  @Test
  void route_that_names_a_component_that_is_not_there_is_told_the_command() {
    hub.start();

    assertThat(hub.file(FILE).state()).isEqualTo(State.QUARANTINED);
    assertThat(hub.problem(FILE))
        .startsWith(FILE + ":8:")
        .contains(
            "Component 'chatscript' is not part of the hub; fetch it: java -jar hub.jar add chatscript");
  }

  @Test
  void route_that_names_a_component_that_is_there_is_told_the_line_to_add() throws Exception {
    fetch();
    hub.start();

    assertThat(hub.file(FILE).state()).isEqualTo(State.QUARANTINED);
    assertThat(hub.problem(FILE))
        .contains("name it in the configuration: hub.components: chatscript");
  }

  @Test
  void name_without_files_is_told_by_health_and_the_hub_runs() throws Exception {
    hub.set("hub.components", ToyRepository.NAME).start();

    assertThat(hub.trouble())
        .isEqualTo(
            "hub.components names 'chatscript', which is not there: java -jar hub.jar add chatscript");
    assertThat(hub.file(FILE).state()).isEqualTo(State.QUARANTINED);
  }

  private AddedComponent fetch() throws IOException {
    return new ComponentFetch(repository.url(), hub.home()).fetch(listed);
  }

  /** What lies in the folder, leftovers too. */
  private List<String> components() throws IOException {
    try (Stream<Path> there = Files.list(hub.home().resolve("components"))) {
      return there.map(path -> path.getFileName().toString()).toList();
    }
  }
}
