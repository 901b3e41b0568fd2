package com.millyweb.hub.model;

import com.millyweb.hub.config.Nearest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The models that flows may ask.
 *
 * @param model {@code ollama:<model>} of hub.ollama.url or {@code openai:<model>} of
 *     hub.openai.url, for the role chat; none unless it is given
 * @param models others by their names, and more about {@code chat} and {@code small}. Small is what
 *     chat is unless it says otherwise
 */
@ConfigurationProperties("hub")
public record ModelProperties(@Nullable String model, @DefaultValue Map<String, Named> models) {
  static final String CHAT = "chat";
  static final String SMALL = "small";

  /** What to set where there is none at all. */
  public static final String NONE =
      "no model is configured; set hub.model, such as HUB_MODEL=ollama:qwen3:8b";

  private static final int LEAST_CONTEXT = 512;
  private static final double HOTTEST = 2;

  /**
   * @param model {@code ollama:<model>} or {@code openai:<model>}; chat and small may go without
   * @param context how many tokens question and answer may have together, sent to Ollama as
   *     num_ctx; what the server has by default unless it is given. At least 512
   * @param temperature 0 to 2, for steps that do not say it
   * @param keepAlive how long Ollama keeps it loaded after an answer; as the server has it unless
   *     it is given, -1s for ever
   * @param fallback names of models that are asked when it cannot answer, in this order
   * @param priceIn what a million tokens of questions cost, in whatever money; with priceOut or not
   *     at all
   * @param priceOut what a million tokens of answers cost
   */
  record Named(
      @Nullable String model,
      @Nullable Integer context,
      @Nullable Double temperature,
      @Nullable Duration keepAlive,
      @DefaultValue List<String> fallback,
      @Nullable BigDecimal priceIn,
      @Nullable BigDecimal priceOut) {
    static final Named NOTHING = new Named(null, null, null, null, List.of(), null, null);

    /** Null where none are given. */
    @Nullable Prices prices() {
      return priceIn == null || priceOut == null ? null : new Prices(priceIn, priceOut);
    }
  }

  public ModelProperties {
    if (model != null && !model.isBlank()) {
      requireModel("hub.model", model);
    }
    models.forEach(ModelProperties::require);
    Set<String> names = all(model, models).keySet();
    models.forEach(
        (name, named) -> {
          for (String other : named.fallback()) {
            if (!names.contains(other)) {
              String meant = Nearest.to(other, names);
              throw new IllegalArgumentException(
                  "hub.models.%s.fallback must name models of the configuration, which has %s, was: '%s'%s"
                      .formatted(
                          name,
                          names,
                          other,
                          meant == null ? "" : "; did you mean '%s'?".formatted(meant)));
            }
          }
        });
  }

  /** What a {@code model:} step may name; empty where nothing is configured. */
  public Set<String> names() {
    return new TreeSet<>(all().keySet());
  }

  Map<String, ConfiguredModel> all() {
    return all(model, models);
  }

  private static Map<String, ConfiguredModel> all(
      @Nullable String chat, Map<String, Named> models) {
    Map<String, ConfiguredModel> all = new TreeMap<>();
    models.forEach((name, named) -> put(all, name, named.model(), named));
    put(all, CHAT, chat, models.getOrDefault(CHAT, Named.NOTHING));
    ConfiguredModel like = all.get(CHAT);
    if (like != null && !all.containsKey(SMALL)) {
      Named small = models.get(SMALL);
      all.put(
          SMALL,
          small == null
              ? new ConfiguredModel(
                  SMALL,
                  like.model(),
                  like.context(),
                  like.temperature(),
                  like.keepAlive(),
                  like.fallback(),
                  like.prices())
              : configured(SMALL, like.model(), small, like.prices()));
    }
    return all;
  }

  private static void put(
      Map<String, ConfiguredModel> all, String name, @Nullable String model, Named named) {
    if (model != null && !model.isBlank()) {
      all.putIfAbsent(name, configured(name, model, named, null));
    }
  }

  /**
   * @param prices unless it has its own
   */
  private static ConfiguredModel configured(
      String name, String model, Named named, @Nullable Prices prices) {
    Prices own = named.prices();
    return new ConfiguredModel(
        name,
        model.strip(),
        named.context(),
        named.temperature(),
        named.keepAlive(),
        named.fallback(),
        own == null ? prices : own);
  }

  private static void require(String name, Named named) {
    String key = "hub.models." + name;
    if (!name.matches("[A-Za-z0-9_-]+")) {
      throw new IllegalArgumentException(
          "%s: the name of a model must be letters, digits, '-' and '_'".formatted(key));
    }
    boolean role = name.equals(CHAT) || name.equals(SMALL);
    if (named.model() != null && !named.model().isBlank()) {
      requireModel(key + ".model", named.model());
    } else if (!role) {
      throw new IllegalArgumentException(
          "%s.model must say which model it is, such as ollama:qwen3:8b".formatted(key));
    }
    if (named.context() != null && named.context() < LEAST_CONTEXT) {
      throw new IllegalArgumentException(
          "%s.context must be at least %d, was: %d".formatted(key, LEAST_CONTEXT, named.context()));
    }
    Double temperature = named.temperature();
    if (temperature != null && !(temperature >= 0 && temperature <= HOTTEST)) {
      throw new IllegalArgumentException(
          "%s.temperature must be 0 to 2, was: %s".formatted(key, temperature));
    }
    requirePrice(key + ".price-in", named.priceIn(), named.priceOut());
    requirePrice(key + ".price-out", named.priceOut(), named.priceIn());
  }

  private static void requirePrice(
      String key, @Nullable BigDecimal price, @Nullable BigDecimal other) {
    if (price == null && other != null) {
      throw new IllegalArgumentException(
          "%s must be given as well; 0 where it costs nothing".formatted(key));
    }
    if (price != null && price.signum() < 0) {
      throw new IllegalArgumentException("%s must be at least 0, was: %s".formatted(key, price));
    }
  }

  private static void requireModel(String key, String model) {
    if (!model.strip().matches("(ollama|openai):\\S+")) {
      throw new IllegalArgumentException(
          "%s must be ollama:<model> or openai:<model>, was: '%s'".formatted(key, model));
    }
  }
}
