package com.millyweb.hub.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.fake.Said;
import com.millyweb.hub.model.ModelFailure.Kind;
import com.millyweb.hub.route.RouteFiles;
import com.millyweb.hub.workbench.Http;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that call tools, and what the configuration says of them. */
class ModelToolsTest extends ModelStories {
  @ParameterizedTest
  @ValueSource(strings = {"alone", "cloud"})
  void calls_and_results_go_there_and_back_as_they_are(String model) throws Exception {
    String arguments = "{\"city\":\"Zürich \\\"West\\\"\",\"at\":1.10,\"n\":12345678901234567890}";
    server(model)
        .says(
            Said.nothing()
                .thinking("I must ", "look")
                .then("One moment.")
                .calls(new Said.Call("a1", "weather", arguments), new Said.Call("a2", "time", "{}"))
                .call("weather", "{\"city\":\"Bern\"}"));
    var heard = new Heard();
    var question = new Turn.Question("How is it in Zürich?");
    ModelAnswer first = ask(model, question(List.of(question), "weather", "time"), heard).answer();
    assertThat(heard.all()).containsExactly("(I must )", "(look)", "One moment.");
    assertThat(first.text()).isEqualTo("One moment.");
    assertThat(first.thinking()).isEqualTo("I must look");
    assertThat(first.calls()).extracting(ToolCall::id).containsExactly("a1", "a2", "call_weather");
    assertThat(first.calls())
        .extracting(ToolCall::name)
        .containsExactly("weather", "time", "weather");
    assertThat(JSON.readTree(first.calls().get(0).arguments())).isEqualTo(JSON.readTree(arguments));
    assertThat(server(model).question().at("/tools/1/type").asText()).isEqualTo("function");
    assertThat(server(model).question().at("/tools/0/function").toString())
        .isEqualTo(
            "{\"name\":\"weather\",\"description\":\"Tells the weather\",\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}");

    server(model).says(Said.text("It rains."));
    List<Turn> turns =
        List.of(
            new Turn.Instructions("You know the weather."),
            question,
            first.turn(),
            new Turn.Result("a1", "weather", "rain"),
            new Turn.Result("a2", "time", "noon"),
            new Turn.Result("call_weather", "weather", "sun"));
    assertThat(ask(model, question(turns, "weather", "time"), heard).answer().text())
        .isEqualTo("It rains.");
    JsonNode messages = server(model).question().path("messages");
    assertThat(messages)
        .extracting(message -> message.path("role").asText())
        .containsExactly("system", "user", "assistant", "tool", "tool", "tool");
    JsonNode reply = messages.path(2);
    assertThat(reply.path("content").asText()).isEqualTo("One moment.");
    assertThat(reply.at("/tool_calls/0/id").asText()).isEqualTo("a1");
    JsonNode sent = reply.at("/tool_calls/0/function/arguments");
    assertThat(messages.path(3).path("tool_call_id").asText()).isEqualTo("a1");
    assertThat(messages.path(3).path("content").asText()).isEqualTo("rain");
    if (model.equals("cloud")) {
      assertThat(sent.asText()).isEqualTo(arguments);
      assertThat(reply.at("/tool_calls/0/type").asText()).isEqualTo("function");
    } else {
      assertThat(sent.toString()).isEqualTo(arguments);
      assertThat(reply.path("thinking").asText()).isEqualTo("I must look");
      assertThat(messages.path(3).path("tool_name").asText()).isEqualTo("weather");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alone", "cloud"})
  void broken_arguments_are_told_as_they_are_and_sent_back_as_none(String model) throws Exception {
    server(model).says(Said.calling("weather", "{\"city\": "), Said.text("Sorry."));
    ModelAnswer first = ask(model, new Heard(), "weather").answer();
    assertThat(first.text()).isEmpty();
    assertThat(first.calls())
        .containsExactly(new ToolCall("call_weather", "weather", "{\"city\": "));
    ask(
        model,
        question(
            List.of(
                new Turn.Question("How is it?"),
                first.turn(),
                new Turn.Result("call_weather", "weather", "The arguments are no JSON"))),
        AnswerListener.NOBODY);
    JsonNode sent = server(model).question().at("/messages/1/tool_calls/0/function/arguments");
    assertThat(sent.isTextual() ? sent.asText() : sent.toString()).isEqualTo("{}");
  }

  @Test
  void calls_without_an_id_or_with_the_same_get_one() throws Exception {
    ollama.says(
        Said.nothing()
            .calls(
                new Said.Call("", "a", "{}"),
                new Said.Call("call_3", "b", "{}"),
                new Said.Call("call_3", "c", "{}")));
    assertThat(ask("alone", new Heard(), "a", "b", "c").answer().calls())
        .extracting(ToolCall::id)
        .containsExactly("call_1", "call_3", "call_4");
  }

  @Test
  void openai_call_without_index_or_stream_is_put_together() throws Exception {
    String[] pieces = {
      "{\"id\":\"x\",\"function\":{\"name\":\"a\",\"arguments\":\"{\"}}",
      "{\"function\":{\"arguments\":\"\\\"n\\\":1}\"}}",
      "{\"id\":\"y\",\"function\":{\"name\":\"b\",\"arguments\":\"\"}}",
      "{\"index\":0,\"id\":\"z\",\"function\":{\"name\":\"c\",\"arguments\":{\"m\":2}}}",
      "{\"index\":0,\"id\":\"w\",\"function\":{\"name\":\"d\",\"arguments\":\"{}\"}}"
    };
    Said said = Said.nothing();
    for (String piece : pieces) {
      said =
          said.raw(
              ": a comment\r\n\r\ndata:{\"choices\":[{\"delta\":{\"content\":null,\"tool_calls\":[%s]}}]}\r\n\r\n"
                  .formatted(piece));
    }
    openai.says(said);
    assertThat(ask("cloud", new Heard(), "a", "b", "c", "d").answer().calls())
        .containsExactly(
            new ToolCall("x", "a", "{\"n\":1}"),
            new ToolCall("y", "b", "{}"),
            new ToolCall("z", "c", "{\"m\":2}"),
            new ToolCall("w", "d", "{}"));

    openai.says(Said.nothing().thinking("Hm").call("a", "{\"n\":1}"));
    ModelAnswer whole = ask("cloud", AnswerListener.NOBODY, "a").answer();
    assertThat(openai.question().has("stream")).isFalse();
    assertThat(whole.calls()).containsExactly(new ToolCall("call_a", "a", "{\"n\":1}"));
    assertThat(whole.thinking()).isEqualTo("Hm");
  }

  @Test
  void model_that_cannot_call_tools_is_not_offered_any() throws Exception {
    fails("plain", Kind.REFUSED, "'plain' cannot call tools; choose a model", "weather");
    assertThat(ollama.asked()).isEmpty();
    int shown = ollama.shown();
    fails("plain", Kind.REFUSED, "'plain' cannot call tools", "weather");
    assertThat(ollama.shown()).isEqualTo(shown);
    ollama.says("I can talk.");
    assertThat(ask("plain", new Heard()).answer().text()).isEqualTo("I can talk.");
  }

  @Test
  void schema_waits_until_no_tools_are_offered() throws Exception {
    JsonNode schema = JSON.readTree("{\"type\":\"object\"}");
    ModelQuestion both = question(List.of(new Turn.Question("Well?")), "weather");
    both = new ModelQuestion(both.turns(), both.tools(), schema, null, null, null, null);
    ollama.says(Said.calling("weather", "{}"));
    ask("alone", both, AnswerListener.NOBODY);
    assertThat(ollama.question().has("format")).isFalse();
    assertThat(ollama.question().path("truncate").asBoolean(true)).isFalse();
  }

  @Test
  void question_that_has_no_room_is_refused_and_one_whose_beginning_was_forgotten_is_cut()
      throws Exception {
    ollama.says("never");
    ModelQuestion long600 = question(List.of(new Turn.Question("word ".repeat(600))), "weather");
    assertThatThrownBy(() -> ask("tight", long600, new Heard()))
        .hasMessageContaining("exceeds the available context size")
        .isInstanceOfSatisfying(
            ModelFailure.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.TOO_LONG));

    String done =
        "{\"message\":{\"content\":\"x\"},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":%d,\"eval_count\":%d}\n";
    ollama.says(Said.nothing().raw(done.formatted(500, 20)).endsEarly());
    assertThat(ask("tight", new Heard()).answer().cut()).isTrue();
    ollama.says(Said.nothing().raw(done.formatted(600, 1)).endsEarly());
    fails("tight", Kind.TOO_LONG, "it counts 600 tokens, and 512 have room");
    // what was in the cache is not counted by some versions
    ollama.says(Said.nothing().raw(done.formatted(1, 1)).endsEarly());
    assertThat(ask("tight", new Heard()).answer().cut()).isFalse();
  }

  @Test
  void facts_are_what_the_configuration_says_and_answers_cost_by_them() throws Exception {
    assertThat(models.names()).containsExactly("alone", "chat", "cloud", "plain", "small", "tight");
    assertThat(models.configured("tight")).isTrue();
    assertThat(models.configured("ollama:tight")).isFalse();
    assertThat(models.facts("tight")).isEqualTo(new ModelFacts("ollama:tight", 512, null, null));
    assertThat(models.facts("chat").window()).isEqualTo(ModelFacts.USUAL_WINDOW);
    assertThat(models.facts("cloud").priceOut()).isEqualByComparingTo("0.60");
    assertThatThrownBy(() -> models.facts("tigh")).hasMessageContaining("did you mean 'tight'?");

    openai.says("Yes");
    Answered answered = ask("cloud", AnswerListener.NOBODY);
    // 21 tokens in, 7 out
    assertThat(answered.cost()).isEqualByComparingTo(new BigDecimal("0.00000735"));
    assertThat(answered.first()).isNull();
    ollama.says("Yes");
    assertThat(ask("alone", new Heard()).cost()).isNull();
    assertThat(desk.metrics())
        .contains("hub_model_cost_total{model=\"openai:gpt-4o-mini\"}")
        .contains("hub_model_first_seconds_count{model=\"ollama:qwen3:8b\"}");
  }

  @Test
  void shipped_tools_tell_which_models_there_are_and_fetch_one() throws Exception {
    Path file = routes.resolve("tool/models.camel.yaml");
    Files.createDirectories(file.getParent());
    Files.copy(Path.of("routes/tool/models.camel.yaml"), file);
    desk.hub().bean(RouteFiles.class).rescan();
    ollama.loads("tight", 512);
    assertThat(tool("models-pull", "{\"model\":\"gemma3:4b\"}"))
        .contains("\"name\":\"gemma3:4b\"", "\"bytes\":1000");
    assertThat(tool("models-list", "{}"))
        .contains("\"name\":\"gemma3:4b\"", "\"capabilities\":[\"completion\",\"tools\"]")
        .contains("\"loaded\":true,\"context\":512");
    assertThat(tool("models-list", "{}")).contains("\"capabilities\":[\"completion\"]");
    ollama.listsNoAbilities();
    assertThat(tool("models-list", "{}"))
        .contains("\"name\":\"tight:latest\"", "\"capabilities\":[\"completion\",\"tools\"]")
        .contains("\"capabilities\":[\"completion\"]");
    assertThat(tool("models-pull", "{\"model\":\"no-such:1b\"}"))
        .contains("it cannot fetch 'no-such:1b': pull model manifest: file does not exist");
    assertThat(tool("models-pull", "{\"model\":\"a b\"}")).contains("as ollama pull takes it");
  }

  private static String tool(String name, String arguments) {
    return Http.asAdmin(desk.hub())
        .post("/api/tools/" + name, "{\"arguments\":%s}".formatted(arguments))
        .body();
  }

  @Test
  void many_are_answered_at_once_by_what_they_ask() throws Exception {
    ollama.answering(asked -> Said.text("You said " + asked.at("/messages/0/content").asText()));
    List<Thread> threads = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String word = "w" + i;
      threads.add(
          new Thread(
              () -> {
                try {
                  String text =
                      ask("alone", question(List.of(new Turn.Question(word))), new Heard())
                          .answer()
                          .text();
                  if (!text.equals("You said " + word)) {
                    throw new IllegalStateException(text);
                  }
                } catch (Exception e) {
                  synchronized (wrong) {
                    wrong.add(e.toString());
                  }
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).isEmpty();
    assertThat(ollama.asked()).hasSize(200);
  }
}
