package com.millyweb.hub.workbench.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.Agents;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.model.LanguageModels;
import com.millyweb.hub.schema.ClosedSchema;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The paths of OpenAI's API. A turn holds the thread of its request. */
@RestController
@RequestMapping("/v1")
class OpenAiApi {
  /** What the ids of models begin with that are no agents. */
  static final String MODEL = "model:";

  /** What Open WebUI asks by itself is not worth a big one. */
  private static final String SMALL = "small";

  private static final int LARGEST = 4 << 20;
  private static final int MOST_AT_ONCE = 128;
  private static final int LONGEST_KEY = 512;

  private final Agents agents;
  private final LanguageModels models;
  private final AgentTalk talk;
  private final ModelTalk modelTalk;
  private final EmbeddingTalk embeddings;
  private final OpenWebUi openWebUi;
  private final ObjectMapper json;
  private final Semaphore free = new Semaphore(MOST_AT_ONCE);

  OpenAiApi(
      Agents agents,
      LanguageModels models,
      AgentTalk talk,
      ModelTalk modelTalk,
      EmbeddingTalk embeddings,
      OpenWebUi openWebUi,
      ObjectMapper json) {
    this.agents = agents;
    this.models = models;
    this.talk = talk;
    this.modelTalk = modelTalk;
    this.embeddings = embeddings;
    this.openWebUi = openWebUi;
    this.json = json;
  }

  @GetMapping("/models")
  @RequiresScope(Scope.viewer)
  void list(HttpServletResponse response) throws IOException {
    ObjectNode all = JsonNodeFactory.instance.objectNode().put("object", "list");
    ArrayNode data = all.putArray("data");
    for (AgentDefinition agent : agents.list()) {
      data.add(model(agent.name(), agent.description()));
    }
    for (String name : models.names()) {
      data.add(model(MODEL + name, models.facts(name).model()));
    }
    write(response, all);
  }

  @GetMapping("/models/{id}")
  @RequiresScope(Scope.viewer)
  void show(@PathVariable String id, HttpServletResponse response) throws IOException {
    String name = plain(id);
    if (name != null) {
      write(response, model(id, models.facts(name).model()));
      return;
    }
    AgentDefinition agent = agents.find(id).orElseThrow(() -> unknown(id));
    write(response, model(id, agent.description()));
  }

  @PostMapping("/chat/completions")
  @RequiresScope(Scope.operator)
  void chat(Caller caller, HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    answer(Asked.ofChat(body(request)), caller, request, response, ChatReply::new);
  }

  @PostMapping("/responses")
  @RequiresScope(Scope.operator)
  void respond(Caller caller, HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    answer(Asked.ofResponse(body(request)), caller, request, response, ResponseReply::new);
  }

  @PostMapping("/embeddings")
  @RequiresScope(Scope.operator)
  void embed(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    write(response, embeddings.answer(body(request)));
  }

  /** Makes the reply in the shape of its path. */
  private interface Shape {
    Reply reply(Asked asked, String id, HttpServletResponse response);
  }

  private void answer(
      Asked asked,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response,
      Shape shape)
      throws IOException, InterruptedException {
    if (!free.tryAcquire()) {
      throw Fault.tooMany(
          "%d answers are on their way already, which is the most".formatted(MOST_AT_ONCE),
          Duration.ofSeconds(1));
    }
    try {
      String model = plain(asked.model());
      if (model == null && agents.find(asked.model()).isEmpty()) {
        throw unknown(asked.model());
      }
      if (model == null && asked.isBackground()) {
        model = SMALL;
      }
      if (model != null) {
        requireModel(model);
        String id = UUID.randomUUID().toString().replace("-", "");
        modelTalk.answer(asked, model, shape.reply(asked, id, response));
        return;
      }
      if (asked.schema() != null) {
        throw Fault.invalid(
            "response_format", "An agent answers in text; ask model:<name> for JSON of a schema");
      }
      requireModel(agents.get(asked.model()).model());
      var from =
          new AgentTalk.From(
              caller,
              openWebUi.person(request, caller),
              header(request, "X-OpenWebUI-Chat-Id"),
              key(request));
      UUID id = talk.id(from);
      response.setHeader("X-Hub-Run", id.toString());
      talk.answer(asked, from, id, shape.reply(asked, id.toString().replace("-", ""), response));
    } finally {
      free.release();
    }
  }

  private void requireModel(String name) {
    if (!models.configured(name)) {
      throw Fault.unavailable(
          "model_unavailable",
          models.names().isEmpty()
              ? "No model is configured; set hub.model, such as HUB_MODEL=ollama:qwen3:8b"
              : "There is no model '%s' in hub.models, there are %s"
                  .formatted(name, String.join(", ", models.names())),
          null);
    }
  }

  /** The name of a model alone; null for an agent. */
  private @Nullable String plain(String id) {
    if (!id.startsWith(MODEL)) {
      return null;
    }
    String name = id.substring(MODEL.length());
    if (!models.configured(name)) {
      throw unknown(id);
    }
    return name;
  }

  private Fault unknown(String id) {
    String meant = Nearest.to(id, agents.list().stream().map(AgentDefinition::name).toList());
    return Fault.noModel(
        meant == null
            ? "There is no model '%s', see /v1/models".formatted(id)
            : "There is no model '%s', see /v1/models; did you mean '%s'?".formatted(id, meant));
  }

  private static @Nullable String key(HttpServletRequest request) {
    String key = header(request, "Idempotency-Key");
    return key == null ? header(request, "X-OpenWebUI-Message-Id") : key;
  }

  private static @Nullable String header(HttpServletRequest request, String name) {
    String value = request.getHeader(name);
    if (value == null || value.isBlank()) {
      return null;
    }
    if (value.length() > LONGEST_KEY) {
      throw Fault.invalid(null, "%s must have at most %d characters".formatted(name, LONGEST_KEY));
    }
    return value;
  }

  private JsonNode body(HttpServletRequest request) throws IOException {
    byte[] bytes = request.getInputStream().readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw Fault.of(
          HttpStatus.PAYLOAD_TOO_LARGE, "The body must have at most %d bytes".formatted(LARGEST));
    }
    try {
      JsonNode body = json.readTree(bytes);
      if (body == null || !body.isObject()) {
        throw Fault.invalid(null, "The body must be a JSON object");
      }
      return body;
    } catch (JsonProcessingException e) {
      throw Fault.invalid(null, "The body is not JSON" + ClosedSchema.place(e));
    }
  }

  private static ObjectNode model(String id, String description) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", id)
        .put("object", "model")
        .put("created", 0)
        .put("owned_by", "hub")
        .put("description", description);
  }

  private static void write(HttpServletResponse response, JsonNode body) throws IOException {
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.getOutputStream().write(body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
