package com.millyweb.hub.ingress.verify;

import com.millyweb.hub.ingress.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A header such as {@code t=1700000000,v1=5257a8…,v1=9f2c…}: what is signed besides the body, and
 * signatures, one for each secret while one is replaced. Some senders part them by semicolons.
 */
final class SignatureList {
  /** A sender that rotates secrets needs two or three. */
  private static final int MOST = 16;

  private final Map<String, List<String>> elements = new HashMap<>();

  private SignatureList() {}

  /**
   * @param separator null for a comma or a semicolon, with spaces around it
   */
  static SignatureList parse(String header, @Nullable String separator) {
    var list = new SignatureList();
    int start = 0;
    for (int i = 0; i < MOST && start <= header.length(); i++) {
      int end = end(header, start, separator);
      int equals = header.indexOf('=', start);
      if (equals > start && equals < end) {
        String name = header.substring(start, equals);
        String value = header.substring(equals + 1, end);
        list.add(
            separator == null ? name.strip() : name, separator == null ? value.strip() : value);
      }
      start = end + (separator == null ? 1 : separator.length());
    }
    return list;
  }

  private static int end(String header, int start, @Nullable String separator) {
    if (separator != null) {
      int end = header.indexOf(separator, start);
      return end < 0 ? header.length() : end;
    }
    int end = start;
    while (end < header.length() && header.charAt(end) != ',' && header.charAt(end) != ';') {
      end++;
    }
    return end;
  }

  private void add(String name, String value) {
    elements.computeIfAbsent(name, unknown -> new ArrayList<>(1)).add(value);
  }

  /**
   * @throws Refused when there is none
   */
  List<String> all(String name) {
    List<String> found = elements.getOrDefault(name, List.of());
    if (found.isEmpty()) {
      throw Refused.unauthenticated("no " + name + " in the signature's header");
    }
    return found;
  }

  /** The one value of a name in the list; a name that is not in it is left to another place. */
  UnaryOperator<String> or(UnaryOperator<String> others) {
    return name -> {
      List<String> found = elements.get(name);
      if (found == null) {
        return others.apply(name);
      }
      if (found.size() > 1) {
        throw Refused.unauthenticated("two " + name + " in the signature's header");
      }
      return found.get(0);
    };
  }
}
