package com.millyweb.hub.ingress.verify;

import com.millyweb.hub.ingress.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A header such as {@code t=1700000000,v1=5257a8…,v1=9f2c…}: what is signed besides the body, and
 * signatures, one for each secret while one is replaced. Some senders part them by semicolons.
 */
final class SignatureList {
  /** A sender that rotates secrets needs two or three. */
  private static final int MOST = 16;

  private final Map<String, List<String>> elements = new HashMap<>();

  private SignatureList() {}

  static SignatureList parse(String header) {
    var list = new SignatureList();
    String[] parts = header.split("[,;]", MOST + 1);
    for (int i = 0; i < Math.min(parts.length, MOST); i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0) {
        list.elements
            .computeIfAbsent(parts[i].substring(0, equals).strip(), name -> new ArrayList<>(1))
            .add(parts[i].substring(equals + 1).strip());
      }
    }
    return list;
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
