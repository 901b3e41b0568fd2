package com.millyweb.hub.service.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.knowledge.Embedder;
import com.millyweb.hub.model.AnswerListener;
import com.millyweb.hub.model.ModelAnswer;
import com.millyweb.hub.model.ModelFailure;
import com.millyweb.hub.model.ModelFailure.Kind;
import com.millyweb.hub.model.ModelQuestion;
import com.millyweb.hub.model.OfferedTool;
import com.millyweb.hub.model.ToolCall;
import com.millyweb.hub.model.Turn;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a real Ollama answers, and what becomes of it. Its models say what tests need. */
class RealOllamaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Neither the least nor the most that the models have. */
  private static final int CONTEXT = 1024;

  private static RealOllama ollama;
  private static OllamaModels models;
  private static OllamaShelf shelf;

  @BeforeAll
  static void start() throws IOException {
    ollama = RealOllama.startOrSkip();
    models = new OllamaModels(properties());
    shelf = new OllamaShelf(properties());
  }

  @AfterAll
  static void stop() throws IOException {
    if (ollama != null) {
      ollama.close();
    }
  }

  private static OllamaProperties properties() {
    return new OllamaProperties(ollama.url(), 1);
  }

  /** What a listener heard. */
  private static final class Heard implements AnswerListener {
    private final List<String> parts = new ArrayList<>();

    @Override
    public void text(String part) {
      parts.add(part);
    }
  }

  /** Does something once the answer has begun. */
  private static AnswerListener once(Runnable action) {
    var done = new AtomicBoolean();
    return new AnswerListener() {
      @Override
      public void text(String part) {
        if (done.compareAndSet(false, true)) {
          action.run();
        }
      }
    };
  }

  private static ModelQuestion question(String text) {
    return question(List.of(new Turn.Question(text)), List.of(), null, null, CONTEXT, null);
  }

  /** What is not answered before somebody does something about it. */
  private static ModelQuestion endless() {
    List<Turn> turns = List.of(new Turn.Question("Tell me"));
    int most = 10 * ScriptedModel.CONTEXT;
    return question(turns, List.of(), null, most, ScriptedModel.CONTEXT, null);
  }

  private static ModelQuestion question(
      List<Turn> turns,
      List<OfferedTool> tools,
      JsonNode schema,
      Integer maxTokens,
      Integer context,
      Duration keepAlive) {
    return new ModelQuestion(turns, tools, schema, null, maxTokens, context, keepAlive);
  }

  private static ModelAnswer ask(String model, ModelQuestion question, AnswerListener listener)
      throws ModelFailure, InterruptedException {
    return models.ask(model, question, PATIENCE, listener);
  }

  private static ModelAnswer ask(String model, ModelQuestion question)
      throws ModelFailure, InterruptedException {
    return ask(model, question, AnswerListener.NOBODY);
  }

  private static ModelFailure failure(
      String model, ModelQuestion question, AnswerListener listener) {
    try {
      ModelAnswer answer = ask(model, question, listener);
      throw new AssertionError("It answered: " + answer);
    } catch (ModelFailure e) {
      return e;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<OfferedTool> look() throws IOException {
    return List.of(
        new OfferedTool(
            "look",
            "Looks at something",
            JSON.readTree(
                "{\"type\":\"object\",\"properties\":{\"what\":{\"type\":\"string\"}},\"required\":[\"what\"]}")));
  }

  private static Map<String, Object> listed(String model) throws Exception {
    return shelf.list().stream()
        .filter(each -> each.get("name").equals(model + ":latest"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void answer_comes_in_parts_and_is_counted() throws Exception {
    var heard = new Heard();
    ModelAnswer answer = ask(RealOllama.CLERK, question("How is it?"), heard);
    assertThat(answer.text()).isEqualTo("It is fine.");
    assertThat(heard.parts).containsExactly("It", " is", " fine", ".");
    assertThat(answer.calls()).isEmpty();
    assertThat(answer.thinking()).isNull();
    assertThat(answer.cut()).isFalse();
    assertThat(answer.tokensIn()).isBetween(10L, 50L);
    assertThat(answer.tokensOut()).isBetween(4L, 5L);
  }

  @Test
  void instructions_and_turns_before_count_as_well() throws Exception {
    long alone = ask(RealOllama.CLERK, question("How is it?")).tokensIn();
    List<Turn> turns =
        List.of(
            new Turn.Instructions("You are a clerk."),
            new Turn.Question("Are you there?"),
            new Turn.Reply("Yes", List.of(), null),
            new Turn.Question("How is it?"));
    ModelAnswer answer =
        ask(RealOllama.CLERK, question(turns, List.of(), null, null, CONTEXT, null));
    assertThat(answer.tokensIn()).isGreaterThan(alone + 30);
  }

  @Test
  void answer_ends_where_it_has_all_its_tokens() throws Exception {
    List<Turn> turns = List.of(new Turn.Question("Tell me"));
    ModelAnswer answer = ask(RealOllama.TELLER, question(turns, List.of(), null, 6, CONTEXT, null));
    assertThat(answer.text()).isEqualTo("on andon andon and");
    assertThat(answer.tokensOut()).isEqualTo(6);
    assertThat(answer.cut()).isTrue();
  }

  @Test
  void answer_for_which_there_is_no_more_room_is_cut() throws Exception {
    List<Turn> turns = List.of(new Turn.Question("Tell me"));
    ModelAnswer answer = ask(RealOllama.TELLER, question(turns, List.of(), null, null, 64, null));
    assertThat(answer.cut()).isTrue();
    assertThat(answer.text()).startsWith("on andon and");
    assertThat(answer.tokensOut()).isEqualTo(64);
  }

  @Test
  void answer_that_takes_too_long_is_given_up_and_the_next_one_comes() throws Exception {
    assertThatThrownBy(
            () ->
                models.ask(
                    RealOllama.TELLER, endless(), Duration.ofSeconds(2), AnswerListener.NOBODY))
        .isInstanceOfSatisfying(
            ModelFailure.class, failure -> assertThat(failure.kind().passes()).isTrue());
    List<Turn> turns = List.of(new Turn.Question("Tell me"));
    assertThat(ask(RealOllama.TELLER, question(turns, List.of(), null, 2, CONTEXT, null)).text())
        .isEqualTo("on and");
  }

  @Test
  void answer_that_repeats_itself_has_no_last_line() {
    ModelFailure failure = failure(RealOllama.PARROT, question("Say hello"), AnswerListener.NOBODY);
    assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
    assertThat(failure).hasMessageContaining("'parrot' says the same again and again");
  }

  @Test
  void thoughts_come_before_the_answer_and_go_back_with_it() throws Exception {
    List<Turn> turns = new ArrayList<>(List.of(new Turn.Question("Is it so?")));
    ModelAnswer answer =
        ask(RealOllama.THINKER, question(turns, List.of(), null, null, CONTEXT, null));
    assertThat(answer.thinking()).isEqualTo("Let me see");
    assertThat(answer.text()).isEqualTo("Yes.");

    turns.add(answer.turn());
    turns.add(new Turn.Question("Really?"));
    ModelAnswer with =
        ask(RealOllama.THINKER, question(turns, List.of(), null, null, CONTEXT, null));
    turns.set(1, new Turn.Reply(answer.text(), List.of(), null));
    ModelAnswer without =
        ask(RealOllama.THINKER, question(turns, List.of(), null, null, CONTEXT, null));
    assertThat(with.tokensIn()).isGreaterThan(without.tokensIn());
  }

  @Test
  void question_that_is_too_long_is_refused_and_not_cut() throws Exception {
    ModelFailure failure =
        failure(RealOllama.CLERK, question("word ".repeat(CONTEXT)), AnswerListener.NOBODY);
    assertThat(failure.kind()).isEqualTo(Kind.TOO_LONG);
    assertThat(failure)
        .hasMessageContaining("(hub.models.<name>.context)")
        .hasMessageContaining("the input length exceeds the context length");

    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      turns.add(new Turn.Question("Are you still there?"));
      turns.add(new Turn.Reply("Yes, I still am.", List.of(), null));
    }
    turns.add(new Turn.Question("How is it?"));
    ModelQuestion all = question(turns, List.of(), null, null, CONTEXT, null);
    assertThat(failure(RealOllama.CLERK, all, AnswerListener.NOBODY).kind())
        .isEqualTo(Kind.TOO_LONG);
    assertThat(ask(RealOllama.CLERK, question("How is it?")).text()).isEqualTo("It is fine.");
  }

  @Test
  void answer_is_held_to_its_schema() throws Exception {
    JsonNode schema =
        JSON.readTree(
            """
            {"type": "object", "required": ["severity", "urgent"], "additionalProperties": false,
             "properties": {"severity": {"enum": ["low", "high"]}, "urgent": {"type": "boolean"}}}
            """);
    List<Turn> turns = List.of(new Turn.Question("How bad is it?"));
    ModelAnswer answer =
        ask(RealOllama.CLERK, question(turns, List.of(), schema, 200, CONTEXT, null));
    assertThat(answer.cut()).isFalse();
    fits(answer);

    // it thinks freely before
    ModelAnswer thought =
        ask(RealOllama.THINKER, question(turns, List.of(), schema, 200, CONTEXT, null));
    assertThat(thought.thinking()).isEqualTo("Let me see");
    fits(thought);
  }

  private static void fits(ModelAnswer answer) throws IOException {
    JsonNode said = JSON.readTree(answer.text());
    assertThat(said.path("severity").asText()).isIn("low", "high");
    assertThat(said.path("urgent").isBoolean()).isTrue();
  }

  @Test
  void tool_is_called_and_its_result_goes_back() throws Exception {
    List<Turn> turns = new ArrayList<>(List.of(new Turn.Question("What is in the drawer?")));
    var heard = new Heard();
    ModelAnswer calls =
        ask(RealOllama.CLERK, question(turns, look(), null, null, CONTEXT, null), heard);
    assertThat(heard.parts).isEmpty();
    assertThat(calls.text()).isEmpty();
    assertThat(calls.calls()).hasSize(1);
    ToolCall call = calls.calls().get(0);
    assertThat(call.name()).isEqualTo("look");
    assertThat(JSON.readTree(call.arguments()))
        .isEqualTo(JSON.readTree("{\"what\":\"the drawer\"}"));
    assertThat(call.id()).startsWith("call_");

    turns.add(calls.turn());
    turns.add(new Turn.Result(call.id(), call.name(), "A pen"));
    ModelAnswer answer =
        ask(RealOllama.CLERK, question(turns, look(), null, null, CONTEXT, null), heard);
    assertThat(answer.text()).isEqualTo("The drawer was seen!");
    assertThat(answer.calls()).isEmpty();
    assertThat(answer.tokensIn()).isGreaterThan(calls.tokensIn());
  }

  @Test
  void model_that_cannot_call_tools_is_refused_by_name() throws Exception {
    List<Turn> turns = List.of(new Turn.Question("What is in the drawer?"));
    ModelQuestion offered = question(turns, look(), null, null, CONTEXT, null);
    ModelFailure failure = failure(RealOllama.TELLER, offered, AnswerListener.NOBODY);
    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("'teller' cannot call tools");
    ModelFailure other = failure(RealOllama.LETTERS, offered, AnswerListener.NOBODY);
    assertThat(other).hasMessageContaining("'letters' cannot call tools");
  }

  @Test
  void model_that_only_embeds_cannot_be_asked() {
    ModelFailure failure =
        failure(RealOllama.LETTERS, question("How is it?"), AnswerListener.NOBODY);
    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("it answered 400").hasMessageContaining("chat");
  }

  @Test
  void model_that_is_not_there_is_named() throws Exception {
    assertThat(models.trouble(List.of(RealOllama.CLERK, "teller:latest"))).isNull();
    assertThat(models.trouble(List.of(RealOllama.CLERK, "gone", "qwen3:8b")))
        .contains("it has no model 'gone'; ollama pull gone")
        .contains("it has no model 'qwen3:8b'; ollama pull qwen3:8b")
        .doesNotContain("'clerk'");
    for (ModelQuestion question :
        List.of(
            question("How is it?"),
            question(
                List.of(new Turn.Question("How is it?")), look(), null, null, CONTEXT, null))) {
      ModelFailure failure = failure("gone", question, AnswerListener.NOBODY);
      assertThat(failure.kind()).isEqualTo(Kind.MISSING);
      assertThat(failure).hasMessageContaining("ollama pull gone");
    }
  }

  @Test
  void list_tells_what_models_can_do_and_which_are_loaded() throws Exception {
    ask(RealOllama.CLERK, question("How is it?"));
    assertThat(listed(RealOllama.CLERK))
        .containsEntry("capabilities", List.of("completion", "tools"))
        .containsEntry("loaded", true)
        .containsEntry("context", (long) CONTEXT);
    assertThat((String) listed(RealOllama.CLERK).get("parameters")).endsWith("K");
    assertThat((long) listed(RealOllama.CLERK).get("size")).isGreaterThan(1_000_000);
    assertThat(listed(RealOllama.THINKER))
        .containsEntry("capabilities", List.of("completion", "thinking"));
    assertThat(listed(RealOllama.TELLER)).containsEntry("capabilities", List.of("completion"));
    assertThat(listed(RealOllama.LETTERS)).containsEntry("capabilities", List.of("embedding"));
  }

  @Test
  void model_stays_loaded_as_long_as_the_question_says() throws Exception {
    List<Turn> turns = List.of(new Turn.Question("How is it?"));
    ask(RealOllama.CLERK, question(turns, List.of(), null, null, CONTEXT, Duration.ofHours(2)));
    assertThat(expires())
        .isCloseTo(Instant.now().plus(Duration.ofHours(2)), within(5, ChronoUnit.MINUTES));

    ask(RealOllama.CLERK, question(turns, List.of(), null, null, CONTEXT, Duration.ofSeconds(-1)));
    assertThat(expires()).isAfter(Instant.now().plus(Duration.ofDays(365)));

    ask(RealOllama.CLERK, question(turns, List.of(), null, null, CONTEXT, Duration.ZERO));
    await().until(() -> !ollama.hasLoaded(RealOllama.CLERK));
    assertThat(listed(RealOllama.CLERK))
        .containsEntry("loaded", false)
        .doesNotContainKey("context");
  }

  private static Instant expires() throws IOException {
    for (JsonNode model : ollama.get("/api/ps").path("models")) {
      if (model.path("name").asText().equals(RealOllama.CLERK + ":latest")) {
        return OffsetDateTime.parse(model.path("expires_at").asText()).toInstant();
      }
    }
    throw new AssertionError("It is not loaded");
  }

  @Test
  void another_context_loads_the_model_anew() throws Exception {
    List<Turn> turns = List.of(new Turn.Question("How is it?"));
    ask(RealOllama.CLERK, question(turns, List.of(), null, null, 512, null));
    assertThat(listed(RealOllama.CLERK)).containsEntry("context", 512L);
    ask(RealOllama.CLERK, question(turns, List.of(), null, null, 768, null));
    assertThat(listed(RealOllama.CLERK)).containsEntry("context", 768L);
  }

  @Test
  void model_that_cannot_be_fetched_is_told_with_the_reason() {
    // a registry that nobody runs
    assertThatThrownBy(() -> shelf.pull("127.0.0.1:1/desk/gone:1b"))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("it cannot fetch '127.0.0.1:1/desk/gone:1b': pull model manifest");
  }

  @Test
  void texts_are_embedded_in_their_order() throws Exception {
    Embedder embedder = new OllamaEmbeddings(properties()).find("ollama:" + RealOllama.LETTERS);
    List<float[]> embedded = embedder.embed(List.of("tea", "eat", "sea"));
    assertThat(embedded).hasSize(3);
    assertThat(cosine(embedded.get(0), embedded.get(2))).isCloseTo(1, within(0.001));
    assertThat(cosine(embedded.get(0), embedded.get(1))).isLessThan(0.5);
    // a text that is too long loses its end
    assertThat(embedder.embed(List.of("word ".repeat(ScriptedModel.CONTEXT / 4)))).hasSize(1);
    assertThatThrownBy(
            () -> new OllamaEmbeddings(properties()).find("ollama:gone").embed(List.of("tea")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gone");
  }

  private static double cosine(float[] one, float[] other) {
    double product = 0;
    double ones = 0;
    double others = 0;
    for (int i = 0; i < one.length; i++) {
      product += one[i] * other[i];
      ones += one[i] * one[i];
      others += other[i] * other[i];
    }
    return product / Math.sqrt(ones * others);
  }

  @Test
  void answer_whose_model_dies_is_broken_and_the_next_one_comes() throws Exception {
    ModelFailure failure = failure(RealOllama.TELLER, endless(), once(ollama::killRunners));
    assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
    assertThat(failure.kind().passes()).isTrue();
    assertThat(failure).hasMessageContaining("'teller' broke off its answer");
    assertThat(ask(RealOllama.CLERK, question("How is it?")).text()).isEqualTo("It is fine.");
  }

  @Test
  void server_that_is_full_is_busy() throws Exception {
    int many = 4;
    ExecutorService pool = Executors.newFixedThreadPool(many);
    try {
      List<Future<Object>> others = new ArrayList<>();
      // as long as one model answers, nobody gets another one
      AnswerListener meanwhile =
          once(
              () -> {
                for (int i = 0; i < many; i++) {
                  others.add(pool.submit(RealOllamaTest::ended));
                }
              });
      assertThatThrownBy(
              () -> models.ask(RealOllama.TELLER, endless(), Duration.ofSeconds(3), meanwhile))
          .isInstanceOf(ModelFailure.class);
      List<Object> ends = new ArrayList<>();
      for (Future<Object> other : others) {
        ends.add(other.get());
      }
      assertThat(ends).contains(Kind.BUSY, "It is fine.");
    } finally {
      pool.shutdownNow();
    }
  }

  /** The answer, or the kind of failure. */
  private static Object ended() throws InterruptedException {
    try {
      return ask(RealOllama.CLERK, question("How is it?")).text();
    } catch (ModelFailure e) {
      return e.kind();
    }
  }

  @Test
  void server_that_dies_breaks_its_answer_and_is_away_until_it_is_back() throws Exception {
    try {
      ModelFailure broken = failure(RealOllama.TELLER, endless(), once(ollama::kill));
      assertThat(broken.kind()).isEqualTo(Kind.BROKEN);
      ModelFailure away = failure(RealOllama.CLERK, question("How is it?"), AnswerListener.NOBODY);
      assertThat(away.kind()).isEqualTo(Kind.AWAY);
      assertThat(away.kind().passes()).isTrue();
      assertThat(models.trouble(List.of(RealOllama.CLERK))).startsWith("Ollama at 127.0.0.1:");
    } finally {
      ollama.restart();
    }
    assertThat(models.trouble(List.of(RealOllama.CLERK))).isNull();
    assertThat(ask(RealOllama.CLERK, question("How is it?")).text()).isEqualTo("It is fine.");
  }
}
