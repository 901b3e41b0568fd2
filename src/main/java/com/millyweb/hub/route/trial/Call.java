package com.millyweb.hub.route.trial;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a route would have asked another system.
 *
 * @param name {@code POST https://…}, or the endpoint
 */
public record Call(String name, Map<String, Object> headers, @Nullable Object body) {
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("call", name);
    facts.put("headers", headers);
    facts.put("body", body);
    return facts;
  }
}
