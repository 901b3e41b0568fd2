package com.millyweb.hub.ingress;

import com.millyweb.hub.ingress.body.MediaTypes;
import com.millyweb.hub.ingress.verify.Scheme;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The configured senders, checked at the start. */
@Component
public final class Sources {
  /** Kinds that prove themselves like another one. */
  private static final Map<String, String> SCHEMES =
      Map.of(
          "forgejo", "gitea",
          "gogs", "gitea",
          "home-assistant", "token",
          "n8n", "token",
          "uptime-kuma", "token");

  /** Kinds that know a token which is all of the proof. */
  private static final Set<String> TOKENS =
      Set.of("bearer", "home-assistant", "n8n", "uptime-kuma");

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
              requireThatItCan(ready, kinds);
              Scheme scheme = schemes.get("verify." + SCHEMES.getOrDefault(kind, kind));
              if (scheme != null) {
                scheme.prepare(ready);
              }
              byName.put(name, ready);
            });
  }

  /** What a kind cannot do must not be believed to be done. */
  private static void requireThatItCan(Source source, Kinds kinds) {
    String kind = source.kind();
    if (source.hasTokenInQuery() && kinds.isBuiltIn(kind) && !TOKENS.contains(kind)) {
      throw new IllegalArgumentException(
          "%s.token-in-query: only the kinds %s know a token that can stand in a query, this one is %s"
              .formatted(source.configurationKey(), new TreeSet<>(TOKENS), kind));
    }
    if (source.takesAnyMethod()
        && kinds.isBuiltIn(kind)
        && !MediaTypes.GENERIC.contains(kind)
        && !kind.equals("uptime-kuma")) {
      throw new IllegalArgumentException(
          "%s.method: any is for the kinds %s and uptime-kuma, %s always sends POST"
              .formatted(source.configurationKey(), new TreeSet<>(MediaTypes.GENERIC), kind));
    }
  }

  public Collection<Source> all() {
    return byName.values();
  }

  public boolean hasKind(String kind) {
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
