package com.millyweb.hub.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub without models, and settings that name none. */
class NoModelTest {
  private @TempDir Path routes;

  @Test
  void flow_that_asks_is_taken_with_a_word_on_what_to_set() throws IOException {
    ModelDesk desk = ModelDesk.start(routes, Map.of());
    try (HubFixture hub = desk.hub()) {
      assertThat(desk.flow("lonely", "small", "prompt: Tell me"))
          .singleElement()
          .asString()
          .contains(
              "warning", "no model is configured; set hub.model", "HUB_MODEL=ollama:qwen3:8b");
      assertThat(desk.dead(desk.send("lonely", "{}")))
          .contains("There is no model 'small': no model is configured; set hub.model");
      assertThat(Http.asAdmin(hub).get("/health/models").status()).isEqualTo(404);
    }
  }

  @Test
  void settings_that_do_not_fit_stop_the_start() {
    refuses("must be ollama:<model> or openai:<model>, was: 'qwen3'", "hub.model", "qwen3");
    refuses("ollama:<model> or openai:<model>, was: 'olama:a'", "hub.models.big.model", "olama:a");
    refuses("did you mean 'chat'?", "hub.model", "ollama:a", "hub.models.small.fallback", "chatt");
    refuses("hub.models.big.model must say which model it is", "hub.models.big.context", "4096");
    refuses(
        "hub.models.small.temperature must be 0 to 2, was: 5.0",
        "hub.model",
        "ollama:a",
        "hub.models.small.temperature",
        "5");
    refuses(
        "hub.models.small.price-out must be given as well; 0 where it costs nothing",
        "hub.model",
        "ollama:a",
        "hub.models.small.price-in",
        "1");
    refuses("hub.ollama.concurrency must be 1 to 512, was: 0", "hub.ollama.concurrency", "0");
  }

  private void refuses(String message, String... settings) {
    Map<String, String> all =
        settings.length == 2
            ? Map.of(settings[0], settings[1])
            : Map.of(settings[0], settings[1], settings[2], settings[3]);
    assertThatThrownBy(() -> HubFixture.start(routes, all).close())
        .rootCause()
        .hasMessageContaining(message);
  }
}
