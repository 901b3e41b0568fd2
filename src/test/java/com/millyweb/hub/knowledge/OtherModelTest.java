package com.millyweb.hub.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.fake.PlayedHttp;
import com.millyweb.hub.fixture.HubFixture;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Embeddings of Ollama, of another model after that, and of none while it is away. */
class OtherModelTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Integer> DIMENSIONS = Map.of("small", 64, "large", 96);

  private final AtomicBoolean away = new AtomicBoolean();

  /** Whether the large model says its dimension and nothing more. */
  private final AtomicBoolean unfinished = new AtomicBoolean();

  private final List<String> asked = new ArrayList<>();
  private @TempDir Path routes;
  private PlayedHttp ollama;
  private TestDatabase database;

  @BeforeEach
  void start() {
    ollama = PlayedHttp.start().on("/api/embed", this::embed);
    database = TestDatabase.create();
  }

  @AfterEach
  void stop() {
    ollama.close();
    database.close();
  }

  /**
   * As https://github.com/ollama/ollama/blob/main/docs/api.md#generate-embeddings says; words that
   * are the same point to the same place.
   */
  private void embed(HttpExchange http) throws IOException {
    JsonNode request = JSON.readTree(http.getRequestBody());
    String model = request.path("model").asText();
    synchronized (asked) {
      asked.add(model);
    }
    boolean work = !request.path("input").toString().contains("dimension");
    if (away.get() || unfinished.get() && model.equals("large") && work) {
      answer(http, 503, Map.of("error", "the server is busy"));
      return;
    }
    if (request.path("input").toString().contains("poison")) {
      answer(http, 400, Map.of("error", "the input length exceeds the context length"));
      return;
    }
    Integer dimension = DIMENSIONS.get(model);
    if (dimension == null) {
      answer(http, 404, Map.of("error", "model '%s' not found".formatted(model)));
      return;
    }
    List<float[]> embeddings = new ArrayList<>();
    JsonNode input = request.path("input");
    for (JsonNode text : input.isArray() ? input : JSON.createArrayNode().add(input)) {
      float[] embedding = new float[dimension];
      for (String word : text.asText().toLowerCase(Locale.ROOT).split("\\W+")) {
        embedding[Math.floorMod(word.hashCode(), dimension)] += 1;
      }
      embeddings.add(embedding);
    }
    answer(http, 200, Map.of("model", model, "embeddings", embeddings, "prompt_eval_count", 1));
  }

  private static void answer(HttpExchange http, int status, Object body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    http.getResponseHeaders().add("Content-Type", "application/json");
    http.sendResponseHeaders(status, bytes.length);
    http.getResponseBody().write(bytes);
    http.close();
  }

  private HubFixture hub(String embeddings) {
    return HubFixture.start(
        database, routes, Map.of("hub.embeddings", embeddings, "hub.ollama.url", ollama.url()));
  }

  private static void store(HubFixture hub, String path, String text) throws Exception {
    hub.bean(Documents.class)
        .store(
            new DocumentPlace("default", "notes", path),
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            new Documents.Given(null, null, null, new Provenance(null, "test")));
  }

  private static Answer find(HubFixture hub, String question) throws Exception {
    return hub.bean(Search.class).find("default", question, null, 5);
  }

  @Test
  void new_model_answers_when_it_has_seen_everything_and_the_old_one_until_then() throws Exception {
    try (HubFixture hub = hub("ollama:small")) {
      store(hub, "a.txt", "green tea is kept in the tin box");
      assertThat(find(hub, "tea").model()).isEqualTo("ollama:small");
    }
    try (HubFixture hub = hub("ollama:large")) {
      Awaitility.await("the new model")
          .atMost(Duration.ofSeconds(60))
          .until(() -> "ollama:large".equals(find(hub, "tea").model()));
      Answer answer = find(hub, "tea in a tin box");
      assertThat(answer.results().get(0).similarity()).isGreaterThan(0.5);
      assertThat(hub.bean(Models.class).all())
          .extracting(Models.Model::name)
          .containsExactly("ollama:large");
    }
  }

  @Test
  void words_are_found_while_the_model_is_away_and_embeddings_follow() throws Exception {
    away.set(true);
    try (HubFixture hub = hub("ollama:small")) {
      store(hub, "a.txt", "green tea is kept in the tin box");
      Answer byWords = find(hub, "tea");
      assertThat(byWords.results()).hasSize(1);
      assertThat(byWords.model()).isNull();
      assertThat(byWords.note()).isNotBlank();
      away.set(false);
      store(hub, "b.txt", "black tea is out");
      Awaitility.await("both embeddings")
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  find(hub, "tea").results().stream()
                      .allMatch(found -> found.similarity() != null));
      assertThat(hub.bean(ChunkEmbeddings.class).waiting()).isEmpty();
      away.set(true);
      Answer again = find(hub, "tea");
      assertThat(again.results()).hasSize(2);
      assertThat(again.note()).contains("does not answer").contains("busy");
    }
  }

  @Test
  void change_that_is_taken_back_leaves_the_old_model() throws Exception {
    try (HubFixture hub = hub("ollama:small")) {
      store(hub, "a.txt", "green tea is kept in the tin box");
    }
    unfinished.set(true);
    try (HubFixture hub = hub("ollama:large")) {
      Awaitility.await("the new model on its way")
          .atMost(Duration.ofSeconds(60))
          .until(() -> hub.bean(Models.class).all().size() == 2);
    }
    try (HubFixture hub = hub("ollama:small")) {
      store(hub, "b.txt", "black tea is out");
      assertThat(find(hub, "tea").model()).isEqualTo("ollama:small");
      assertThat(hub.bean(Models.class).all())
          .extracting(Models.Model::name)
          .containsExactly("ollama:small");
      assertThat(find(hub, "tea").results()).allMatch(found -> found.similarity() != null);
    }
  }

  @Test
  void text_that_the_model_refuses_is_found_by_its_words_and_keeps_no_other_from_its_embedding()
      throws Exception {
    try (HubFixture hub = hub("ollama:small")) {
      away.set(true);
      store(hub, "a.txt", "poison tea");
      store(hub, "b.txt", "black tea is out");
      away.set(false);
      store(hub, "c.txt", "green tea");
      Awaitility.await("the embedding of the other")
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  find(hub, "tea").results().stream()
                      .allMatch(
                          found -> found.path().equals("a.txt") == (found.similarity() == null)));
      assertThat(find(hub, "tea").results()).hasSize(3);
    }
  }

  @Test
  void nothing_is_asked_where_embeddings_are_off() throws Exception {
    try (HubFixture hub = hub("off")) {
      store(hub, "a.txt", "green tea is kept in the tin box");
      assertThat(find(hub, "tea").note()).isEqualTo("hub.embeddings is off");
      assertThat(find(hub, "tea").results()).hasSize(1);
      assertThat(asked).isEmpty();
    }
  }
}
