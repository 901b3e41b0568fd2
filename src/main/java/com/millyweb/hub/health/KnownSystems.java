package com.millyweb.hub.health;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What is known of systems by their names: {@code health/systems.yaml}. */
final class KnownSystems {
  private static final Map<String, Known> ALL = read();

  private KnownSystems() {}

  /**
   * @param path where it says how it is
   * @param contains what stands in the answer when it is well; null for whatever
   * @param dependsOn systems without which it cannot be up, where they are watched
   */
  record Known(@Nullable String path, @Nullable String contains, List<String> dependsOn) {
    static final Known NOTHING = new Known(null, null, List.of());
  }

  /** With or without dashes: open-webui is openwebui. */
  static Known of(String name) {
    return ALL.getOrDefault(name.replaceAll("[-_]", ""), Known.NOTHING);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Known> read() {
    try (InputStream in = KnownSystems.class.getResourceAsStream("/health/systems.yaml")) {
      Map<String, Map<String, Object>> all =
          (Map<String, Map<String, Object>>)
              new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      return all.entrySet().stream()
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey,
                  entry ->
                      new Known(
                          (String) entry.getValue().get("path"),
                          (String) entry.getValue().get("contains"),
                          (List<String>) entry.getValue().getOrDefault("depends-on", List.of()))));
    } catch (IOException e) {
      throw new UncheckedIOException("health/systems.yaml cannot be read", e);
    }
  }
}
