package com.millyweb.hub.ingress;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The configured senders, checked at the start. */
@Component
final class Sources {
  /** Kinds that prove themselves like another one. */
  private static final Map<String, String> SCHEMES =
      Map.of("forgejo", "gitea", "home-assistant", "token", "n8n", "token", "uptime-kuma", "token");

  private static final String CATCHES_UP = "github";

  private final Map<String, Source> byName = new HashMap<>();

  Sources(IngressProperties properties, Kinds kinds, Map<String, Scheme> schemes, Clock clock) {
    properties
        .sources()
        .forEach(
            (name, source) -> {
              String kind = kind(name, source.verify(), kinds.names());
              Source ready = new Source(name, kind, source, clock);
              if (source.catchUp() != null && !kind.equals(CATCHES_UP)) {
                throw new IllegalArgumentException(
                    "%s.catch-up: only kind %s can be asked for what it sent, this one is %s"
                        .formatted(ready.configurationKey(), CATCHES_UP, kind));
              }
              Scheme scheme = schemes.get("verify." + SCHEMES.getOrDefault(kind, kind));
              if (scheme != null) {
                scheme.prepare(ready);
              }
              byName.put(name, ready);
            });
  }

  Collection<Source> all() {
    return byName.values();
  }

  boolean hasKind(String kind) {
    return byName.values().stream().anyMatch(source -> source.kind().equals(kind));
  }

  /**
   * @throws Refused when there is none
   */
  Source named(@Nullable String name) {
    Source source = name == null ? null : byName.get(name);
    if (source == null) {
      throw Refused.noSource();
    }
    return source;
  }

  boolean contains(String name) {
    return byName.containsKey(name);
  }

  private static String kind(String name, @Nullable String verify, Set<String> kinds) {
    String kind = verify == null ? name : verify;
    if (!kinds.contains(kind)) {
      throw new IllegalArgumentException(
          "%s.sources.%s.verify must be one of %s (the files of routes/ingress), was: %s"
              .formatted(
                  IngressProperties.PREFIX,
                  name,
                  kinds,
                  verify == null ? "not set" : "'" + verify + "'"));
    }
    return kind;
  }
}
