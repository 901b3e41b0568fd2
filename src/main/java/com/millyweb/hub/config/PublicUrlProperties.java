package com.millyweb.hub.config;

import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where people reach the hub.
 *
 * @param publicUrl without a path, such as {@code https://hub.example.org}; without it notices can
 *     not link to the hub
 */
@ConfigurationProperties("hub")
public record PublicUrlProperties(@Nullable URI publicUrl) {

  public PublicUrlProperties {
    if (publicUrl != null && !isBare(publicUrl)) {
      throw new IllegalArgumentException(
          "hub.public-url must be an http or https URL without a path, was: " + publicUrl);
    }
  }

  /** The page of a button; null without a public URL. */
  public @Nullable String action(String token) {
    return link("/act/" + token);
  }

  /** The page of a notice; null without a public URL. */
  public @Nullable String notice(UUID id) {
    return link("/?notice=" + id);
  }

  /** The page of an event and its deliveries; null without a public URL. */
  public @Nullable String event(UUID id) {
    return link("/?event=" + id);
  }

  /** The page of a run of an agent; null without a public URL. */
  public @Nullable String run(UUID id) {
    return link("/?run=" + id);
  }

  private @Nullable String link(String path) {
    return publicUrl == null ? null : publicUrl.toString().replaceFirst("/$", "") + path;
  }

  private static boolean isBare(URI url) {
    String path = url.getRawPath();
    return ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
        && url.getHost() != null
        && url.getRawUserInfo() == null
        && url.getRawQuery() == null
        && url.getRawFragment() == null
        && (path == null || path.isEmpty() || path.equals("/"));
  }
}
