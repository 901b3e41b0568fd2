package com.millyweb.hub.ingress;

import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The route of a kind, read without Camel: sources are checked before any route is there.
 *
 * @param options as they stand beside {@code door:<kind>}
 * @param scheme the first bean {@code verify.…} that it calls
 */
record KindFile(Map<String, Object> options, @Nullable String scheme) {
  private static final String VERIFY = "verify.";

  /**
   * The route that starts at {@code door:<kind>}; null when there is none.
   *
   * @throws YamlEngineException when it is no YAML
   */
  static @Nullable KindFile read(String kind, String yaml) {
    Object document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    for (Object element : list(document)) {
      Map<?, ?> from = map(map(map(element).get("route")).get("from"));
      String[] uri = String.valueOf(from.get("uri")).split("\\?", 2);
      if (uri[0].equals(DoorEndpoint.SCHEME + ":" + kind)) {
        Map<String, Object> options = new HashMap<>(uri.length < 2 ? Map.of() : query(uri[1]));
        map(from.get("parameters"))
            .forEach((name, value) -> options.put(String.valueOf(name), value));
        return new KindFile(options, scheme(list(from.get("steps"))));
      }
    }
    return null;
  }

  private static Map<String, Object> query(String text) {
    try {
      return URISupport.parseQuery(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static @Nullable String scheme(List<?> steps) {
    for (Object step : steps) {
      String ref = String.valueOf(map(map(step).get("bean")).get("ref"));
      if (ref.startsWith(VERIFY)) {
        return ref;
      }
    }
    return null;
  }

  private static List<?> list(@Nullable Object node) {
    return node instanceof List<?> list ? list : List.of();
  }

  private static Map<?, ?> map(@Nullable Object node) {
    return node instanceof Map<?, ?> map ? map : Map.of();
  }
}
