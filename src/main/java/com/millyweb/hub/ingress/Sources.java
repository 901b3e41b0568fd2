package com.millyweb.hub.ingress;

import com.millyweb.hub.ingress.verify.Scheme;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The configured senders, checked at the start. */
@Component
public final class Sources {
  private final Map<String, Source> byName = new HashMap<>();

  Sources(IngressProperties properties, Kinds kinds, Map<String, Scheme> schemes, Clock clock) {
    properties
        .sources()
        .forEach(
            (name, source) -> {
              Kind kind = kind(name, source.verify(), kinds);
              Source ready = new Source(name, kind, source, clock);
              requireThatItCan(ready, kinds);
              Scheme scheme = kind.scheme() == null ? null : schemes.get(kind.scheme());
              if (scheme != null) {
                scheme.prepare(ready);
              }
              byName.put(name, ready);
            });
  }

  /** What a kind cannot do must not be believed to be done. */
  private static void requireThatItCan(Source source, Kinds kinds) {
    if (source.hasTokenInQuery()) {
      require(source, kinds, "token-in-query", "tokenInQuery", KindOptions::tokenInQuery);
    }
    if (source.takesAnyMethod()) {
      require(source, kinds, "method: any", "anyMethod", KindOptions::anyMethod);
    }
    if (source.properties().catchUp() != null) {
      require(source, kinds, "catch-up", "catchUp", KindOptions::catchUp);
    }
  }

  private static void require(
      Source source, Kinds kinds, String key, String option, Predicate<KindOptions> can) {
    if (!can.test(source.options())) {
      throw new IllegalArgumentException(
          "%s.%s is for the kinds %s, whose files say %s: true; this one is %s"
              .formatted(
                  source.configurationKey(), key, kinds.thatCan(can), option, source.kind()));
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

  /** Whether a door waits for what the flows of this sender's events return. */
  boolean responds(String name) {
    Source source = byName.get(name);
    return source != null && source.properties().respond();
  }

  private static Kind kind(String name, @Nullable String verify, Kinds kinds) {
    Kind kind = kinds.named(verify == null ? name : verify);
    if (kind != null) {
      return kind;
    }
    String key = "%s.sources.%s.verify".formatted(IngressProperties.PREFIX, name);
    if (verify != null) {
      throw new IllegalArgumentException(
          "%s must be one of %s (the files of routes/ingress), was: '%s'"
              .formatted(key, kinds.names(), verify));
    }
    String variable = "HUB_INGRESS_SOURCES_%s_VERIFY".formatted(name.toUpperCase(Locale.ROOT));
    throw new IllegalArgumentException(
        "%s.sources.%s: '%s' is no kind; set %s to one of %s"
            .formatted(
                IngressProperties.PREFIX,
                name,
                name,
                name.matches("[a-z0-9]+") ? variable : key,
                kinds.names()));
  }
}
