package com.millyweb.hub.service.ollama;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.http.StreamedAnswer;
import com.millyweb.hub.http.StreamedHttp;
import com.millyweb.hub.http.StreamedHttp.Limits;
import com.millyweb.hub.model.ModelJson;
import com.millyweb.hub.text.Truncate;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The models that Ollama has,
 * https://github.com/ollama/ollama/blob/main/docs/api.md#list-local-models, and those that it
 * fetches.
 */
@RouteBean
@Component("ollama")
public final class OllamaShelf {
  private static final Logger log = LoggerFactory.getLogger(OllamaShelf.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}");
  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final Limits LOOK = new Limits(SHORT, SHORT, 4 << 20);

  /** It says nothing while it verifies what it fetched, and that may be 100 GB. */
  private static final Limits PULL =
      new Limits(Duration.ofMinutes(58), Duration.ofMinutes(10), 256L << 20);

  private static final int MOST_SAID = 300;

  private final OllamaProperties properties;
  private final OllamaRefusals refusals;
  private final StreamedHttp http = new StreamedHttp();
  private final OllamaAbilities abilities;

  OllamaShelf(OllamaProperties properties) {
    this.properties = properties;
    this.refusals = new OllamaRefusals(properties.address());
    this.abilities = new OllamaAbilities(http, properties.address(), System::nanoTime);
  }

  /**
   * The models that are there, each with {@code name}, {@code size} in bytes, {@code parameters},
   * {@code quantization}, {@code capabilities} and whether it is {@code loaded}; those that are
   * tell their {@code context} in tokens.
   */
  public List<Map<String, Object>> list() throws IOException, InterruptedException {
    Map<String, JsonNode> loaded = new HashMap<>();
    get("/api/ps").path("models").forEach(model -> loaded.put(model.path("name").asText(), model));
    List<Map<String, Object>> models = new ArrayList<>();
    for (JsonNode model : get("/api/tags").path("models")) {
      String name = model.path("name").asText();
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("name", name);
      told.put("size", model.path("size").asLong());
      told.put("parameters", model.at("/details/parameter_size").asText(""));
      told.put("quantization", model.at("/details/quantization_level").asText(""));
      told.put("capabilities", capabilities(name, model));
      JsonNode runs = loaded.get(name);
      told.put("loaded", runs != null);
      if (runs != null && runs.path("context_length").isNumber()) {
        told.put("context", runs.path("context_length").asLong());
      }
      models.add(told);
    }
    return models;
  }

  /** Most versions say it of a single model only. */
  private List<String> capabilities(String name, JsonNode listed) throws InterruptedException {
    if (!listed.has("capabilities")) {
      return abilities.of(name);
    }
    List<String> capabilities = new ArrayList<>();
    listed.path("capabilities").forEach(each -> capabilities.add(each.asText()));
    return capabilities;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    try (StreamedAnswer answer =
        http.send(HttpUrl.below(properties.address(), path), Map.of(), null, LOOK)) {
      if (answer.status() != 200) {
        throw new IOException("it answered %d to GET %s".formatted(answer.status(), path));
      }
      return ModelJson.MAPPER.readTree(answer.rest());
    } catch (IOException e) {
      throw new IOException(refusals.at() + e.getMessage(), e);
    }
  }

  /**
   * Fetches a model, or what is new of it; the log tells how far that is.
   *
   * @return its {@code name}, and the {@code bytes} that it has
   * @throws PermanentFailure when its name is none, or Ollama cannot fetch it
   */
  public Map<String, Object> pull(String model) throws IOException, InterruptedException {
    if (!NAME.matcher(model).matches()) {
      throw new PermanentFailure(
          "A model's name must be as ollama pull takes it, such as qwen3:8b, was: '%s'"
              .formatted(Truncate.line(model, MOST_SAID)),
          null);
    }
    try (StreamedAnswer answer =
        http.send(
            HttpUrl.below(properties.address(), "/api/pull"),
            Map.of(),
            ModelJson.MAPPER.writeValueAsBytes(Map.of("model", model, "stream", true)),
            PULL)) {
      if (answer.status() != 200) {
        throw unable(model, error(answer.rest()));
      }
      return pulled(model, answer);
    } catch (IOException e) {
      throw new IOException(refusals.at() + e.getMessage(), e);
    }
  }

  private Map<String, Object> pulled(String model, StreamedAnswer answer)
      throws IOException, InterruptedException {
    Map<String, Long> layers = new HashMap<>();
    String before = "";
    for (String line = answer.line(); line != null; line = answer.line()) {
      JsonNode said = ModelJson.MAPPER.readTree(line);
      if (said.has("error")) {
        throw unable(model, said.path("error").asText());
      }
      String status = said.path("status").asText();
      if (said.has("digest")) {
        layers.put(said.path("digest").asText(), said.path("total").asLong());
      }
      if (!status.equals(before)) {
        log.info("{} of Ollama: {}", model, Truncate.line(status, MOST_SAID));
        before = status;
      }
      if (status.equals("success")) {
        long bytes = layers.values().stream().mapToLong(Long::longValue).sum();
        return Map.of("name", model, "bytes", bytes);
      }
    }
    throw new IOException("the answer ended before '%s' was there".formatted(model));
  }

  private PermanentFailure unable(String model, String why) {
    return new PermanentFailure(
        refusals.at() + "it cannot fetch '%s': %s".formatted(model, Truncate.line(why, MOST_SAID)),
        null);
  }

  private static String error(String body) {
    try {
      return ModelJson.MAPPER.readTree(body).path("error").asText(body);
    } catch (JsonProcessingException e) {
      return body;
    }
  }
}
