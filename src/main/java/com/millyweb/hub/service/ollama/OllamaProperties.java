package com.millyweb.hub.service.ollama;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The Ollama server whose models the hub uses where the configuration names one.
 *
 * @param url {@code http(s)://host:port}; its default is {@code http://127.0.0.1:11434}
 */
@ConfigurationProperties("hub.ollama")
record OllamaProperties(@Nullable URI url) {
  private static final URI DEFAULT = URI.create("http://127.0.0.1:11434");

  OllamaProperties {
    if (url != null
        && (url.getHost() == null
            || !("http".equals(url.getScheme()) || "https".equals(url.getScheme())))) {
      throw new IllegalArgumentException(
          "hub.ollama.url must be http(s)://host[:port], was: '%s'".formatted(url));
    }
  }

  /** Where it is asked. */
  URI address() {
    return url == null ? DEFAULT : url;
  }
}
