package com.millyweb.hub.text;

import java.util.regex.Pattern;

/** A pattern in which {@code *} stands for any text. */
public final class Glob {
  private Glob() {}

  public static boolean fits(String pattern, String text) {
    if (pattern.indexOf('*') < 0) {
      return pattern.equals(text);
    }
    String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
    return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
  }
}
