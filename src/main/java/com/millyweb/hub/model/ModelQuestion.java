package com.millyweb.hub.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked. What is null is as the server has it.
 *
 * @param turns the conversation so far, which ends with a question or with results
 * @param tools what it may call; empty for none
 * @param schema the JSON Schema that the answer shall fit; null for text. A question with tools has
 *     none: a model that is held to a schema cannot call a tool
 * @param temperature 0 for the likeliest words
 * @param maxTokens of the answer
 * @param context how many tokens question and answer may have together
 * @param keepAlive how long the model stays loaded afterwards; negative for ever
 */
public record ModelQuestion(
    List<Turn> turns,
    List<OfferedTool> tools,
    @Nullable JsonNode schema,
    @Nullable Double temperature,
    @Nullable Integer maxTokens,
    @Nullable Integer context,
    @Nullable Duration keepAlive) {
  public ModelQuestion {
    turns = List.copyOf(turns);
    tools = List.copyOf(tools);
  }

  /** With what the configuration says of the model, where the question says nothing itself. */
  ModelQuestion to(ConfiguredModel model) {
    return new ModelQuestion(
        turns,
        tools,
        schema,
        temperature == null ? model.temperature() : temperature,
        maxTokens,
        model.context(),
        model.keepAlive());
  }
}
