package com.millyweb.hub.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is stored is found by its meaning and by its words, and by its own tenant alone. */
class KnowledgeTest {
  private static HubFixture hub;

  @BeforeAll
  static void start() {
    hub = HubFixture.start(Map.of());
    store(
        "default",
        "notes",
        "boiler.md",
        """
        # House

        ## Heating

        The boiler in the cellar shuts down when its pressure falls below one bar. Open the blue valve
        until the gauge shows 1.5 bar, and close it again.

        ## Garden

        The hose must come in before the first frost.
        """);
    store(
        "default",
        "notes",
        "backup.md",
        "# Backups\n\nEvery night at three the server copies its volumes to the disk at the neighbour's. Error code E4711 means that the disk is full.");
    store(
        "anna",
        "notes",
        "secret.md",
        "# Present\n\nThe birthday present of Ben is a telescope, hidden in the attic.");
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static Documents.Result store(String tenant, String source, String path, String text) {
    try {
      return hub.bean(Documents.class)
          .store(
              new DocumentPlace(tenant, source, path),
              new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
              new Documents.Given(null, null, null, new Provenance(null, "test")));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Found> find(String tenant, String question) throws Exception {
    return hub.bean(Search.class).find(tenant, question, null, 5).results();
  }

  @Test
  void is_found_by_meaning_with_its_place_in_the_text() throws Exception {
    Found best =
        find("default", "why is it cold inside in winter, radiators do not get warm").get(0);
    assertThat(best.path()).isEqualTo("boiler.md");
    assertThat(best.headings()).containsExactly("House", "Heating");
    assertThat(best.similarity()).isGreaterThan(0.2);
  }

  @Test
  void is_found_by_a_word_that_no_model_knows() throws Exception {
    assertThat(find("default", "E4711").get(0).path()).isEqualTo("backup.md");
  }

  @Test
  void is_found_by_its_tenant_alone() throws Exception {
    assertThat(find("anna", "telescope")).isNotEmpty();
    assertThat(find("default", "telescope")).noneMatch(found -> found.path().equals("secret.md"));
    assertThat(find("ben", "telescope")).isEmpty();
    assertThatThrownBy(() -> find("anna'; --", "telescope"))
        .hasMessageContaining("A tenant must be");
  }

  @Test
  void search_of_the_api_answers_with_the_source() throws Exception {
    Http.Answer answer =
        Http.asAdmin(hub).get("/api/knowledge/search?q=when+do+backups+run&source=notes&limit=2");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().at("/results/0/path").asText()).isEqualTo("backup.md");
    assertThat(answer.json().at("/model").asText()).isEqualTo("local:all-minilm-l6-v2-q");
    System.out.println(answer.body());
    assertThat(Http.asAdmin(hub).get("/api/knowledge/documents").json().at("/items").size())
        .isEqualTo(2);
  }
}
