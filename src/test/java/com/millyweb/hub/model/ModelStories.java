package com.millyweb.hub.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.fake.FakeModels;
import com.millyweb.hub.fake.FakeOllama;
import com.millyweb.hub.fake.FakeOpenAi;
import com.millyweb.hub.model.ModelFailure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Models of both kinds of servers, and how the tests ask them. */
abstract class ModelStories {
  static final ObjectMapper JSON = new ObjectMapper();

  static @TempDir Path routes;
  static FakeOllama ollama;
  static FakeOpenAi openai;
  static ModelDesk desk;
  static LanguageModels models;

  @BeforeAll
  static void start() throws IOException {
    ollama = FakeOllama.with("qwen3:8b", "tight", "plain", "old");
    ollama.can("plain", "completion");
    openai = FakeOpenAi.start();
    Map<String, String> settings = new HashMap<>();
    settings.put("hub.ollama.url", ollama.url());
    settings.put("hub.ollama.concurrency", "16");
    settings.put("hub.openai.url", openai.url());
    settings.put("hub.openai.token", FakeOpenAi.TOKEN);
    settings.put("hub.model", "ollama:qwen3:8b");
    settings.put("hub.models.chat.fallback", "cloud");
    settings.put("hub.models.cloud.model", "openai:gpt-4o-mini");
    settings.put("hub.models.cloud.price-in", "0.15");
    settings.put("hub.models.cloud.price-out", "0.60");
    settings.put("hub.models.tight.model", "ollama:tight");
    settings.put("hub.models.tight.context", "512");
    settings.put("hub.models.plain.model", "ollama:plain");
    settings.put("hub.models.alone.model", "ollama:qwen3:8b");
    desk = ModelDesk.start(routes, settings);
    models = desk.hub().bean(LanguageModels.class);
  }

  @AfterAll
  static void stop() {
    desk.hub().close();
    ollama.close();
    openai.close();
  }

  @AfterEach
  void everything_was_scripted() {
    ollama.finish();
    openai.finish();
  }

  /** What a listener heard, in its order. */
  static class Heard implements AnswerListener {
    private final List<String> heard = new ArrayList<>();

    @Override
    public synchronized void text(String part) {
      heard.add(part);
    }

    @Override
    public synchronized void thinking(String part) {
      heard.add("(" + part + ")");
    }

    @Override
    public synchronized void again() {
      heard.add("again");
    }

    synchronized List<String> all() {
      return List.copyOf(heard);
    }
  }

  static FakeModels server(String model) {
    return model.equals("cloud") ? openai : ollama;
  }

  static ModelQuestion question(List<Turn> turns, String... tools) throws IOException {
    List<OfferedTool> offered = new ArrayList<>();
    for (String tool : tools) {
      offered.add(
          new OfferedTool(
              tool,
              "Tells the " + tool,
              JSON.readTree(
                  "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}")));
    }
    return new ModelQuestion(turns, offered, null, null, null, null, null);
  }

  static Answered ask(String model, ModelQuestion question, AnswerListener listener)
      throws ModelFailure, InterruptedException {
    return models.ask(model, question, Deadline.in(Duration.ofSeconds(20)), listener);
  }

  static Answered ask(String model, AnswerListener listener, String... tools) throws Exception {
    return ask(model, question(List.of(new Turn.Question("How is it?")), tools), listener);
  }

  static void fails(String model, Kind kind, String words, String... tools) {
    assertThatThrownBy(() -> ask(model, new Heard(), tools))
        .isInstanceOfSatisfying(
            ModelFailure.class, failure -> assertThat(failure.kind()).isEqualTo(kind))
        .hasMessageContaining(words);
  }
}
