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

  /** Whether both are of the very same parts. */
  boolean isSame(MessageState other) {
    return body == other.body && same(headers, other.headers) && same(variables, other.variables);
  }

  private static boolean same(@Nullable Object[] one, @Nullable Object[] other) {
    if (one.length != other.length) {
      return false;
    }
    for (int i = 0; i < one.length; i++) {
      if (one[i] != other[i]) {
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
