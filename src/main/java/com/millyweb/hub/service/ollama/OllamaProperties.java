package com.millyweb.hub.service.ollama;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Ollama server whose models the hub uses where the configuration names one.
 *
 * @param url {@code http(s)://host:port}
 */
@ConfigurationProperties("hub.ollama")
record OllamaProperties(@DefaultValue("http://127.0.0.1:11434") URI url) {
  OllamaProperties {
    if (url.getHost() == null
        || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
      throw new IllegalArgumentException(
          "hub.ollama.url must be http(s)://host[:port], was: '%s'".formatted(url));
    }
  }
}
