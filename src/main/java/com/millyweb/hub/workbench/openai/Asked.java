package com.millyweb.hub.workbench.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.millyweb.hub.agent.NewRun;
import com.millyweb.hub.model.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks.
 *
 * <p>The messages that it sends are the history, and the last one is the task. An agent has its own
 * prompt, which no client replaces: what a client gives as system message stands with the task, as
 * its circumstances.
 *
 * @param model an agent, or {@code model:<name>} for a model alone
 * @param context the client's system messages
 * @param history what was said before, in order
 * @param schema that the answer of a model alone shall fit; null for text
 * @param maxTokens of a model alone
 */
record Asked(
    String model,
    List<String> context,
    List<NewRun.Said> history,
    String task,
    boolean stream,
    boolean usage,
    @Nullable Double temperature,
    @Nullable Integer maxTokens,
    @Nullable JsonNode schema) {
  private static final int LONGEST_TASK = 256 * 1024;

  /** How Open WebUI begins what it asks by itself: for titles, tags, follow-ups. */
  private static final String BACKGROUND = "### Task:";

  /** How the hub shows tools in a stream; a client sends it back as part of the answer. */
  private static final Pattern TOOLS =
      Pattern.compile("<details type=\"tool_calls\".*?</details>\\s*", Pattern.DOTALL);

  private static final Set<String> TEXTS = Set.of("text", "input_text", "output_text", "refusal");

  boolean isBackground() {
    return task.startsWith(BACKGROUND);
  }

  /** The task with its circumstances. */
  String wholeTask() {
    return context.isEmpty()
        ? task
        : "The client that asks says of itself:\n\n%s\n\nIt asks:\n\n%s"
            .formatted(String.join("\n\n", context), task);
  }

  /** As a model alone is asked. */
  List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    if (!context.isEmpty()) {
      turns.add(new Turn.Instructions(String.join("\n\n", context)));
    }
    for (NewRun.Said said : history) {
      turns.add(
          said.role().equals("assistant")
              ? new Turn.Reply(said.text())
              : new Turn.Question(said.text()));
    }
    turns.add(new Turn.Question(task));
    return turns;
  }

  /** Reads a body of {@code /v1/chat/completions}. */
  static Asked ofChat(JsonNode body) {
    refuseTools(body);
    JsonNode messages = body.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      throw Fault.invalid("messages", "'messages' must be a list with at least one message");
    }
    if (body.path("n").asInt(1) != 1) {
      throw Fault.invalid("n", "'n' must be 1: there is one answer");
    }
    JsonNode limit =
        body.has("max_completion_tokens")
            ? body.path("max_completion_tokens")
            : body.path("max_tokens");
    return of(
        body,
        messages,
        List.of(),
        body.at("/stream_options/include_usage").asBoolean(false),
        limit,
        schema(body.path("response_format"), "/json_schema/schema"));
  }

  /** Reads a body of {@code /v1/responses}. */
  static Asked ofResponse(JsonNode body) {
    refuseTools(body);
    if (body.hasNonNull("previous_response_id") || body.hasNonNull("conversation")) {
      throw Fault.invalid(
          "previous_response_id", "Answers are not kept here: send the messages before as 'input'");
    }
    JsonNode input = body.path("input");
    JsonNode messages = input;
    if (input.isTextual()) {
      ArrayNode one = JsonNodeFactory.instance.arrayNode();
      one.addObject().put("role", "user").set("content", input);
      messages = one;
    }
    if (!messages.isArray() || messages.isEmpty()) {
      throw Fault.invalid("input", "'input' must be a text, or a list of messages");
    }
    String instructions = body.path("instructions").asText("");
    return of(
        body,
        messages,
        instructions.isBlank() ? List.of() : List.of(instructions),
        true,
        body.path("max_output_tokens"),
        schema(body.at("/text/format"), "/schema"));
  }

  private static @Nullable JsonNode schema(JsonNode format, String where) {
    return switch (format.path("type").asText("text")) {
      case "json_schema" -> format.at(where);
      case "json_object" -> JsonNodeFactory.instance.objectNode().put("type", "object");
      default -> null;
    };
  }

  private static void refuseTools(JsonNode body) {
    for (String name : List.of("tools", "functions")) {
      if (!body.path(name).isEmpty()) {
        throw Fault.invalid(
            name, "'%s' must be empty: the hub's agents call the hub's own tools".formatted(name));
      }
    }
  }

  private static Asked of(
      JsonNode body,
      JsonNode messages,
      List<String> instructions,
      boolean usage,
      JsonNode limit,
      @Nullable JsonNode schema) {
    String model = body.path("model").asText("");
    if (model.isBlank()) {
      throw Fault.invalid("model", "'model' must name an agent or a model, see /v1/models");
    }
    List<String> context = new ArrayList<>(instructions);
    List<NewRun.Said> history = new ArrayList<>();
    int n = 0;
    for (JsonNode message : messages) {
      String role = message.path("role").asText("");
      String text = text(message.path("content"), "messages[%d].content".formatted(n++));
      switch (role) {
        case "system", "developer" -> context.add(text);
        case "user" -> history.add(new NewRun.Said(role, text));
        case "assistant" -> {
          String said = TOOLS.matcher(text).replaceAll("").strip();
          if (!said.isEmpty()) {
            history.add(new NewRun.Said(role, said));
          }
        }
        default ->
            throw Fault.invalid(
                "messages",
                "The role of a message must be system, developer, user or assistant, was: '%s'"
                    .formatted(role));
      }
    }
    if (history.isEmpty() || !history.get(history.size() - 1).role().equals("user")) {
      throw Fault.invalid("messages", "The last message must be of the user");
    }
    String task = history.remove(history.size() - 1).text().strip();
    context.removeIf(String::isBlank);
    if (task.isEmpty() || task.length() > LONGEST_TASK) {
      throw Fault.invalid(
          "messages",
          "The last message must have 1 to %,d characters, had %,d"
              .formatted(LONGEST_TASK, task.length()));
    }
    JsonNode temperature = body.path("temperature");
    return new Asked(
        model,
        List.copyOf(context),
        List.copyOf(history),
        task,
        body.path("stream").asBoolean(false),
        usage,
        temperature.isNumber() ? temperature.asDouble() : null,
        limit.canConvertToInt() && limit.asInt() > 0 ? limit.asInt() : null,
        schema);
  }

  private static String text(JsonNode content, String where) {
    if (content.isTextual()) {
      return content.asText();
    }
    if (content.isNull() || content.isMissingNode()) {
      return "";
    }
    if (!content.isArray()) {
      throw Fault.invalid("messages", "%s must be a text or a list of parts".formatted(where));
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode part : content) {
      String type = part.path("type").asText("");
      if (!TEXTS.contains(type)) {
        throw Fault.invalid(
            "messages",
            "unsupported_content",
            "%s has a part of the type '%s'; the hub takes text only".formatted(where, type));
      }
      texts.add(part.path("text").asText(""));
    }
    return String.join("\n", texts);
  }
}
