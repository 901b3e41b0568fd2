package com.millyweb.hub.service.slack;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Slack's own hosts: what a message or an answer names must not make the hub call anybody else.
 *
 * @param api base URL of the Web API
 */
public record SlackHosts(URI api) {
  private static final String SLACK = "slack.com";

  /** Where commands and presses are answered. */
  Optional<URI> responses(@Nullable String url) {
    return own(url, "hooks.");
  }

  /** Where files go. */
  public Optional<URI> files(@Nullable String url) {
    return own(url, "files.");
  }

  private Optional<URI> own(@Nullable String text, String service) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      URI url = new URI(text);
      String host = String.valueOf(url.getHost());
      boolean known =
          "https".equals(url.getScheme())
              && (url.getPort() == -1 || url.getPort() == 443)
              && (host.equals(service + SLACK) || host.equals(service + api.getHost()));
      boolean sameOrigin =
          api.getScheme().equals(url.getScheme())
              && host.equals(api.getHost())
              && url.getPort() == api.getPort();
      return url.getUserInfo() == null && (known || sameOrigin)
          ? Optional.of(url)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
