package com.millyweb.hub.tool.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the address that a tool is called with. */
final class WebAddress {
  private static final int LONGEST = 2000;

  private WebAddress() {}

  /**
   * @throws IllegalArgumentException when it is no http or https address of a host
   */
  static URI of(String text) {
    URI url;
    try {
      url = new URI(text.strip());
    } catch (URISyntaxException e) {
      throw wrong(text, e);
    }
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    boolean web = scheme.equals("http") || scheme.equals("https");
    if (!web || url.getHost() == null || url.getUserInfo() != null || text.length() > LONGEST) {
      throw wrong(text, null);
    }
    return url;
  }

  private static IllegalArgumentException wrong(String text, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "url must be an address such as https://example.org/page, without a password, was: '%s'"
            .formatted(text),
        cause);
  }
}
