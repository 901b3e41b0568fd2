package com.millyweb.hub.service.ollama;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Ollama server whose models the hub uses where the configuration names one.
 *
 * @param url {@code http(s)://host:port}; its default is {@code http://127.0.0.1:11434}
 * @param concurrency how many questions it is asked at once, 1 to 512; what its OLLAMA_NUM_PARALLEL
 *     is. Others wait in the hub
 */
@ConfigurationProperties("hub.ollama")
record OllamaProperties(@Nullable URI url, @DefaultValue("1") int concurrency) {
  private static final URI DEFAULT = URI.create("http://127.0.0.1:11434");
  private static final int MOST = 512;

  OllamaProperties {
    if (url != null
        && (url.getHost() == null
            || !("http".equals(url.getScheme()) || "https".equals(url.getScheme())))) {
      throw new IllegalArgumentException(
          "hub.ollama.url must be http(s)://host[:port], was: '%s'".formatted(url));
    }
    if (concurrency < 1 || concurrency > MOST) {
      throw new IllegalArgumentException(
          "hub.ollama.concurrency must be 1 to %d, was: %d".formatted(MOST, concurrency));
    }
  }

  /** Where it is asked. */
  URI address() {
    return url == null ? DEFAULT : url;
  }
}
