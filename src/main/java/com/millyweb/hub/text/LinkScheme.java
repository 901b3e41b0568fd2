package com.millyweb.hub.text;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a link leads to: media make links of web addresses, and few of {@code mailto:}, whose
 * address is what one needs.
 */
public final class LinkScheme {
  private static final String SCHEME = "mailto:";

  private LinkScheme() {}

  public static boolean isMail(String url) {
    return url.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  public static boolean isWeb(String url) {
    return url.toLowerCase(Locale.ROOT).matches("https?://\\S+");
  }

  /** Without what a mail program would be told beside it. */
  public static String address(String url) {
    String address = url.substring(SCHEME.length()).replaceFirst("\\?.*", "");
    try {
      return URLDecoder.decode(address.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return address;
    }
  }
}
