package com.millyweb.hub.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What holds of knowledge on every kind of database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KnowledgeStories {
  private static final int NEIGHBOURS = 10;

  private HubFixture hub;

  /** The settings of a hub on an empty database of the kind. */
  abstract Map<String, String> database() throws Exception;

  abstract boolean pgvector();

  @BeforeAll
  void start(@TempDir Path routes) throws Exception {
    hub = HubFixture.start(routes, database());
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
        "default",
        "briefe",
        "vermieter.txt",
        "Sehr geehrte Frau Sommer, wir kündigen die Wohnung in der Lindenstraße zum Ende des Jahres. Die Schlüssel geben wir bei der Übergabe zurück.");
    store(
        "anna",
        "notes",
        "secret.md",
        "# Present\n\nThe birthday present of Ben is a telescope, hidden in the attic.");
    hub.bean(Memories.class).remember("anna", "pin", "4711", new Provenance(null, "test"));
    hub.bean(Memories.class).remember("default", "pet", "a cat", new Provenance(null, "test"));
    for (Map.Entry<String, String> text : OptionTexts.documents(20).entrySet()) {
      store("options", "camel", text.getKey() + ".md", text.getValue());
    }
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private Documents.Result store(String tenant, String source, String path, String text)
      throws Exception {
    return hub.bean(Documents.class)
        .store(
            new DocumentPlace(tenant, source, path),
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            new Documents.Given(null, null, null, new Provenance(null, "test")));
  }

  private List<Found> find(String tenant, String question) throws Exception {
    return hub.bean(Search.class).find(tenant, question, null, 5).results();
  }

  @Test
  void is_found_by_meaning_with_its_place_in_the_text() throws Exception {
    Found best = find("default", "why do the radiators not get warm in winter").get(0);
    assertThat(best.path()).isEqualTo("boiler.md");
    assertThat(best.headings()).containsExactly("House", "Heating");
    assertThat(best.text()).startsWith("The boiler").endsWith("close it again.");
    assertThat(best.ends() - best.begins()).isEqualTo(best.text().length());
    assertThat(best.similarity()).isGreaterThan(0.1);
  }

  @Test
  void is_found_by_a_word_that_no_model_knows() throws Exception {
    assertThat(find("default", "E4711").get(0).path()).isEqualTo("backup.md");
  }

  @Test
  void is_found_by_another_form_of_a_word_in_its_language() throws Exception {
    assertThat(find("default", "Kündigung der Wohnungen").get(0).path()).isEqualTo("vermieter.txt");
    assertThat(find("default", "copying volume").get(0).path()).isEqualTo("backup.md");
  }

  @Test
  void is_found_in_the_source_that_was_asked_for() throws Exception {
    assertThat(hub.bean(Search.class).find("default", "disk", "briefe", 5).results())
        .extracting(Found::source)
        .containsOnly("briefe");
  }

  @Test
  void is_found_by_its_tenant_alone() throws Exception {
    assertThat(find("anna", "telescope")).hasSize(1);
    assertThat(find("default", "telescope in the attic"))
        .noneMatch(found -> found.path().equals("secret.md"));
    assertThat(find("ben", "telescope")).isEmpty();
    assertThatThrownBy(() -> find("anna' or '1'='1", "telescope"))
        .hasMessageContaining("A tenant must be");
  }

  @Test
  void what_changed_is_found_as_it_is_now_and_what_is_deleted_not_at_all() throws Exception {
    assertThat(store("default", "shop", "a.txt", "Bicycles are repaired on Mondays.").state())
        .isEqualTo("stored");
    assertThat(store("default", "shop", "a.txt", "Bicycles are repaired on Mondays.").state())
        .isEqualTo("unchanged");
    store("default", "shop", "a.txt", "Bicycles are repaired on Fridays, by appointment.");
    assertThat(find("default", "when are bicycles repaired").get(0).text()).contains("Fridays");
    assertThat(find("default", "bicycles Mondays"))
        .noneMatch(found -> found.text().contains("Mondays"));
    assertThat(hub.bean(Documents.class).delete(new DocumentPlace("default", "shop", "a.txt")))
        .isTrue();
    assertThat(find("default", "bicycles")).noneMatch(found -> found.source().equals("shop"));
  }

  @Test
  void what_cannot_be_read_is_noted_with_the_reason_and_not_found() throws Exception {
    Documents.Result refused = store("default", "shop", "program.pdf", "\u007fELF\u0002\u0001");
    assertThat(refused.state()).isEqualTo("refused");
    assertThat(refused.reason()).isNotBlank();
    Http.Answer listed = Http.asAdmin(hub).get("/api/knowledge/documents?source=shop");
    assertThat(listed.json().at("/items/0/state").asText()).isEqualTo("refused");
    assertThat(listed.json().at("/items/0/reason").asText()).isEqualTo(refused.reason());
  }

  @Test
  void search_of_the_api_answers_with_the_source() throws Exception {
    Http.Answer answer =
        Http.asAdmin(hub).get("/api/knowledge/search?q=when+do+backups+run&limit=2");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().at("/results").size()).isEqualTo(2);
    assertThat(answer.json().at("/results/0/path").asText()).isEqualTo("backup.md");
    assertThat(answer.json().at("/results/0/title").asText()).isEqualTo("Backups");
    assertThat(answer.json().at("/model").asText()).isEqualTo(LocalEmbeddings.MODEL);
    assertThat(Http.asAdmin(hub).get("/api/knowledge/search?q=x&limit=51").status()).isEqualTo(400);
    assertThat(Http.asAdmin(hub).get("/api/knowledge/search").status()).isEqualTo(400);
    for (String list : List.of("search?q=x&", "documents?", "facts?")) {
      Http.Answer refused = Http.asAdmin(hub).get("/api/knowledge/" + list + "tenant=a%27b");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().path("detail").asText()).startsWith("'tenant'");
    }
  }

  /** With the rights that the hub itself has then, and statements of an attacker's choice. */
  @Test
  void rows_of_another_tenant_can_neither_be_seen_nor_changed() throws Exception {
    Tenants.Access access = hub.bean(Tenants.class).access();
    assertThat(access.pgvector()).isEqualTo(pgvector());
    try (Connection connection = hub.bean(DataSource.class).getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        if (access.role() != null) {
          statement.execute("set local role " + access.role());
        }
        List<String> tables =
            List.of("document", "chunk", "memory", "chunk_embedding", "chunk_code");
        for (String table : tables) {
          assertThat(count(statement, table, "")).isZero();
        }
        statement.execute("set local hub.tenant = 'default'");
        assertThat(count(statement, "document", "")).isPositive();
        for (String table : tables) {
          assertThat(count(statement, table, "")).as(table).isPositive();
          assertThat(count(statement, table, "where tenant <> 'default'")).isZero();
          assertThat(
                  statement.executeUpdate("delete from %s where tenant = 'anna'".formatted(table)))
              .isZero();
          refused(statement, "update %s set tenant = 'anna'".formatted(table));
        }
        refused(statement, "insert into memory (tenant, name, text) values ('anna', 'x', 'y')");
        if (access.role() != null) {
          assertThat(count(statement, "chunk_words", "where tenant <> 'default'")).isZero();
          refused(statement, "alter table chunk disable row level security");
        }
      }
      connection.rollback();
    }
    assertThat(hub.bean(Memories.class).recall("anna", "", "", 10)).hasSize(1);
    assertThat(find("anna", "telescope")).hasSize(1);
  }

  private static int count(Statement statement, String table, String where) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("select count(*) from %s %s".formatted(table, where))) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void refused(Statement statement, String sql) throws SQLException {
    statement.execute("savepoint attempt");
    assertThatThrownBy(() -> statement.execute(sql))
        .isInstanceOf(SQLException.class)
        .hasMessageMatching("(?s).*(row-level security|must be owner|permission denied).*");
    statement.execute("rollback to attempt");
  }

  /** Questions and texts are real ones, and the truth is a comparison with every embedding. */
  @Test
  void nearest_are_the_same_as_those_of_the_exact_scan() throws Exception {
    Models.Model model = hub.bean(Models.class).active();
    List<float[]> questions = hub.bean(Models.class).embed(model, OptionTexts.questions());
    int same = 0;
    for (float[] question : questions) {
      Set<Long> found = new HashSet<>(nearest(model, question));
      List<Long> exact = exact(model, question);
      assertThat(exact).hasSize(NEIGHBOURS);
      same += (int) exact.stream().filter(found::contains).count();
    }
    double recall = (double) same / (NEIGHBOURS * questions.size());
    System.out.printf(
        "recall@%d of %s: %.3f%n", NEIGHBOURS, pgvector() ? "pgvector" : "plain", recall);
    assertThat(recall).isGreaterThanOrEqualTo(0.95);
  }

  private List<Long> nearest(Models.Model model, float[] question) {
    return hub.bean(Tenants.class)
        .in(
            "options",
            jdbc ->
                jdbc.sql(
                        "select chunk from knowledge_nearest(cast(? as real[]), cast(? as varbit), ?, null, ?)")
                    .params(
                        List.of(
                            Vectors.array(question),
                            Vectors.code(question),
                            model.id(),
                            NEIGHBOURS))
                    .query(Long.class)
                    .list());
  }

  private List<Long> exact(Models.Model model, float[] question) {
    return hub.bean(Tenants.class)
        .in(
            "options",
            jdbc ->
                jdbc.sql(
                        """
                        select e.chunk from chunk_embedding e
                         where e.model = ?
                         order by (select sum(a.x * a.y) from unnest(e.embedding, cast(? as real[])) as a (x, y)) desc, e.chunk
                         limit ?
                        """)
                    .params(
                        new ArrayList<>(List.of(model.id(), Vectors.array(question), NEIGHBOURS)))
                    .query(Long.class)
                    .list());
  }
}
