package com.millyweb.hub.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.route.RouteFile.State;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** Files in folders that the configuration names, and nowhere else. */
class FolderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(12);
  private static final String FILE = "ingress/drop.camel.yaml";

  private static final ConnectFixture hub = new ConnectFixture();

  private static @TempDir Path folder;

  @BeforeAll
  static void names() {
    hub.set("hub.connect.folders.in", folder.toString())
        .set("hub.connect.folders.out", folder.resolve("out").toString());
  }

  @AfterEach
  void end() throws IOException {
    hub.clear();
    for (File file : Objects.requireNonNull(folder.toFile().listFiles())) {
      FileSystemUtils.deleteRecursively(file.toPath());
    }
  }

  @AfterAll
  static void close() {
    hub.close();
  }

  private static ConnectFixture drop(String uri, String parameters, String steps) {
    return hub.ingress(
        "drop", uri, "delay: 200\n" + parameters, steps, "event:file.dropped?subject=${file:name}");
  }

  @Test
  void file_is_an_event_and_is_moved_when_it_is_stored() throws Exception {
    drop("file:in/orders", "move: .done", "").start();
    Files.writeString(folder.resolve("orders/a.json"), "{\"number\": 17}");

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(folder.resolve("orders/.done/a.json")).exists());
    assertThat(hub.events("file.dropped")).containsExactly(Map.of("number", 17));
    assertThat(hub.subjects("file.dropped")).containsExactly("a.json");
  }

  @Test
  void file_stays_until_the_log_takes_it() throws Exception {
    drop("file:in", "move: .done", "").start();
    hub.whileTheLogTakesNothing(
        () -> {
          Files.writeString(folder.resolve("a.txt"), "one");
          await()
              .during(Duration.ofSeconds(2))
              .atMost(PATIENCE)
              .untilAsserted(() -> assertThat(folder.resolve("a.txt")).exists());
        });
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(folder.resolve(".done/a.txt")).exists());
    assertThat(hub.events("file.dropped")).containsExactly("one");
  }

  @Test
  void rows_of_a_csv_file_are_events() throws Exception {
    drop(
            "file:in",
            "move: .done",
            """
            - unmarshal:
                csv:
                  useMaps: true
            - split:
                simple: ${body}
                steps:
                  - to: event:row
            """)
        .start();
    Files.writeString(folder.resolve("a.csv"), "sku,price\na,30.5\n\"b, c\",9\n");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(hub.events("row"))
                    .containsExactly(
                        Map.of("sku", "a", "price", "30.5"), Map.of("sku", "b, c", "price", "9")));
  }

  @Test
  void file_without_a_name_is_refused_once_and_for_all() {
    hub.write(
            "flow/report.camel.yaml",
            """
            - route:
                id: flow.report
                description: Writes a report.
                from:
                  uri: event:report
                  steps:
                    - setHeader: {name: CamelFileName, jq: .name}
                    - setBody: {constant: fine}
                    - to: file:out
            """)
        .start();

    hub.append("report", "{\"name\": \"\"}");
    hub.append("report", "{\"name\": \"sub/\"}");
    hub.append("report", "{\"name\": \"c.txt\"}");

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(folder.resolve("out/c.txt")).exists());
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.dead()).hasSize(2));
    assertThat(hub.dead())
        .allMatch(dead -> dead.reason().equals("permanent") && dead.claims() == 1)
        .allMatch(dead -> dead.error().contains("must name a file, was: '"));
    assertThat(folder.resolve("out")).isDirectory();
  }

  @Test
  void flow_writes_below_its_folder_only() throws Exception {
    hub.write(
            "flow/report.camel.yaml",
            """
            - route:
                id: flow.report
                description: Writes a report.
                from:
                  uri: event:report
                  parameters: {maxAttempts: 1}
                  steps:
                    - setHeader: {name: CamelFileName, jq: .name}
                    - setBody: {jq: .text}
                    - to: file:out
            """)
        .start();

    hub.append("report", "{\"name\": \"a.txt\", \"text\": \"fine\"}");
    hub.append("report", "{\"name\": \"../b.txt\", \"text\": \"evil\"}");
    hub.append("report", "{\"name\": \"c.txt\", \"text\": \"fine\"}");

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(folder.resolve("out/c.txt")).exists());
    assertThat(folder.resolve("out/a.txt")).hasContent("fine");
    assertThat(folder.resolve("b.txt")).doesNotExist();
  }

  @Test
  void what_leads_out_of_the_folders_is_refused_with_the_line_to_add() {
    Path outside = folder.resolveSibling("elsewhere");
    hub.stop();
    for (String uri :
        List.of(
            "file:" + outside, "file:in/../../etc", "file:/etc", "file:in/..", "file:elsewhere")) {
      drop(uri, "move: .done", "").start();
      assertThat(hub.file(FILE).state()).as(uri).isEqualTo(State.QUARANTINED);
      assertThat(hub.problem(FILE))
          .startsWith(FILE + ":5:")
          .contains("add to the configuration: hub.connect.folders.");
    }
    for (String option :
        List.of(
            "move: ../x", "move: /tmp/x", "moveFailed: '${header.where}'", "preMove: a/../../b")) {
      drop("file:in", option, "").start();
      assertThat(hub.file(FILE).state()).as(option).isEqualTo(State.QUARANTINED);
      assertThat(hub.problem(FILE)).contains("must be a path below the folder");
    }
  }

  @Test
  void link_that_leads_out_is_no_file() throws Exception {
    Path outside = Files.createTempDirectory("outside");
    Files.writeString(outside.resolve("secret.txt"), "secret");
    drop("file:in", "move: .done", "").start();
    Files.createSymbolicLink(folder.resolve("link.txt"), outside.resolve("secret.txt"));
    Files.writeString(folder.resolve("own.txt"), "own");

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(folder.resolve(".done/own.txt")).exists());
    assertThat(hub.events("file.dropped")).containsExactly("own");
  }
}
