package com.millyweb.hub.service.searxng;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * SearXNG.
 *
 * @param url of the server, whose settings name json among {@code search.formats}
 * @param timeout for an answer, 1s to 1m
 */
@ConfigurationProperties("hub.searxng")
record SearxngProperties(@Nullable URI url, @DefaultValue("15s") Duration timeout) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  SearxngProperties {
    if (url != null && url.toString().isBlank()) {
      url = null;
    }
    if (url != null && (url.getHost() == null || !url.toString().matches("https?://.*"))) {
      throw new IllegalArgumentException(
          "hub.searxng.url must be an address such as http://searxng:8080, was: '%s'"
              .formatted(url));
    }
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "hub.searxng.timeout must be 1s to 1m, was: %s".formatted(timeout));
    }
  }
}
