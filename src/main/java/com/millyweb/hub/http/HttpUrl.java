package com.millyweb.hub.http;

import java.net.URI;
import java.net.URISyntaxException;

/** URLs as the configuration has them. */
public final class HttpUrl {
  private HttpUrl() {}

  /**
   * @throws IllegalArgumentException without the text, which may be a secret
   */
  public static URI of(String text, String name) {
    try {
      URI uri = new URI(text);
      boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // its message has the text
    }
    throw new IllegalArgumentException(
        name + " must be an http or https URL without user, password and fragment");
  }

  /** A URL below a server's root, which may itself be a path. */
  public static URI below(URI root, String path) {
    return URI.create(root.toString().replaceFirst("/+$", "") + path);
  }
}
