package com.millyweb.hub.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Which models there are by the variables of a stack. */
class ModelPropertiesTest {
  private static ModelProperties of(String... variables) {
    Map<String, Object> all = new HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      all.put(variables[i], variables[i + 1]);
    }
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            "systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", all));
    return Binder.get(environment).bindOrCreate("hub", ModelProperties.class);
  }

  @Test
  void without_any_there_are_none() {
    assertThat(of().names()).isEmpty();
    assertThat(of("HUB_MODEL", " ").names()).isEmpty();
    // what is said of small is said of nothing
    assertThat(of("HUB_MODELS_SMALL_CONTEXT", "4096").names()).isEmpty();
  }

  @Test
  void one_is_chat_and_small() {
    ModelProperties one = of("HUB_MODEL", "ollama:qwen3:8b", "HUB_MODELS_CHAT_CONTEXT", "16384");
    assertThat(one.names()).containsExactly("chat", "small");
    assertThat(one.all().get("small").bare()).isEqualTo("qwen3:8b");
    assertThat(one.all().get("small").context()).isEqualTo(16384);
  }

  @Test
  void small_may_be_the_same_model_that_is_asked_otherwise() {
    ConfiguredModel small =
        of(
                "HUB_MODEL", "ollama:qwen3:8b",
                "HUB_MODELS_CHAT_PRICE_IN", "0.15",
                "HUB_MODELS_CHAT_PRICE_OUT", "0.60",
                "HUB_MODELS_SMALL_TEMPERATURE", "0",
                "HUB_MODELS_SMALL_KEEP_ALIVE", "10m",
                "HUB_MODELS_SMALL_FALLBACK", "cloud,chat",
                "HUB_MODELS_CLOUD_MODEL", "openai:gpt-4o-mini")
            .all()
            .get("small");
    assertThat(small.model()).isEqualTo("ollama:qwen3:8b");
    assertThat(small.temperature()).isZero();
    assertThat(small.keepAlive()).isEqualTo(Duration.ofMinutes(10));
    assertThat(small.fallback()).containsExactly("cloud", "chat");
    assertThat(small.prices())
        .isEqualTo(new Prices(new BigDecimal("0.15"), new BigDecimal("0.60")));
  }
}
