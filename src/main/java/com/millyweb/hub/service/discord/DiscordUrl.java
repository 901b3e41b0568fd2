package com.millyweb.hub.service.discord;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which URLs Discord takes as a link, picture or button: with one that it does not, such as that of
 * a host whose name has no dot, it refuses the whole message ("Not a well formed URL", code 50035).
 */
final class DiscordUrl {
  private static final Pattern PARTS =
      Pattern.compile(
          "(?i)https?://(?:[^/?#@\\s]*@)?([^/:?#\\s\\[\\]]+)(?::(\\d{1,5}))?(?:[/?#]\\S*)?");

  private DiscordUrl() {}

  static boolean isTaken(String url) {
    Matcher parts = PARTS.matcher(url);
    if (!parts.matches() || !parts.group(1).matches("[^.]+(\\.[^.]+)+\\.?")) {
      return false;
    }
    String port = parts.group(2);
    return port == null || Integer.parseInt(port) <= 65_535;
  }
}
