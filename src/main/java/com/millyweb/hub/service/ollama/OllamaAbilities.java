package com.millyweb.hub.service.ollama;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.http.StreamedAnswer;
import com.millyweb.hub.http.StreamedHttp;
import com.millyweb.hub.http.StreamedHttp.Limits;
import com.millyweb.hub.model.ModelJson;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What models can do,
 * https://github.com/ollama/ollama/blob/main/docs/api.md#show-model-information. An older Ollama
 * does not say; then a model is asked, and says itself what it cannot.
 */
final class OllamaAbilities {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Limits LIMITS = new Limits(PATIENCE, PATIENCE, 8 << 20);

  /** By then a model may have been pulled again. */
  private static final Duration FRESH = Duration.ofMinutes(10);

  private final StreamedHttp http;
  private final URI url;
  private final LongSupplier nanos;
  private final Map<String, Told> told = new ConcurrentHashMap<>();

  /**
   * @param abilities empty where Ollama does not say
   */
  private record Told(List<String> abilities, long at) {}

  OllamaAbilities(StreamedHttp http, URI url, LongSupplier nanos) {
    this.http = http;
    this.url = url;
    this.nanos = nanos;
  }

  /** Whether Ollama says what the model can do, and this is not among it. */
  boolean lacks(String model, String ability) throws InterruptedException {
    List<String> abilities = of(model);
    return !abilities.isEmpty() && !abilities.contains(ability);
  }

  /** What Ollama says that the model can do, in its order; empty where it does not say. */
  List<String> of(String model) throws InterruptedException {
    Told known = told.get(model);
    if (known == null || nanos.getAsLong() - known.at() > FRESH.toNanos()) {
      known = look(model);
    }
    return known.abilities();
  }

  private Told look(String model) throws InterruptedException {
    List<String> abilities = new ArrayList<>();
    try (StreamedAnswer answer =
        http.send(
            HttpUrl.below(url, "/api/show"),
            Map.of(),
            ModelJson.MAPPER.writeValueAsBytes(Map.of("model", model)),
            LIMITS)) {
      String body = answer.rest();
      if (answer.status() == 200) {
        JsonNode capabilities = ModelJson.MAPPER.readTree(body).path("capabilities");
        capabilities.forEach(each -> abilities.add(each.asText()));
      }
    } catch (JsonProcessingException e) {
      // whoever answers there is asked for an answer next
    } catch (IOException e) {
      // away, which the question finds out
      return new Told(List.of(), nanos.getAsLong());
    }
    var now = new Told(List.copyOf(abilities), nanos.getAsLong());
    told.put(model, now);
    return now;
  }
}
