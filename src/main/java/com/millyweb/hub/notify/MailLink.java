package com.millyweb.hub.notify;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** {@code mailto:} in media that make no links of it: the address is what one needs. */
final class MailLink {
  private static final String SCHEME = "mailto:";

  private MailLink() {}

  static boolean is(String url) {
    return url.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /** Without what a mail program would be told beside it. */
  static String address(String url) {
    String address = url.substring(SCHEME.length()).replaceFirst("\\?.*", "");
    try {
      return URLDecoder.decode(address.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return address;
    }
  }
}
