package com.millyweb.hub.event.trace;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * A message at one moment.
 *
 * @param headers names and values in turn
 * @param variables names and values in turn
 */
record MessageState(
    @Nullable Object body, @Nullable Object[] headers, @Nullable Object[] variables) {
  private static final Object[] NONE = {};
  private static final int MOST_NAMES = 60;

  /**
   * @param copied whether the body may be changed in place before this state is looked at
   */
  static MessageState of(Exchange exchange, boolean copied) {
    Message message = exchange.getMessage();
    Object body = message.getBody();
    return new MessageState(
        copied ? Snapshot.of(body) : body,
        message.hasHeaders() ? pairs(message.getHeaders()) : NONE,
        exchange.hasVariables() ? pairs(exchange.getVariables()) : NONE);
  }

  /** Whether the message is of the very same parts still: asked at each step, so it copies none. */
  boolean isStill(Exchange exchange) {
    Message message = exchange.getMessage();
    return body == message.getBody()
        && (message.hasHeaders() ? same(headers, message.getHeaders()) : headers.length == 0)
        && (exchange.hasVariables()
            ? same(variables, exchange.getVariables())
            : variables.length == 0);
  }

  private static boolean same(@Nullable Object[] pairs, Map<String, Object> map) {
    if (pairs.length != 2 * Math.min(map.size(), MOST_NAMES)) {
      return false;
    }
    int i = 0;
    for (Map.Entry<String, Object> entry : map.entrySet()) {
      if (i == pairs.length) {
        break;
      }
      if (!entry.getKey().equals(pairs[i++]) || entry.getValue() != pairs[i++]) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Object[] pairs(Map<String, Object> map) {
    int most = Math.min(map.size(), MOST_NAMES);
    @Nullable Object[] pairs = new Object[2 * most];
    int i = 0;
    for (Map.Entry<String, Object> entry : map.entrySet()) {
      if (i == pairs.length) {
        break;
      }
      pairs[i++] = entry.getKey();
      pairs[i++] = entry.getValue();
    }
    return pairs;
  }
}
